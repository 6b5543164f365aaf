import type { ChangeRecord } from '../../../contract/shared/change-record.ts';
import { fromRecordedValue } from '../../model/persistence.ts';
import { persistenceKind } from '../changes/persistence-kind.ts';
import type { ChangeKind } from '../providers/change-kind.ts';
import { providerOf } from '../providers/providers.ts';

/** Whether the write was one of session persistence: an operation that changes it may change other things, too. */
export const isOfPersistence = ({ operation, region, before, after }: ChangeRecord): boolean =>
  providerOf(region).persistence.operations.includes(operation) &&
  [before, after].every((value) => value === null || fromRecordedValue(value) !== null);

/** The kind of change that a recorded write was, which reads its values; null where there is none. */
export async function kindOfRecord(record: ChangeRecord): Promise<ChangeKind<unknown> | null> {
  if (isOfPersistence(record)) return persistenceKind;
  return (await (await providerOf(record.region).edits?.())?.ofRecord(record)) ?? null;
}
