import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../contract/shared/clock.ts';
import { type LoadBalancerDetails, type LoadBalancerRef, refKey } from '../../model/load-balancer.ts';
import { disabled, enabled, type Persistence, samePersistence } from '../../model/persistence.ts';
import { loadBalancer, withPersistence } from '../../test/load-balancer.ts';
import { persistenceInPlan } from '../bulk/persistence-in-plan.ts';
import { ApiError } from '../http/client.ts';
import type { ChangeKind } from '../providers/change-kind.ts';
import { clb } from '../providers/clb/clb.ts';
import type { RunStorage } from './indexed-db.ts';
import type { BulkPorts } from './ports.ts';
import { BulkRun } from './run.ts';
import { countGroups, type StoredItem, type StoredRun } from './types.ts';

const settleTime = 800;

const signedOut = () =>
  new ApiError({ status: 401, source: 'panel', code: 'signed-out', message: 'Your sign-in has ended.' });
const lost = () => new ApiError({ status: 0, source: 'network', code: 'network', message: 'No answer.' });

/** A region that settles by the clock, with everything that a run does to it written down. */
function fakeWorld(names: readonly string[], { roles = ['lbaas:admin'] }: { roles?: string[] } = {}) {
  const clock = manualClock();
  const details = new Map<string, LoadBalancerDetails>();
  for (const [index, name] of names.entries())
    details.set(
      `ORD/${index + 1}`,
      loadBalancer({ id: String(index + 1), name, updated: clock.now() - 60_000, readAt: clock.now() }),
    );
  const stored: { run: StoredRun | null; items: Map<number, StoredItem> } = { run: null, items: new Map() };
  const storage: RunStorage = {
    load: async () => stored.run && { run: stored.run, items: [...stored.items.values()] },
    saveRun: async (run) => {
      stored.run = structuredClone(run);
    },
    saveAll: async (run, items) => {
      stored.run = structuredClone(run);
      stored.items = new Map(items.map((item) => [item.index, structuredClone(item)]));
    },
    saveItems: async (_, items) => {
      for (const item of items) stored.items.set(item.index, structuredClone(item));
    },
  };
  const log = {
    writes: [] as string[],
    reads: [] as string[],
    mostInFlight: 0,
    verdicts: [] as string[],
    /** What the browser had stored of the item at the moment of its write. */
    storedAtWrite: [] as string[],
  };
  const script = {
    /** Status that a write ends in, by key. */
    endsIn: new Map<string, string>(),
    /** Thrown instead of writing, once, by key. */
    refuses: new Map<string, ApiError>(),
    /** Carried out, but the answer is lost. */
    loses: new Set<string>(),
    readsFail: null as ApiError | null,
    records: new Map<string, string>(),
  };
  let inFlight = 0;
  const at = (ref: LoadBalancerRef) => details.get(refKey(ref)) as LoadBalancerDetails;
  const set = (
    key: string,
    { persistence, ...change }: Partial<LoadBalancerDetails> & { persistence?: Persistence },
  ) => {
    const former = details.get(key) as LoadBalancerDetails;
    const next = {
      ...former,
      updated: clock.now(),
      ...change,
      subjects: former.subjects.map((subject) => ({ ...subject, protocol: change.protocol ?? subject.protocol })),
    };
    details.set(key, persistence ? withPersistence(next, persistence) : next);
  };
  const read = async (ref: LoadBalancerRef) => {
    log.reads.push(refKey(ref));
    if (script.readsFail) throw script.readsFail;
    const found = at(ref);
    if (!found)
      throw new ApiError({ status: 404, source: 'region', code: 'http-404', message: 'Load balancer not found' });
    return { ...found, readAt: clock.now() };
  };
  const world: BulkPorts = {
    clock,
    storage,
    session: () => ({ user: 'admin', roles: roles }),
    provider: () => clb,
    standing: clb.standing,
    meaningOf: clb.meaningOf,
    details: read,
    planDetails: read,
    row: at,
    catchUp: async () => undefined,
    kindOf: () => persistenceInPlan as ChangeKind<unknown>,
    recordsOf: async () => script.records,
    onRead: () => undefined,
    verdict: (record, verdict) => log.verdicts.push(`${record} ${verdict}`),
    settled: (ref, signal) =>
      new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
        const look = () => (at(ref).status === 'PENDING_UPDATE' ? clock.after(100, look) : resolve(null));
        clock.after(100, look);
      }),
    async write({ subject, after }) {
      const key = refKey(subject);
      log.storedAtWrite.push([...stored.items.values()].find((item) => refKey(item) === key)?.state.at ?? 'nothing');
      const refusal = script.refuses.get(key);
      script.refuses.delete(key);
      if (refusal) throw refusal;
      log.writes.push(key);
      inFlight += 1;
      log.mostInFlight = Math.max(log.mostInFlight, inFlight);
      set(key, { status: 'PENDING_UPDATE', persistence: after as Persistence });
      clock.after(settleTime, () => {
        inFlight -= 1;
        set(key, { status: script.endsIn.get(key) ?? 'ACTIVE' });
      });
      if (script.loses.has(key)) throw lost();
      return `change-${key}`;
    },
  };
  return { clock, details, stored, log, script, world, set };
}

type World = ReturnType<typeof fakeWorld>;

const toItem = ({ region, id, name }: LoadBalancerDetails, index: number): StoredItem => ({
  index,
  region,
  id,
  name,
  target: null,
  expected: null,
  before: null,
  protocol: null,
  status: null,
  planned: null,
  state: { at: 'planned' },
  record: null,
});

const newRun = (choice: Persistence | null): StoredRun => ({
  id: 'run-1',
  service: 'http://127.0.0.1:4100/v2.0',
  account: '100001',
  user: 'admin',
  created: 0,
  takesBack: null,
  choice,
  reason: 'CHG-1',
  stopOnError: true,
  waitForLocked: false,
  started: null,
  ended: null,
  endedBecause: null,
});

const makeRun = (world: World, choice: Persistence | null = enabled('HTTP_COOKIE')) =>
  new BulkRun(newRun(choice), [...world.details.values()].map(toItem), world.world);

/** Lets everything that needs no time happen. */
const flush = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Moves time on in small steps until the condition holds. */
async function until(world: World, condition: () => boolean): Promise<void> {
  for (let step = 0; step < 2_000; step += 1) {
    await flush();
    if (condition()) return;
    world.clock.advance(50);
  }
  throw new Error('The condition never held.');
}

const names = (count: number) => Array.from({ length: count }, (_, index) => `web-${index + 1}`);
const over = (run: BulkRun) => () => run.snapshot().phase === 'ended';
const states = (run: BulkRun) => run.snapshot().items.map(({ state }) => state.at);

describe('a plan', () => {
  it('sorts every load balancer into one of four groups, with the reason', async () => {
    const world = fakeWorld(names(6));
    world.set('ORD/2', { persistence: enabled('HTTP_COOKIE') });
    world.set('ORD/3', { protocol: 'TCP' });
    world.set('ORD/4', { status: 'ERROR' });
    world.set('ORD/5', { status: 'PENDING_UPDATE' });
    const run = makeRun(world);
    world.details.delete('ORD/6');
    await run.plan();
    const { items, phase } = run.snapshot();
    expect(phase).toBe('planned');
    expect(countGroups(items)).toEqual({ 'will-change': 1, already: 1, 'not-possible': 3, locked: 1 });
    expect(items.map(({ planned }) => planned?.reason)).toEqual([
      '',
      '',
      'HTTP cookie needs protocol HTTP; this load balancer is TCP.',
      expect.stringContaining('is in status ERROR'),
      'Has status PENDING_UPDATE and takes no change until it is ACTIVE.',
      'Does not exist any more.',
    ]);
    expect(world.log.writes).toEqual([]);
  });

  it('follows another choice without reading again', async () => {
    const world = fakeWorld(names(2));
    world.set('ORD/2', { protocol: 'TCP' });
    const run = makeRun(world);
    await run.plan();
    run.choose({ choice: disabled });
    expect(countGroups(run.snapshot().items)).toEqual({ 'will-change': 0, already: 2, 'not-possible': 0, locked: 0 });
    expect(world.log.reads).toHaveLength(2);
  });

  it('tells a creator that disabling needs an admin', async () => {
    const world = fakeWorld(names(1), { roles: ['lbaas:creator'] });
    world.set('ORD/1', { persistence: enabled('SOURCE_IP') });
    const run = makeRun(world, disabled);
    await run.plan();
    expect(run.snapshot().items[0]?.planned).toEqual({
      group: 'not-possible',
      cause: 'role',
      reason: 'Disabling needs the role lbaas:admin: the API keeps DELETE for admins.',
    });
  });

  it('keeps what was read when it is stopped, and reads only the rest afterwards', async () => {
    const world = fakeWorld(names(20));
    const run = makeRun(world);
    const planning = run.plan();
    run.stopReading();
    await planning;
    expect(run.snapshot().phase).toBe('choosing');
    expect(run.snapshot().problem).toContain('Reading was stopped');
    const before = world.log.reads.length;
    await run.plan();
    expect(run.snapshot().phase).toBe('planned');
    expect(new Set(world.log.reads).size).toBe(20);
    expect(world.log.reads.length - before).toBeLessThanOrEqual(20);
  });

  it('stops with the words of the panel when the sign-in has ended', async () => {
    const world = fakeWorld(names(3));
    world.script.readsFail = signedOut();
    const run = makeRun(world);
    await run.plan();
    expect(run.snapshot()).toMatchObject({
      phase: 'choosing',
      signedOut: true,
      problem: 'Your sign-in has ended.',
    });
  });

  it('takes a change back only where the value is still the one that was set', async () => {
    const world = fakeWorld(names(2));
    world.set('ORD/1', { persistence: enabled('HTTP_COOKIE') });
    world.set('ORD/2', { persistence: enabled('SOURCE_IP') });
    const items = [...world.details.values()]
      .map(toItem)
      .map((item) => ({ ...item, target: disabled, expected: enabled('HTTP_COOKIE') }));
    const run = new BulkRun({ ...newRun(null), takesBack: 'run-0' }, items, world.world);
    await run.plan();
    expect(run.snapshot().items.map(({ planned }) => planned?.group)).toEqual(['will-change', 'not-possible']);
    expect(run.snapshot().items[1]?.planned?.reason).toBe(
      'Changed since by somebody else: it was set to HTTP cookie and reads Source IP now. Nothing will be sent.',
    );
  });
});

describe('a run', () => {
  it('changes every planned load balancer once, several at once, and reads each back once', async () => {
    const world = fakeWorld(names(60));
    const run = makeRun(world);
    await run.plan();
    world.log.reads.length = 0;
    await run.start();
    await until(world, over(run));
    expect(run.snapshot().counts).toMatchObject({ done: 60, failed: 0, waiting: 0 });
    expect(world.log.writes).toHaveLength(60);
    expect(new Set(world.log.writes).size).toBe(60);
    expect(world.log.mostInFlight).toBeGreaterThan(10);
    expect(world.log.reads).toHaveLength(60);
    expect(
      [...world.details.values()].every(({ subjects }) =>
        samePersistence(subjects[0]!.persistence, enabled('HTTP_COOKIE')),
      ),
    ).toBe(true);
    expect(world.log.verdicts.filter((verdict) => verdict.endsWith('confirmed'))).toHaveLength(60);
  });

  it('stores the intent of every write before it is sent', async () => {
    const world = fakeWorld(names(5));
    const run = makeRun(world);
    await run.plan();
    await run.start();
    await until(world, over(run));
    expect(world.log.storedAtWrite).toEqual(Array(5).fill('under-way'));
    expect([...world.stored.items.values()].map(({ state }) => state.at)).toEqual(Array(5).fill('done'));
  });

  it('leaves out locked load balancers, or lets them wait their turn', async () => {
    for (const waitForLocked of [false, true]) {
      const world = fakeWorld(names(2));
      world.set('ORD/2', { status: 'PENDING_UPDATE' });
      const run = makeRun(world);
      run.choose({ waitForLocked });
      await run.plan();
      await run.start();
      world.clock.after(2_000, () => world.set('ORD/2', { status: 'ACTIVE' }));
      await until(world, over(run));
      expect(states(run)).toEqual(['done', waitForLocked ? 'done' : 'skipped']);
    }
  });

  it('stops at the first ERROR: what is under way finishes, the rest is left and can be gone on with', async () => {
    const world = fakeWorld(names(80));
    world.script.endsIn.set('ORD/1', 'ERROR');
    const run = makeRun(world);
    await run.plan();
    await run.start();
    await until(world, over(run));
    const { counts, run: stored } = run.snapshot();
    expect(stored.endedBecause).toContain('Stopped at the first ERROR: web-1 ended in ERROR.');
    expect(counts.failed).toBe(1);
    expect(counts.waiting).toBeGreaterThan(0);
    expect(counts.done + counts.failed + counts.waiting).toBe(80);
    expect(world.log.writes).toHaveLength(counts.done + 1);

    await run.goOn();
    expect(countGroups(run.snapshot().items.filter(({ state }) => state.at === 'planned'))).toMatchObject({
      'will-change': counts.waiting,
    });
    await run.start();
    await until(world, over(run));
    expect(run.snapshot().counts).toMatchObject({ done: 79, failed: 1, waiting: 0 });
    expect(new Set(world.log.writes).size).toBe(80);
  });

  it('goes on past an ERROR when told so', async () => {
    const world = fakeWorld(names(30));
    world.script.endsIn.set('ORD/1', 'ERROR');
    const run = makeRun(world);
    run.choose({ stopOnError: false });
    await run.plan();
    await run.start();
    await until(world, over(run));
    expect(run.snapshot().counts).toMatchObject({ done: 29, failed: 1, waiting: 0 });
  });

  it('has begun whenever it is told to be running', async () => {
    const world = fakeWorld(names(1));
    const run = makeRun(world);
    await run.plan();
    const started: (number | null)[] = [];
    run.subscribe(() => {
      const { phase, run: stored } = run.snapshot();
      if (phase === 'running') started.push(stored.started);
    });
    await run.start();
    expect(started.length).toBeGreaterThan(0);
    expect(started).not.toContain(null);
  });

  it('begins nothing more while paused', async () => {
    const world = fakeWorld(names(100));
    const run = makeRun(world);
    await run.plan();
    await run.start();
    await until(world, () => world.log.writes.length > 5);
    run.pause();
    await until(world, () => run.snapshot().counts.underWay === 0);
    const sent = world.log.writes.length;
    expect(run.snapshot()).toMatchObject({ phase: 'paused', counts: { done: sent } });
    world.clock.advance(60_000);
    await flush();
    expect(world.log.writes).toHaveLength(sent);
    await run.resume();
    await until(world, over(run));
    expect(new Set(world.log.writes).size).toBe(100);
    expect(world.log.writes).toHaveLength(100);
  });

  it('has ended when its last load balancers end while it is paused', async () => {
    const world = fakeWorld(names(3));
    world.set('ORD/3', { persistence: enabled('HTTP_COOKIE') });
    const run = makeRun(world);
    await run.plan();
    await run.start();
    await until(world, () => world.log.writes.length === 2);
    run.pause();
    expect(run.snapshot()).toMatchObject({ phase: 'paused', counts: { underWay: 2 } });
    await until(world, over(run));
    expect(run.snapshot()).toMatchObject({ problem: null, counts: { done: 2, waiting: 0, skipped: 1 } });
    expect(world.stored.run).toMatchObject({ ended: expect.any(Number), endedBecause: null });
  });

  it('has ended when the last of it is found done while it is paused', async () => {
    const world = fakeWorld(names(1));
    const run = makeRun(world);
    await run.plan();
    await run.start();
    await until(world, () => world.log.writes.length === 1);
    world.script.readsFail = lost();
    await until(world, () => run.snapshot().phase === 'paused' && run.snapshot().counts.inDoubt === 1);
    world.script.readsFail = null;
    const resuming = run.resume();
    run.pause();
    await resuming;
    expect(run.snapshot()).toMatchObject({ phase: 'ended', counts: { inDoubt: 0 } });
  });

  it('stays paused while something of it has not begun', async () => {
    const world = fakeWorld(names(1));
    world.script.refuses.set('ORD/1', signedOut());
    const run = makeRun(world);
    await run.plan();
    await run.start();
    await until(world, () => run.snapshot().phase === 'paused' && run.snapshot().counts.underWay === 0);
    world.clock.advance(60_000);
    await flush();
    expect(run.snapshot()).toMatchObject({ phase: 'paused', problem: 'Your sign-in has ended.' });
  });

  it('begins nothing a second time when it is resumed while load balancers are still read before their turn', async () => {
    const world = fakeWorld(names(3));
    const run = makeRun(world);
    await run.plan();
    const reads: (() => void)[] = [];
    const { details } = world.world;
    // As while the limit of reads is used up: what is known is old, and reading takes a while.
    Object.assign(world.world, {
      row: () => undefined,
      details: async (ref: LoadBalancerRef) => {
        await new Promise<void>((resolve) => reads.push(resolve));
        return details(ref);
      },
    });
    await run.start();
    await flush();
    run.pause();
    await run.resume();
    await flush();
    expect(reads).toHaveLength(3);
    await until(world, () => {
      for (const answer of reads.splice(0)) answer();
      return over(run)();
    });
    expect(run.snapshot().counts).toMatchObject({ done: 3, failed: 0 });
    expect(world.log.writes).toHaveLength(3);
  });

  it('pauses when the sign-in ends, keeps what was not sent, and sends nothing twice after it resumes', async () => {
    const world = fakeWorld(names(20));
    world.script.refuses.set('ORD/10', signedOut());
    const run = makeRun(world);
    await run.plan();
    await run.start();
    await until(world, () => run.snapshot().phase === 'paused' && run.snapshot().counts.underWay === 0);
    expect(run.snapshot()).toMatchObject({ signedOut: true, problem: 'Your sign-in has ended.' });
    expect(states(run)[9]).toBe('waiting');
    await run.resume();
    await until(world, over(run));
    expect(run.snapshot().counts).toMatchObject({ done: 20, failed: 0 });
    expect(world.log.writes).toHaveLength(20);
  });

  it('reads before anything else when the answer to a write was lost', async () => {
    const world = fakeWorld(names(1));
    world.script.loses.add('ORD/1');
    const run = makeRun(world);
    await run.plan();
    await run.start();
    await until(world, over(run));
    expect(states(run)).toEqual(['done']);
    expect(world.log.writes).toEqual(['ORD/1']);
  });

  it('sends nothing to a load balancer that somebody else changed after the plan', async () => {
    const world = fakeWorld(names(2));
    const run = makeRun(world);
    await run.plan();
    world.clock.advance(5_000);
    world.set('ORD/2', { persistence: enabled('SOURCE_IP') });
    await run.start();
    await until(world, over(run));
    expect(world.log.writes).toEqual(['ORD/1']);
    expect(run.snapshot().items[1]?.state).toMatchObject({ at: 'failed', why: 'changed-by-others' });
  });

  it('asks for every change since the first reading of the plan before it sends anything', async () => {
    const world = fakeWorld(names(2));
    const run = makeRun(world);
    const asked: number[] = [];
    const { planDetails } = world.world;
    Object.assign(world.world, {
      planDetails: async (ref: LoadBalancerRef, signal: AbortSignal) => {
        // The second one is read a minute later, when the first has been changed by somebody else and the second as well.
        if (ref.id === '2') await new Promise<void>((resolve) => world.clock.after(60_000, resolve));
        return planDetails(ref, signal);
      },
      catchUp: async (_: string, since: number) => void asked.push(since),
    });
    const planning = run.plan();
    await flush();
    world.clock.advance(30_000);
    world.set('ORD/1', { persistence: enabled('SOURCE_IP') });
    const changed = world.clock.now();
    world.clock.advance(29_000);
    world.set('ORD/2', {});
    world.clock.advance(1_000);
    await planning;
    await run.start();
    expect(asked).toHaveLength(1);
    expect(asked[0]).toBeLessThanOrEqual(changed);
    await until(world, over(run));
  });

  it('puts nothing back where somebody else changed the value and it is not ACTIVE yet', async () => {
    const world = fakeWorld(names(1));
    world.set('ORD/1', { persistence: enabled('SOURCE_IP'), status: 'PENDING_UPDATE' });
    const items = [...world.details.values()]
      .map(toItem)
      .map((item) => ({ ...item, target: disabled, expected: enabled('HTTP_COOKIE') }));
    const run = new BulkRun({ ...newRun(null), takesBack: 'run-0', waitForLocked: true }, items, world.world);
    await run.plan();
    await run.start();
    world.clock.after(2_000, () => world.set('ORD/1', { status: 'ACTIVE' }));
    await until(world, over(run));
    expect(world.log.writes).toEqual([]);
    expect(run.snapshot().items[0]?.state).toMatchObject({ at: 'failed', why: 'changed-by-others' });
  });

  it('plans the failed ones again on demand', async () => {
    const world = fakeWorld(names(2));
    world.script.refuses.set(
      'ORD/2',
      new ApiError({ status: 400, source: 'region', code: 'http-400', message: 'Refused.' }),
    );
    const run = makeRun(world);
    await run.plan();
    await run.start();
    await until(world, over(run));
    expect(states(run)).toEqual(['done', 'failed']);
    await run.retryFailed();
    expect(states(run)).toEqual(['done', 'planned']);
    await run.start();
    await until(world, over(run));
    expect(states(run)).toEqual(['done', 'done']);
    expect(world.log.writes).toEqual(['ORD/1', 'ORD/2']);
  });

  it('keeps what it knows of a failed one when its new plan is dropped', async () => {
    const world = fakeWorld(names(1));
    world.script.endsIn.set('ORD/1', 'ERROR');
    const run = makeRun(world);
    await run.plan();
    await run.start();
    await until(world, over(run));
    const failed = run.snapshot().items[0];
    await run.retryFailed();
    run.dropPlan();
    expect(run.snapshot().items[0]).toMatchObject({ state: failed?.state, before: disabled, record: 'change-ORD/1' });
  });

  it('finds one that was not confirmed done when a later plan reads its value, with what it was before', async () => {
    const world = fakeWorld(names(2));
    world.script.loses.add('ORD/1');
    world.script.endsIn.set('ORD/1', 'ERROR');
    const run = makeRun(world);
    run.choose({ stopOnError: false });
    await run.plan();
    await run.start();
    await until(world, over(run));
    world.set('ORD/1', { status: 'ACTIVE' });
    await run.retryFailed();
    await run.start();
    await until(world, over(run));
    expect(run.snapshot().items[0]).toMatchObject({ state: { at: 'done', already: false }, before: disabled });
  });

  it('stays failed when it cannot be tried again, with what it was before', async () => {
    const world = fakeWorld(names(1));
    world.script.endsIn.set('ORD/1', 'ERROR');
    const run = makeRun(world);
    await run.plan();
    await run.start();
    await until(world, over(run));
    await run.retryFailed();
    await run.start();
    await until(world, over(run));
    expect(run.snapshot().items[0]).toMatchObject({ state: { at: 'failed', why: 'error-status' }, before: disabled });
  });

  it('cancels a wait for a locked load balancer when it is stopped', async () => {
    const world = fakeWorld(names(1));
    world.set('ORD/1', { status: 'PENDING_UPDATE' });
    const run = makeRun(world);
    run.choose({ waitForLocked: true });
    await run.plan();
    await run.start();
    await until(world, () => run.snapshot().counts.underWay === 1);
    run.stop();
    await until(world, over(run));
    expect(states(run)).toEqual(['waiting']);
    world.set('ORD/1', { status: 'ACTIVE' });
    world.clock.advance(5_000);
    await flush();
    expect(world.log.writes).toEqual([]);
  });
});

describe('a reload in the middle', () => {
  const reloaded = (world: World) =>
    new BulkRun(
      world.stored.run as StoredRun,
      [...world.stored.items.values()].sort((a, b) => a.index - b.index),
      world.world,
    );

  async function interrupted() {
    const world = fakeWorld(names(160));
    const run = makeRun(world);
    await run.plan();
    await run.start();
    await until(world, () => run.snapshot().counts.done > 5 && run.snapshot().counts.underWay > 3);
    run.pause();
    const stored = structuredClone({ run: world.stored.run, items: [...world.stored.items] });
    await until(world, () => run.snapshot().counts.underWay === 0);
    world.stored.run = stored.run;
    world.stored.items = new Map(stored.items);
    return world;
  }

  it('keeps the record, reads what was in doubt, and sends nothing twice', async () => {
    const world = await interrupted();
    for (const key of world.log.writes) world.script.records.set(key, `change-${key}`);
    const run = reloaded(world);
    const { counts, phase, run: kept } = run.snapshot();
    expect(phase).toBe('ended');
    expect(kept.endedBecause).toContain('closed or reloaded');
    expect(counts.done).toBeGreaterThan(5);
    expect(counts.inDoubt).toBeGreaterThan(0);
    await run.goOn();
    expect(run.snapshot()).toMatchObject({ phase: 'planned', counts: { inDoubt: 0 } });
    await run.start();
    await until(world, over(run));
    expect(run.snapshot().counts).toMatchObject({ done: 160, failed: 0 });
    expect(world.log.writes).toHaveLength(160);
  });

  it('says that it ended when the last of it is known, not when it is looked at', async () => {
    const world = await interrupted();
    const known = world.clock.now();
    world.clock.advance(20 * 3_600_000);
    const { started, ended } = reloaded(world).snapshot().run;
    expect(ended).toBeGreaterThan(started as number);
    expect(ended).toBeLessThanOrEqual(known);
  });

  it('is not called cut off when all of it had ended', async () => {
    const world = fakeWorld(names(1));
    const run = makeRun(world);
    await run.plan();
    await run.start();
    await until(world, over(run));
    world.stored.run = { ...(world.stored.run as StoredRun), ended: null };
    const { run: kept, phase } = reloaded(world).snapshot();
    expect(phase).toBe('ended');
    expect(kept).toMatchObject({ ended: expect.any(Number), endedBecause: null });
  });

  it('does not send again what was sent and does not show; it says so', async () => {
    const world = await interrupted();
    const doubtful = [...world.stored.items.values()].find(
      ({ state }) => state.at === 'under-way' && state.step !== 'queued',
    ) as StoredItem;
    world.script.records.set(refKey(doubtful), 'change-x');
    world.set(refKey(doubtful), { persistence: disabled });
    const sent = world.log.writes.filter((key) => key === refKey(doubtful)).length;
    const run = reloaded(world);
    await run.goOn();
    expect(run.snapshot().items[doubtful.index]?.state).toMatchObject({ at: 'failed', why: 'unconfirmed' });
    await run.start();
    await until(world, over(run));
    expect(world.log.writes.filter((key) => key === refKey(doubtful))).toHaveLength(sent);
  });

  it('clears doubts once, however often that is asked for', async () => {
    const world = await interrupted();
    for (const key of world.log.writes) world.script.records.set(key, `change-${key}`);
    const run = reloaded(world);
    const { inDoubt } = run.snapshot().counts;
    world.log.reads.length = 0;
    const first = run.goOn();
    expect(run.snapshot().phase).toBe('reading');
    await Promise.all([first, run.goOn(), run.retryFailed()]);
    expect(run.snapshot().phase).toBe('planned');
    const { counts, items } = run.snapshot();
    expect(world.log.reads).toHaveLength(inDoubt + items.filter(({ state }) => state.at === 'planned').length);
    expect(counts.inDoubt).toBe(0);
  });

  it('stays as it ended when doubts cannot be cleared, or clearing them is stopped', async () => {
    const world = await interrupted();
    const run = reloaded(world);
    const { counts } = run.snapshot();
    world.script.readsFail = lost();
    await run.goOn();
    expect(run.snapshot()).toMatchObject({ phase: 'ended', problem: 'No answer.', counts });
    world.script.readsFail = null;
    const clearing = run.goOn();
    run.stopReading();
    await clearing;
    expect(run.snapshot()).toMatchObject({ phase: 'ended', problem: null, counts: { inDoubt: 0 } });
  });

  it('begins a plan that was never run afresh', async () => {
    const world = fakeWorld(names(2));
    const run = makeRun(world);
    await run.keep();
    await run.plan();
    expect(reloaded(world).snapshot()).toMatchObject({ phase: 'choosing', counts: { waiting: 0 } });
  });
});
