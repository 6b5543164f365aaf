import { persistenceKindName } from '../../api/changes/persistence-kind-name.ts';
import type { ChangeRecord, Verdict } from '../../api/history/history.ts';
import { kindOfRecord } from '../../api/history/record-kind.ts';
import { checkChange } from '../../api/history/verdicts.ts';
import { sentence } from '../../model/format.ts';

export interface Verified {
  readonly verdict: Verdict | null;
  /** What the reading showed, as a sentence. */
  readonly words: string;
}

/** Has the server read what an open change is about. Throws the ApiError of a reading that failed. */
export async function verifyChange({ id }: Pick<ChangeRecord, 'id'>): Promise<Verified> {
  const record = await checkChange(id);
  const { verdict, after, detail } = record;
  const name = record.loadBalancerName ?? `Load balancer ${record.loadBalancerId ?? ''}`.trim();
  const found = (detail ?? '').replace(/^Read at [\dTZ:.-]+: /, '');
  if (verdict === 'failed') return { verdict, words: `The change of ${name} failed: ${found}` };
  if (verdict !== 'confirmed') return { verdict, words: `How the change of ${name} ended is still unknown: ${found}` };
  const kind = await kindOfRecord(record);
  const value = after === null ? null : (kind?.fromRecord(after) ?? null);
  if (!kind || value === null) return { verdict, words: `The change of ${name} is in force.` };
  const before = record.before === null ? null : kind.fromRecord(record.before);
  if (kind.told && before !== null) return { verdict, words: `${kind.told(name, before, value)}.` };
  const what = kind.name === persistenceKindName ? name : `${sentence(kind.noun)} of ${name}`;
  return { verdict, words: `${what} reads ${kind.words(value)}.` };
}
