import '@mantine/core/styles/Paper.layer.css';
import '@mantine/core/styles/Affix.layer.css';
import '@mantine/core/styles/ActionBar.layer.css';
import { ActionBar } from '@mantine/core';
import { useNavigate } from 'react-router';
import { currentProvider } from '../../api/providers/providers.ts';
import { Button } from '../../components/controls/Button.tsx';
import { missingRole, useSession } from '../../components/session/use-session.ts';
import { count, figure } from '../../model/format.ts';
import { type LoadBalancer, refKey } from '../../model/load-balancer.ts';
import css from './SelectionBar.module.css';
import type { Selection } from './use-selection.ts';

interface SelectionBarProps {
  selection: Selection;
  rows: readonly LoadBalancer[];
  shown: readonly LoadBalancer[];
  /** Whether search or a filter hides rows. */
  filtered: boolean;
  reason: string | null;
  onEdit(rows: readonly LoadBalancer[]): void;
}

/** What is selected and what can be done with it. */
export default function SelectionBar({ selection, rows, shown, filtered, reason, onEdit }: SelectionBarProps) {
  const { keys, toggleShown, clear } = selection;
  const chosen = rows.filter((row) => keys.has(refKey(row)));
  const inSight = shown.filter((row) => keys.has(refKey(row))).length;
  const hidden = chosen.length - inSight;
  const session = useSession();
  const navigate = useNavigate();
  const remove = async () => {
    const { startDeletion } = await import('../../api/bulk/runs.ts');
    await navigate(await startDeletion(chosen));
  };
  return (
    <div className={css.dock}>
      <ActionBar
        opened
        withinPortal={false}
        role="region"
        aria-label="Selection"
        className={css.bar ?? ''}
        position={{ bottom: 8, left: 8, right: 8 }}
        zIndex={100}
        shadow="md"
        transitionProps={{ transition: 'fade', duration: 100 }}
      >
        <span role="status">
          <strong>{count(chosen.length, 'load balancer')} selected</strong>
          {hidden > 0 ? `, ${figure(hidden)} of them hidden by the filter` : ''}
        </span>
        {inSight < shown.length ? (
          <Button variant="link" onClick={toggleShown}>
            Select all {figure(shown.length)} {filtered ? 'that match' : ''}
          </Button>
        ) : null}
        <ActionBar.Divider className={css.divider ?? ''} />
        <Button variant="subtle" onClick={clear}>
          Clear
        </Button>
        <Button variant="primary" reason={reason} onClick={() => onEdit(chosen)}>
          Edit Session Persistence…
        </Button>
        {currentProvider().edits ? (
          <Button variant="subtle" reason={missingRole(session, 'delete')} onClick={() => void remove()}>
            Delete…
          </Button>
        ) : null}
      </ActionBar>
    </div>
  );
}
