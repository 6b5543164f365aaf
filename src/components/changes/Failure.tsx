import { Code } from '@mantine/core';
import type { ChangeState } from '../../api/changes/change.ts';
import css from './Failure.module.css';

/** Why a change did not come about, in the words of who refused it. */
export const Failure = ({ state: { message, error } }: { state: Extract<ChangeState, { at: 'failed' }> }) => (
  <>
    <p>{message}</p>
    {error?.requestId ? (
      <p className={css.help}>
        Request id <Code translate="no">{error.requestId}</Code>
      </p>
    ) : null}
  </>
);
