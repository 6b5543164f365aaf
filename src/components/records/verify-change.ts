import { type ChangeRecord, isPersistenceChange, type Verdict } from '../../api/history/history.ts';
import { checkChange } from '../../api/history/verdicts.ts';
import { fromRecordedValue, persistenceWords } from '../../model/persistence.ts';

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
  const value = isPersistenceChange(record) ? fromRecordedValue(after) : null;
  const found = (detail ?? '').replace(/^Read at [\dTZ:.-]+: /, '');
  if (verdict === 'confirmed')
    return {
      verdict,
      words: value ? `${name} reads ${persistenceWords(value)}.` : `The change of ${name} is in force.`,
    };
  if (verdict === 'failed') return { verdict, words: `The change of ${name} failed: ${found}` };
  return { verdict, words: `How the change of ${name} ended is still unknown: ${found}` };
}
