import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { persistenceKindName } from '../../api/changes/persistence-kind-name.ts';
import type { ChangeRecord } from '../../api/history/history.ts';
import type { ChangeKind } from '../../api/providers/change-kind.ts';
import type { Persistence } from '../../model/persistence.ts';
import { Button } from '../controls/Button.tsx';
import { cx } from '../controls/cx.ts';
import { IconAlertTriangle, IconCheck, IconHelpCircle } from '../controls/icons.ts';
import { Skeleton } from '../controls/Skeleton.tsx';
import { toast } from '../notifications/notices.ts';
import { PersistenceValue } from '../persistence/PersistenceValue.tsx';
import css from './history.module.css';
import recordCss from './Records.module.css';
import { useRecordKind } from './use-record-kind.ts';
import { resultWords } from './verdict-words.ts';
import { verifyChange } from './verify-change.ts';

/** A value in a row; the whole stands with the request. */
const shortened = (value: string): string =>
  value.length > rowCharacters ? `${value.slice(0, rowCharacters)}…` : value;
const rowCharacters = 60;

/** One of a record's values in the words of its kind; as it was recorded where nothing reads it. */
function Value({ text, kind }: { text: string | null; kind: ChangeKind<unknown> | null }) {
  if (text === null) return <span className={css.quiet}>not read</span>;
  const value = kind?.fromRecord(text) ?? null;
  if (!kind || value === null) return <code translate="no">{shortened(text)}</code>;
  return kind.name === persistenceKindName ? (
    <PersistenceValue value={value as Persistence} />
  ) : (
    <span translate="no">{kind.words(value)}</span>
  );
}

/** The value before and after. */
export function BeforeAfter({ record }: { record: ChangeRecord }) {
  const { before, after } = record;
  const kind = useRecordKind(record);
  if (before === null && after === null) return <span className={css.quiet}>—</span>;
  if (kind === undefined) return <Skeleton width={24} />;
  return (
    <span className={recordCss.change}>
      <Value text={before} kind={kind} />
      <span className={recordCss.arrow} role="img" aria-label="to">
        →
      </span>
      <Value text={after} kind={kind} />
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
