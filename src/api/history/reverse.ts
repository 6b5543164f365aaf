import { type Subject, subjectKey } from '../../model/load-balancer.ts';
import { persistenceKindName } from '../changes/persistence-kind-name.ts';
import type { ChangeKind } from '../providers/change-kind.ts';
import { type ChangeRecord, mayHaveHappened, subjectOfRecord } from './history.ts';
import { kindOfRecord } from './record-kind.ts';

/** What takes a recorded change back, of whatever kind: an item of a run, or what a dialog asks for. */
export interface Reverse {
  readonly subject: Subject;
  /** The load balancer's name. */
  readonly name: string;
  /** Name of the edit that it is made by; absent for session persistence. */
  readonly edit?: string;
  /** The whole value that the change left. What it did not touch is not compared, nor sent. */
  readonly expected: unknown;
  /** The whole value before the change. */
  readonly target: unknown;
}

/** How a recorded change is taken back, or why it cannot be, as a sentence. */
export type Undo =
  | { readonly reverse: Reverse /** The kind of change that takes it back. */; readonly kind: ChangeKind<unknown> }
  | { readonly why: string };

/** What stands in the history in place of a secret. */
const masked = '•••';

const final = (why: string): Undo => ({ why: `It cannot be reverted: ${why}` });

/** Why a write whose values nothing reads cannot be taken back. */
function unreadable({ method, before, after }: ChangeRecord): Undo {
  if (before === null && after === null) return final('the history does not know the values of it.');
  if (method === 'POST') return final('it made something new. Delete that to take it back.');
  if (method === 'DELETE') return final('it deleted something, which does not come back by itself.');
  return final('its values are no form’s of this panel. The API explorer can send the former one.');
}

/** `kind`: of the record, as `kindOfRecord` finds it. Null where the record changed nothing, or nothing that is known. */
export function undoOf(record: ChangeRecord, kind: ChangeKind<unknown> | null): Undo | null {
  const subject = subjectOfRecord(record);
  if (!subject || !mayHaveHappened(record)) return null;
  if ([record.before, record.after].some((value) => value?.includes(masked)))
    return final('it holds a secret, and the history keeps none.');
  if (!kind) return unreadable(record);
  const target = record.before === null ? null : kind.fromRecord(record.before);
  const expected = record.after === null ? null : kind.fromRecord(record.after);
  if (target === null || expected === null) return final('the history does not know both values of it.');
  if (kind.same(target, expected)) return null;
  const why = kind.whyFinal?.(target, expected);
  if (why) return final(why);
  const back = kind.reversal?.(target, expected) ?? kind;
  const edit = back.name === persistenceKindName ? {} : { edit: back.name };
  return { reverse: { subject, name: record.loadBalancerName ?? subject.id, ...edit, expected, target }, kind: back };
}

type Fields = Readonly<Record<string, unknown>>;

/** The value that the subject has after the change was taken back. `now`: as it is read before; what the change did not touch stays so. */
export function resultOf(kind: ChangeKind<unknown>, { expected, target }: Reverse, now: unknown): unknown {
  if (!kind.within) return target;
  const touched = (name: string) =>
    JSON.stringify((target as Fields)[name]) !== JSON.stringify((expected as Fields)[name]);
  const kept = Object.entries(now as Fields).filter(([name]) => !touched(name));
  const put = Object.entries(target as Fields).filter(([name]) => touched(name));
  return { ...Object.fromEntries(kept), ...Object.fromEntries(put) };
}

/**
 * What takes a whole run back: for each thing that it changed the value before the run's first change of it, expecting the value that its
 * last one left. Records newest first.
 */
export async function reverseOfRun(records: readonly ChangeRecord[]): Promise<Reverse[]> {
  const reverses = new Map<string, Reverse>();
  for (const record of records) {
    const undo = undoOf(record, await kindOfRecord(record));
    if (!undo || !('reverse' in undo)) continue;
    const { reverse } = undo;
    const key = `${reverse.edit ?? ''} ${subjectKey(reverse.subject)}`;
    const later = reverses.get(key);
    reverses.set(key, later ? { ...later, target: reverse.target } : reverse);
  }
  return [...reverses.values()];
}
