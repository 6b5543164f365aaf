import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type ChangeRecord, isPersistenceChange, persistenceOf } from '../../api/history/history.ts';
import { Button } from '../controls/Button.tsx';
import { useNow } from '../controls/clock.ts';
import { cx } from '../controls/cx.ts';
import { IconAlertTriangle, IconCheck, IconHelpCircle, IconPointFilled } from '../controls/icons.ts';
import { toast } from '../notifications/Toasts.tsx';
import { PersistenceValue } from '../persistence/PersistenceValue.tsx';
import { missingRole, useSession } from '../session/use-session.ts';
import css from './history.module.css';
import recordCss from './Records.module.css';
import { readNow } from './read-now.ts';
import { resultWords } from './verdict-words.ts';

/** The value before and after, as friendly words where it is session persistence. */
export function BeforeAfter({ record }: { record: ChangeRecord }) {
  const before = persistenceOf(record.before);
  const after = persistenceOf(record.after);
  if (isPersistenceChange(record) && (before || after))
    return (
      <span className={recordCss.change}>
        {before ? <PersistenceValue value={before} /> : <span className={css.quiet}>not read</span>}
        <span className={recordCss.arrow} role="img" aria-label="to">
          →
        </span>
        {after ? <PersistenceValue value={after} /> : <span className={css.quiet}>not read</span>}
      </span>
    );
  if (record.before === null && record.after === null) return <span className={css.quiet}>—</span>;
  return (
    <span className={recordCss.change}>
      <code>{record.before ?? '—'}</code>
      <span className={recordCss.arrow} role="img" aria-label="to">
        →
      </span>
      <code>{record.after ?? '—'}</code>
    </span>
  );
}

const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const;
const pictures = {
  good: <IconCheck {...icon} />,
  bad: <IconAlertTriangle {...icon} />,
  open: <IconHelpCircle {...icon} />,
  plain: <IconPointFilled {...icon} />,
};

/** How the change ended; an open one can be read now. */
export function Result({ record, details = false }: { record: ChangeRecord; details?: boolean }) {
  const session = useSession();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const { kind, label, detail } = resultWords(record, useNow(5_000));

  const read = async () => {
    setBusy(true);
    try {
      const { verdict, words } = await readNow(record);
      toast({ tone: verdict === 'confirmed' ? 'success' : 'info', text: words });
      await queries.invalidateQueries({ queryKey: ['history'] });
    } catch (error) {
      toast({ tone: 'error', text: error instanceof Error ? error.message : String(error) });
    } finally {
      setBusy(false);
    }
  };

  return (
    <span className={css.resultCell}>
      <span className={cx(recordCss.result, recordCss[kind])}>
        {pictures[kind]}
        <span>{label}</span>
      </span>
      {kind === 'open' && isPersistenceChange(record) ? (
        <Button
          variant="link"
          busy={busy}
          reason={missingRole(session, 'write')}
          aria-label={`Read now: ${record.loadBalancerName ?? 'the load balancer'}`}
          onClick={() => void read()}
        >
          Read now
        </Button>
      ) : null}
      {details && detail ? <span className={css.quiet}>{detail}</span> : null}
    </span>
  );
}
