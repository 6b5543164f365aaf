import { type LoadBalancerRef, refKey, type Subject, subjectKey, subjectOf } from '../../model/load-balancer.ts';
import { paths } from '../../model/paths.ts';
import type { Persistence } from '../../model/persistence.ts';
import { changePorts } from '../changes/real-ports.ts';
import { mayHaveHappened, readRunHistory, subjectOfRecord } from '../history/history.ts';
import { queryClient } from '../http/query-client.ts';
import { priority } from '../http/queue.ts';
import { type Session, sessionQuery } from '../http/session.ts';
import { inventory } from '../inventory/inventory.ts';
import { providerOf } from '../providers/providers.ts';
import { type ActiveRun, activeRuns, type ItemUnderWay } from './active-runs.ts';
import { indexedDbStorage } from './indexed-db.ts';
import { countOutcomes } from './outcomes.ts';
import type { BulkPorts } from './ports.ts';
import { BulkRun } from './run.ts';
import { RunLocks } from './run-lock.ts';
import { countItems, type StoredItem, type StoredRun, targetOf } from './types.ts';

/** A load balancer to take into a run. `target` and `expected`: as in StoredItem, for a run that takes another back. */
export interface BulkInput {
  readonly subject: Subject;
  readonly name?: string;
  readonly target?: Persistence;
  readonly expected?: Persistence;
}

const session = (): Session | null => {
  const state = queryClient.getQueryData(sessionQuery.queryKey);
  return state?.signedIn ? state.session : null;
};

const { clock } = changePorts;

const ports: BulkPorts = {
  ...changePorts,
  storage: indexedDbStorage(clock.now),
  session: () => session() ?? { user: '', roles: [] },
  provider: providerOf,
  planDetails: (ref, signal) => providerOf(ref.region).reads.details(ref, priority.rest, signal),
  row: inventory.row,
  catchUp: (region, since) => inventory.catchUp(region, since),
  async recordsOf(run) {
    const records = new Map<string, string>();
    for (const record of await readRunHistory(run)) {
      const subject = subjectOfRecord(record);
      const key = subject && subjectKey(subject);
      if (key && mayHaveHappened(record) && !records.has(key)) records.set(key, record.id);
    }
    return records;
  },
};

const runs = new Map<string, BulkRun>();
const locks = new RunLocks();
/** `crypto.randomUUID` exists on secure origins only. */
const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => (byte % 36).toString(36)).join('');

export const toItem = ({ subject, name, target, expected }: BulkInput, index: number): StoredItem => {
  const row = inventory.row(subject);
  return {
    index,
    ...subjectOf(subject),
    name: name ?? row?.name ?? subject.id,
    target: target ?? null,
    expected: expected ?? null,
    before: null,
    // Where a load balancer has listeners and pools, only these say what fits.
    protocol: (row?.endpoints ? null : row?.protocol) || null,
    status: row?.status ?? null,
    planned: null,
    state: { at: 'planned' },
    record: null,
  };
};

function keepRun(run: BulkRun): void {
  runs.set(run.id, run);
  run.subscribe(publishActive);
}

/** Runs that have ended and that the user has not been told of yet, or has not looked at. */
const news = new Set<string>();

function publishActive(): void {
  const active: ActiveRun[] = [];
  const underWay = new Map<string, ItemUnderWay>();
  for (const run of runs.values()) {
    const { run: what, phase, counts, items } = run.snapshot();
    for (const item of items) {
      const after = targetOf(item, what);
      if (item.state.at === 'under-way' && after) underWay.set(refKey(item), { after, state: { at: item.state.step } });
    }
    const going = phase === 'running' || phase === 'paused' || phase === 'stopping';
    if (going) news.add(run.id);
    else if (phase !== 'ended') news.delete(run.id);
    if (!news.has(run.id)) continue;
    const finished = counts.done + counts.failed;
    active.push({
      id: run.id,
      phase: phase === 'ended' ? 'ended' : phase === 'paused' ? 'paused' : 'running',
      finished,
      total: finished + counts.waiting + counts.underWay + counts.inDoubt,
      chosen: countItems(items),
      outcomes: countOutcomes(items),
      problem: run.snapshot().problem,
    });
  }
  activeRuns.set(active, underWay);
}

/** The end of the run has been seen: nothing speaks of it any more. */
export function dismissNews(id: string): void {
  if (news.delete(id)) publishActive();
}

function createRun(
  inputs: readonly BulkInput[],
  takesBack: string | null,
  reason: string,
  choice: Persistence | null = null,
): BulkRun {
  const who = session();
  const run = new BulkRun(
    {
      id: newId(),
      service: who?.service ?? '',
      account: who?.account ?? '',
      user: who?.user ?? '',
      created: clock.now(),
      takesBack,
      choice,
      reason,
      stopOnError: true,
      waitForLocked: false,
      started: null,
      ended: null,
      endedBecause: null,
    },
    inputs.map(toItem),
    ports,
  );
  keepRun(run);
  void locks.hold(run.id);
  void run.keep();
  return run;
}

/**
 * Makes a run for these load balancers (none: the page asks for a pasted list); gives the path of its page. Nothing is read or
 * sent before the user chooses there. `begun`: what was put in already.
 */
export const startBulk = (
  refs: readonly LoadBalancerRef[],
  { choice, reason }: Pick<StoredRun, 'choice' | 'reason'> = { choice: null, reason: '' },
): string => {
  const inputs = refs.map(({ region, id }) => ({ subject: { region, id } }));
  return paths.bulk(createRun(inputs, null, reason, choice).id);
};

/** Makes a run that takes changes back; gives the path of its page. `of`: the run (or change) taken back, for the record. */
export const startPutBack = (inputs: readonly BulkInput[], of: string, reason: string): string =>
  paths.bulk(createRun(inputs, of, reason).id);

export type OpenedRun =
  | { readonly at: 'here'; readonly run: BulkRun }
  /** Another tab carries it out; what that tab has stored so far. */
  | { readonly at: 'elsewhere'; readonly run: StoredRun; readonly items: readonly StoredItem[] }
  /** This browser does not know it; the history may. */
  | { readonly at: 'unknown' };

/** One that an older page stored names no service. */
function isOwn({ service, account }: StoredRun): boolean {
  const who = session();
  return who?.account === account && (service ?? who.service) === who.service;
}

/** Finds a run of the signed-in account: of this page, stored by an earlier one, or held by another tab. */
export async function openRun(id: string): Promise<OpenedRun> {
  const here = runs.get(id);
  if (here) return isOwn(here.snapshot().run) ? { at: 'here', run: here } : { at: 'unknown' };
  // Held before it is read: a tab that is just closing stores its last steps first.
  const held = await locks.hold(id);
  const stored = await ports.storage.load(id).catch(() => null);
  if (!stored || !isOwn(stored.run)) return { at: 'unknown' };
  const opened = runs.get(id);
  if (opened) return { at: 'here', run: opened };
  if (!held) return { at: 'elsewhere', ...stored };
  const run = new BulkRun(stored.run, stored.items, ports);
  keepRun(run);
  return { at: 'here', run };
}

if (typeof window !== 'undefined')
  window.addEventListener('beforeunload', (event) => {
    if ([...runs.values()].some((run) => run.busy)) event.preventDefault();
  });
