import { useQuery } from '@tanstack/react-query';
import { persistenceKind } from '../../api/changes/persistence-kind.ts';
import type { ChangeRecord } from '../../api/history/history.ts';
import { isOfPersistence, kindOfRecord } from '../../api/history/record-kind.ts';
import { type Undo, undoOf } from '../../api/history/reverse.ts';
import type { ChangeKind } from '../../api/providers/change-kind.ts';

/** The kind of change that the record is of; null where nothing reads its values, undefined until that is known. */
export function useRecordKind(record: ChangeRecord): ChangeKind<unknown> | null | undefined {
  const isPersistence = isOfPersistence(record);
  const { data, isError } = useQuery({
    queryKey: ['kind', record.id, record.before, record.after],
    queryFn: () => kindOfRecord(record),
    enabled: !isPersistence,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return isPersistence ? persistenceKind : isError ? null : data;
}

/** How the recorded change is taken back, or why it cannot be; null where there is nothing to take back, or while that is not known. */
export function useUndo(record: ChangeRecord): Undo | null {
  const kind = useRecordKind(record);
  return kind === undefined ? null : undoOf(record, kind);
}
