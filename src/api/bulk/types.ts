import { count } from '../../model/format.ts';
import type { Subject } from '../../model/load-balancer.ts';
import type { Persistence } from '../../model/persistence.ts';
import { changeKey, type Failure } from '../changes/change.ts';
import { persistenceKindName } from '../changes/persistence-kind-name.ts';
import type { ChangeKind } from '../providers/change-kind.ts';
import { type PlanGroup, type Planned, type PlanReading, planGroups } from './plan.ts';

/** The task of runs that delete load balancers. */
export const deletes = 'Delete';

/** What the browser keeps of a run. Times in milliseconds since the Unix epoch. */
export interface StoredRun {
  readonly id: string;
  /** Root of the identity service that the account is of; older pages stored none. */
  readonly service?: string;
  readonly account: string;
  readonly user: string;
  readonly created: number;
  /** Id of the run (or of the one change) that this run takes back; null for a run that brings every load balancer to one choice. */
  readonly takesBack: string | null;
  readonly choice: Persistence | null;
  /** The verb of what it does where it does not set session persistence: `deletes`, or the name of a provider's NodeTask. */
  readonly task?: string;
  readonly reason: string;
  readonly stopOnError: boolean;
  readonly waitForLocked: boolean;
  readonly started: number | null;
  readonly ended: number | null;
  /** Why the run ended before everything was done, as a sentence. */
  readonly endedBecause: string | null;
}

export type ItemState =
  | { readonly at: 'planned' }
  /** Taken into the run, not begun. */
  | { readonly at: 'waiting' }
  | { readonly at: 'under-way'; readonly step: 'queued' | 'sending' | 'settling' | 'reading'; readonly since: number }
  | { readonly at: 'done'; readonly already: boolean; readonly took: number; readonly ended: number }
  | { readonly at: 'failed'; readonly why: Failure; readonly message: string; readonly ended: number }
  /** Not sent: already set, not possible or locked. */
  | { readonly at: 'skipped' }
  /** Its write may have been sent and what became of it is not known yet: it is read before anything else happens to it. */
  | { readonly at: 'in-doubt' };

export interface StoredItem extends Subject {
  readonly index: number;
  /** The load balancer's name. */
  readonly name: string;
  /** The part's name, where the item is about one and it was read. */
  readonly partName?: string;
  /** Name of the edit that it is changed by; absent for session persistence. */
  readonly edit?: string;
  /** The value to bring it to, when it is the load balancer's own; of an edit the parts of it that change. Null: the run's choice. */
  readonly target: unknown;
  /** What it must read for the change to be made; null: anything. */
  readonly expected: unknown;
  /** The value that the plan read; null before that. */
  readonly before: unknown;
  readonly protocol: string | null;
  readonly status: string | null;
  readonly planned: Planned | null;
  readonly state: ItemState;
  /** Id of its record in the history. */
  readonly record: string | null;
}

export interface BulkItem extends StoredItem {
  readonly kind: ChangeKind<unknown>;
  /** What it was before it was planned again; it is that once more when the plan is dropped. */
  readonly former?: StoredItem;
  readonly read: PlanReading | null;
}

export type Phase = 'choosing' | 'reading' | 'planned' | 'running' | 'paused' | 'stopping' | 'ended';

export interface RunCounts {
  readonly waiting: number;
  readonly underWay: number;
  readonly done: number;
  readonly failed: number;
  readonly inDoubt: number;
  readonly skipped: number;
}

export interface RunSnapshot {
  readonly run: StoredRun;
  readonly phase: Phase;
  readonly items: readonly BulkItem[];
  readonly counts: RunCounts;
  /** Progress of reading for the plan. */
  readonly reading: { readonly done: number; readonly total: number; readonly since: number } | null;
  /** Why the run is paused or the plan is not whole, as a sentence. */
  readonly problem: string | null;
  /** Whether the pause came from a sign-in that ended. */
  readonly signedOut: boolean;
  /** Load balancers finished in a second, over the last quarter of a minute; null while too little is known. */
  readonly rate: number | null;
  /** Milliseconds; null while too little is known. */
  readonly timeLeft: number | null;
  /** False when the browser refused to store the run: a reload would lose the record. */
  readonly stored: boolean;
}

/** The value that the run brings the item to; null while nothing is chosen. */
export const targetOf = ({ edit, before, target }: StoredItem, { choice }: StoredRun): unknown =>
  edit === undefined ? (target ?? choice) : { ...(before as object | null), ...(target as object | null) };

/** One text for each thing that a run changes. */
export const itemKey = ({ edit, ...subject }: Subject & Pick<StoredItem, 'edit'>): string =>
  changeKey({ kind: { name: edit ?? persistenceKindName }, subject });

/** The items in number and word: of load balancers, of their pools, or of their nodes. */
export const countItems = (items: readonly (Subject & Pick<StoredItem, 'edit' | 'partName'>)[]): string =>
  count(
    items.length,
    items.some(({ edit, partName }) => edit !== undefined && partName !== undefined)
      ? 'node'
      : items.some(({ part }) => part !== undefined)
        ? 'pool'
        : 'load balancer',
  );

/** Counts the items of each group of the plan. */
export function countGroups(items: readonly BulkItem[]): Record<PlanGroup, number> {
  const counts = Object.fromEntries(planGroups.map((group) => [group, 0])) as Record<PlanGroup, number>;
  for (const { planned } of items) if (planned) counts[planned.group] += 1;
  return counts;
}

/** What was stored of a run, for a page that only shows it. */
export function snapshotOfStored(run: StoredRun, stored: readonly BulkItem[]): RunSnapshot {
  const items = stored.map((item) => ({ ...item, read: null }));
  return {
    run,
    phase: run.ended === null ? 'running' : 'ended',
    items,
    counts: countStates(items),
    reading: null,
    problem: null,
    signedOut: false,
    rate: null,
    timeLeft: null,
    stored: true,
  };
}

/** When the item took its state, milliseconds since the Unix epoch; 0 when nothing has happened to it. */
export const timeOf = (state: ItemState): number =>
  state.at === 'under-way' ? state.since : state.at === 'done' || state.at === 'failed' ? state.ended : 0;

/** Whether a plan has to read the item, at all or again. */
export const needsReading = ({ read }: BulkItem): boolean => read === null || 'error' in read;

/** What is stored of an item: not what was read for the plan. */
export const toStored = ({ read: _read, former: _former, kind: _kind, ...item }: BulkItem): StoredItem => item;

/** Counts the items by how far they are. */
export function countStates(items: readonly BulkItem[]): RunCounts {
  const counts = { waiting: 0, underWay: 0, done: 0, failed: 0, inDoubt: 0, skipped: 0 };
  for (const { state } of items) {
    if (state.at === 'waiting') counts.waiting += 1;
    else if (state.at === 'under-way') counts.underWay += 1;
    else if (state.at === 'done') counts.done += 1;
    else if (state.at === 'failed') counts.failed += 1;
    else if (state.at === 'in-doubt') counts.inDoubt += 1;
    else if (state.at === 'skipped') counts.skipped += 1;
  }
  return counts;
}
