import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type ChangeRecord, isPersistenceChange } from '../../api/history/history.ts';
import { fromRecordedValue } from '../../model/persistence.ts';
import { Button } from '../controls/Button.tsx';
import { cx } from '../controls/cx.ts';
import { IconAlertTriangle, IconCheck, IconHelpCircle } from '../controls/icons.ts';
import { toast } from '../notifications/notices.ts';
import { PersistenceValue } from '../persistence/PersistenceValue.tsx';
import css from './history.module.css';
import recordCss from './Records.module.css';
import { resultWords } from './verdict-words.ts';
import { verifyChange } from './verify-change.ts';

/** A value in a row; the whole stands with the request. */
const shortened = (value: string | null): string =>
  value === null ? '—' : value.length > rowCharacters ? `${value.slice(0, rowCharacters)}…` : value;
const rowCharacters = 60;

/** The value before and after, as friendly words where it is session persistence. */
export function BeforeAfter({ record }: { record: ChangeRecord }) {
  const before = fromRecordedValue(record.before);
  const after = fromRecordedValue(record.after);
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
      <code translate="no">{shortened(record.before)}</code>
      <span className={recordCss.arrow} role="img" aria-label="to">
        →
      </span>
      <code translate="no">{shortened(record.after)}</code>
    </span>
  );
}

const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const;
const pictures = {
  good: <IconCheck {...icon} />,
  bad: <IconAlertTriangle {...icon} />,
  open: <IconHelpCircle {...icon} />,
};

/** How the change ended; of an open one anybody who sees it may have the server read the value. */
export function Result({ record, details = false }: { record: ChangeRecord; details?: boolean }) {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const { kind, label, detail } = resultWords(record);

  const verify = async () => {
    setBusy(true);
    try {
      const { verdict, words } = await verifyChange(record);
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
      {kind === 'open' ? (
        <Button
          variant="link"
          busy={busy}
          aria-label={`Verify now: ${record.loadBalancerName ?? record.loadBalancerId ?? 'this change'}`}
          onClick={() => void verify()}
        >
          Verify now
        </Button>
      ) : null}
      {details && detail ? <span className={css.quiet}>{detail}</span> : null}
    </span>
  );
}
