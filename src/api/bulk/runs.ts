import { type LoadBalancerRef, refKey, type Subject, subjectOf } from '../../model/load-balancer.ts';
import { paths } from '../../model/paths.ts';
import type { Persistence } from '../../model/persistence.ts';
import { kindNamed } from '../changes/kinds.ts';
import { changePorts } from '../changes/real-ports.ts';
import { type ChangeRecord, mayHaveHappened, readRunHistory } from '../history/history.ts';
import { queryClient } from '../http/query-client.ts';
import { priority } from '../http/queue.ts';
import { type Session, sessionQuery } from '../http/session.ts';
import { inventory } from '../inventory/inventory.ts';
import type { ChangeKind } from '../providers/change-kind.ts';
import { providerOf } from '../providers/providers.ts';
import { type ActiveRun, activeRuns, type ItemUnderWay } from './active-runs.ts';
import { indexedDbStorage } from './indexed-db.ts';
import { countOutcomes } from './outcomes.ts';
import { persistenceInPlan } from './persistence-in-plan.ts';
import type { BulkPorts } from './ports.ts';
import { BulkRun } from './run.ts';
import { RunLocks } from './run-lock.ts';
import { type BulkItem, countItems, deletes, itemKey, type StoredItem, type StoredRun, targetOf } from './types.ts';

/** What to take into a run. `edit`, `target` and `expected`: as in StoredItem. */
export interface BulkInput {
  readonly subject: Subject;
  readonly name?: string;
  readonly partName?: string;
  readonly edit?: string;
  readonly target?: unknown;
  readonly expected?: unknown;
}

const session = (): Session | null => {
  const state = queryClient.getQueryData(sessionQuery.queryKey);
  return state?.signedIn ? state.session : null;
};

const { clock } = changePorts;

/** The edits that items of this page's runs are changed by; their code comes before the run does. */
const edits = new Map<string, ChangeKind<unknown>>();
const editKey = ({ region, edit }: Pick<StoredItem, 'region' | 'edit'>): string => JSON.stringify([region, edit]);

/** Loads what the items are changed by. False: one of them names an edit that there is not. */
async function loadKinds(items: readonly Pick<StoredItem, 'region' | 'edit'>[]): Promise<boolean> {
  for (const item of items) {
    if (item.edit === undefined || edits.has(editKey(item))) continue;
    const kind = await kindNamed(item.edit, item.region);
    if (!kind) return false;
    edits.set(editKey(item), kind);
  }
  return true;
}

function kindOf(item: Pick<StoredItem, 'region' | 'edit'>): ChangeKind<unknown> {
  const kind = item.edit === undefined ? persistenceInPlan : edits.get(editKey(item));
  if (!kind) throw new Error(`The edit ${item.edit} was not loaded.`);
  return kind as ChangeKind<unknown>;
}

/** Whether the record is of the item's write. Two writes may have one path: the value that was asked for tells which. */
function isOf(record: ChangeRecord, item: BulkItem, run: StoredRun): boolean {
  const target = targetOf(item, run);
  const { operation, path } = item.kind.request(subjectOf(item), target, item.expected ?? item.before);
  return (
    record.region === item.region &&
    record.operation === operation &&
    path.endsWith(record.path) &&
    (item.edit === undefined || record.after === item.kind.recorded(target))
  );
}

const ports: BulkPorts = {
  ...changePorts,
  storage: indexedDbStorage(clock.now),
  session: () => session() ?? { user: '', roles: [] },
  provider: providerOf,
  planDetails: (ref, signal) => providerOf(ref.region).reads.details(ref, priority.rest, signal),
  row: inventory.row,
  catchUp: (region, since) => inventory.catchUp(region, since),
  kindOf,
  async recordsOf(run, items) {
    const records = (await readRunHistory(run.id)).filter(mayHaveHappened);
    return new Map(
      items.flatMap((item) => {
        const record = records.find((each) => isOf(each, item, run));
        return record ? [[itemKey(item), record.id]] : [];
      }),
    );
  },
};

const runs = new Map<string, BulkRun>();
const locks = new RunLocks();
/** `crypto.randomUUID` exists on secure origins only. */
const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => (byte % 36).toString(36)).join('');

export const toItem = ({ subject, name, partName, edit, target, expected }: BulkInput, index: number): StoredItem => {
  const row = inventory.row(subject);
  return {
    index,
    ...subjectOf(subject),
    name: name ?? row?.name ?? subject.id,
    ...(partName === undefined ? {} : { partName }),
    ...(edit === undefined ? {} : { edit }),
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
      // What is said of them elsewhere is their session persistence.
      if (item.edit === undefined && item.state.at === 'under-way' && after)
        underWay.set(refKey(item), { after: after as Persistence, state: { at: item.state.step } });
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
      dismiss: () => dismissNews(run.id),
    });
  }
  activeRuns.set(active, underWay);
}

/** The end of the run has been seen: nothing speaks of it any more. */
export function dismissNews(id: string): void {
  if (news.delete(id)) publishActive();
}

type Asked = Pick<StoredRun, 'takesBack' | 'reason' | 'choice'> & Pick<Partial<StoredRun>, 'task'>;

function createRun(inputs: readonly BulkInput[], { takesBack, reason, choice, task }: Asked): BulkRun {
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
      ...(task === undefined ? {} : { task }),
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
  return paths.bulk(createRun(inputs, { takesBack: null, reason, choice }).id);
};

/** Loads what the run needs and makes it; gives the path of its page, which begins with the preview. */
async function startKnown(inputs: readonly BulkInput[], asked: Asked): Promise<string> {
  if (!(await loadKinds(inputs.map(({ subject, edit }) => ({ ...subject, ...(edit === undefined ? {} : { edit }) })))))
    throw new Error('This version of the panel cannot make one of these changes.');
  return paths.bulk(createRun(inputs, asked).id);
}

/** Makes a run that takes changes back; gives the path of its page. `of`: the run (or change) taken back, for the record. */
export const startPutBack = (inputs: readonly BulkInput[], of: string, reason: string): Promise<string> =>
  startKnown(inputs, { takesBack: of, reason, choice: null });

/** Makes a run of edits, such as of what becomes of nodes; gives the path of its page. */
export const startEdits = (inputs: readonly BulkInput[], task: string): Promise<string> =>
  startKnown(inputs, { takesBack: null, reason: '', choice: null, task });

/** Makes a run that deletes load balancers; gives the path of its page. */
export async function startDeletion(rows: readonly (LoadBalancerRef & { readonly name: string })[]): Promise<string> {
  const inputs: BulkInput[] = [];
  for (const { region, id, name } of rows) {
    const target = (await kindNamed(deletionName, region))?.whenGone;
    inputs.push({ subject: { region, id }, name, edit: deletionName, target });
  }
  return startEdits(inputs, deletes);
}
const deletionName = 'delete';

export type OpenedRun =
  | { readonly at: 'here'; readonly run: BulkRun }
  /** Another tab carries it out; what that tab has stored so far. */
  | { readonly at: 'elsewhere'; readonly run: StoredRun; readonly items: readonly BulkItem[] }
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
  // An edit that this version does not have: what was sent is in the history.
  if (!(await loadKinds(stored.items))) return { at: 'unknown' };
  if (!held)
    return {
      at: 'elsewhere',
      run: stored.run,
      items: stored.items.map((item) => ({ ...item, kind: kindOf(item), read: null })),
    };
  const run = new BulkRun(stored.run, stored.items, ports);
  keepRun(run);
  return { at: 'here', run };
}

if (typeof window !== 'undefined')
  window.addEventListener('beforeunload', (event) => {
    if ([...runs.values()].some((run) => run.busy)) event.preventDefault();
  });
