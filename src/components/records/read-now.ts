import { wordsOf } from '../../api/bulk/plan.ts';
import { canQueue } from '../../api/changes/persistence-change.ts';
import {
  type ChangeRecord,
  persistenceOf,
  recordedValue,
  refOf,
  storeVerdict,
  type Verdict,
} from '../../api/history/history.ts';
import { readDetails } from '../../api/providers/clb/load-balancers.ts';
import { samePersistence } from '../../model/load-balancer.ts';

export interface ReadNow {
  readonly verdict: Verdict | null;
  /** What the reading showed, as a sentence. */
  readonly words: string;
}

/** Reads the load balancer of an open change and stores what that says of it. Throws the ApiError of a reading that failed. */
export async function readNow(record: ChangeRecord, clock: () => number = Date.now): Promise<ReadNow> {
  const ref = refOf(record);
  const asked = persistenceOf(record.after);
  if (!ref || !asked) return { verdict: null, words: 'The record does not say which value was asked for.' };
  const details = await readDetails(ref);
  const { name, status, persistence } = details;
  if (canQueue(status)) return { verdict: null, words: `${name} has status ${status}. Read again when it is ACTIVE.` };
  const same = samePersistence(persistence, asked);
  const value = recordedValue(persistence);
  const when = new Date(clock()).toISOString();
  if (status === 'ERROR') {
    await storeVerdict(record.id, 'failed', value, `Read at ${when}: the load balancer is in ERROR.`);
    return {
      verdict: 'failed',
      words: `${name} is in ERROR. The stored value reads ${wordsOf(persistence)} but may not be live.`,
    };
  }
  if (same) {
    await storeVerdict(record.id, 'confirmed', value, `Read at ${when}.`);
    return { verdict: 'confirmed', words: `${name} reads ${wordsOf(persistence)}.` };
  }
  await storeVerdict(record.id, 'unconfirmed', null, `Read at ${when}: ${value}.`);
  return {
    verdict: 'unconfirmed',
    words: `${name} reads ${wordsOf(persistence)}, not ${wordsOf(asked)}. It was not carried out, or somebody changed it since.`,
  };
}
