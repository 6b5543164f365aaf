import type { ChangeRecord } from '../../../contract/shared/change-record.ts';
import { fromRecordedValue } from '../../model/persistence.ts';
import type { ChangeKind } from '../providers/change-kind.ts';
import { providerOf } from '../providers/providers.ts';
import { persistenceKind } from './persistence-kind.ts';

/** The kind of that name, as a change that was queued before the page was loaded again names it; null where there is none any more. */
export async function kindNamed(name: string, region: string): Promise<ChangeKind<unknown> | null> {
  if (name === persistenceKind.name) return persistenceKind;
  return (await (await providerOf(region).edits?.())?.find(name)) ?? null;
}

/** Whether the write was one of session persistence: an operation that changes it may change other things, too. */
export const isOfPersistence = ({ operation, region, before, after }: ChangeRecord): boolean =>
  providerOf(region).persistence.operations.includes(operation) &&
  [before, after].every((value) => value === null || fromRecordedValue(value) !== null);

/** The kind of change that a recorded write was, which reads its values; null where there is none. */
export async function kindOfRecord(record: ChangeRecord): Promise<ChangeKind<unknown> | null> {
  if (isOfPersistence(record)) return persistenceKind;
  return (await (await providerOf(record.region).edits?.())?.ofRecord(record)) ?? null;
}
