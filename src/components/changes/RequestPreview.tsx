import '@mantine/core/styles/Code.layer.css';
import { Code } from '@mantine/core';
import { variablesOf } from '../../api/explorer/snippets/request.ts';
import type { WriteRequest } from '../../api/providers/provider.ts';
import { CopyButton } from '../controls/Copyable.tsx';
import { useSession } from '../session/use-session.ts';
import css from './RequestPreview.module.css';
import { requestPreview } from './request-preview.ts';

export interface RequestPreviewProps {
  region: string;
  write: WriteRequest;
}

/** The request that will be sent, as it is, and as curl. */
export function RequestPreview({ region, write }: RequestPreviewProps) {
  const { endpoints } = useSession();
  const request = requestPreview(region, write, endpoints[region]);
  const { method, path, body, curl, explorer } = request;
  return (
    <div className={css.request}>
      <details>
        <summary className={css.summary}>
          Request{' '}
          <Code translate="no" className={css.line}>
            {`${method} ${path}`}
          </Code>
        </summary>
        <Code block translate="no" className={css.block}>
          {body ?? 'No body.'}
        </Code>
        <Code block translate="no" className={css.block}>
          {curl}
        </Code>
        <p className={css.help}>
          The panel server adds the token. For a shell of your own, set{' '}
          <Code translate="no">{variablesOf(request).join(', ')}</Code>.
        </p>
        <p className={css.help}>
          <a href={explorer} target="_blank" rel="noreferrer">
            Open in the API explorer
          </a>{' '}
          (a new tab)
        </p>
      </details>
      <CopyButton text={curl} what="the request as curl" label="curl" className={css.copy ?? ''} />
    </div>
  );
}
