import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { manualClock } from '../../contract/shared/clock.ts';
import { persistenceInPlan } from '../api/bulk/persistence-in-plan.ts';
import type { BulkPorts } from '../api/bulk/ports.ts';
import { recordOf, toCsv } from '../api/bulk/report.ts';
import { BulkRun } from '../api/bulk/run.ts';
import type { StoredItem, StoredRun } from '../api/bulk/types.ts';
import { Changes, reversed } from '../api/changes/changes.ts';
import { persistenceKind } from '../api/changes/persistence-kind.ts';
import { reverseOfRun, undoOf } from '../api/history/reverse.ts';
import { Inventory, readsOf } from '../api/inventory/inventory.ts';
import type { ChangeKind } from '../api/providers/change-kind.ts';
import type { Provider } from '../api/providers/provider.ts';
import { type LoadBalancerRef, refKey, type Subject, subjectKey, subjectOf } from '../model/load-balancer.ts';
import { disabled, enabled, type Persistence, recordedValue, samePersistence } from '../model/persistence.ts';
import { changeRecord } from './change-record.ts';
import { secondProvider } from './second-provider.ts';

const held = vi.hoisted(() => ({ provider: undefined as Provider | undefined }));
vi.mock('../api/providers/providers.ts', () => ({
  providerOf: () => held.provider,
  currentProvider: () => held.provider,
}));

const ticket = (cookieName: string) => enabled('TICKET', { cookieName });

const flush = () => new Promise<void>((resolve) => setTimeout(resolve));

/** A region of the second provider, watched by an inventory, with what changes and runs need around it. */
function compose() {
  const clock = manualClock();
  const second = secondProvider(clock);
  const { provider } = second;
  held.provider = provider;
  const inventory = new Inventory(clock, (region) => readsOf(provider, region));
  /** How many writes were out at once for a load balancer, at the most. */
  const inFlight = { now: new Map<string, number>(), most: 0 };
  const records = new Map<string, { subject: Subject; before: Persistence; after: Persistence }>();
  const ports: BulkPorts = {
    clock,
    details: (ref) => provider.reads.details(ref, 1),
    planDetails: (ref) => provider.reads.details(ref, 2),
    settled: (ref, signal) => inventory.settled(ref, signal),
    standing: provider.standing,
    meaningOf: provider.meaningOf,
    verdict: () => undefined,
    onRead: (details) => inventory.put(details),
    async write({ kind, subject, before, after }) {
      const key = refKey(subject);
      const out = (inFlight.now.get(key) ?? 0) + 1;
      inFlight.now.set(key, out);
      inFlight.most = Math.max(inFlight.most, out);
      try {
        await flush();
        await second.send(kind.request(subject, after, before));
      } finally {
        inFlight.now.set(key, out - 1);
      }
      const record = `record ${records.size + 1}`;
      records.set(record, { subject, before: before as Persistence, after: after as Persistence });
      return record;
    },
    storage: {
      load: async () => null,
      saveRun: async () => undefined,
      saveAll: async () => undefined,
      saveItems: async () => undefined,
    },
    session: () => ({ user: 'u', roles: [] }),
    provider: () => provider,
    row: ({ id }) => inventory.states()[0]?.rows.get(id),
    catchUp: async () => undefined,
    kindOf: () => persistenceInPlan as ChangeKind<unknown>,
    recordsOf: async () => new Map([...records].map(([id, { subject }]) => [subjectKey(subject), id])),
  };
  /** Moves time on until the condition holds. */
  const until = async (condition: () => boolean) => {
    for (let step = 0; step < 2_000; step += 1) {
      await flush();
      if (condition()) return;
      clock.advance(100);
    }
    throw new Error('The condition never held.');
  };
  return { clock, second, inventory, ports, inFlight, records, until };
}

let world: ReturnType<typeof compose>;
beforeEach(() => {
  world = compose();
});
afterEach(() => world.inventory.clear());

const open = async () => {
  world.inventory.open('account', ['north/1']);
  world.inventory.drawn();
  await world.until(() => world.inventory.isComplete('north/1'));
};
const rows = () => [...(world.inventory.states()[0]?.rows.values() ?? [])];
const partOf = (ref: LoadBalancerRef, pool: string): Subject => ({ ...ref, part: `${ref.id}/${pool}` });

test('the list follows random cursors to its end', async () => {
  const refs = Array.from({ length: 8 }, (_, index) => world.second.add(`web-${index}`, {}));
  await open();
  expect(rows().map(({ id }) => id)).toEqual(refs.map(({ id }) => id));
});

describe('the watch', () => {
  test('sees what changed outside, page by page, and what has gone', async () => {
    const refs = Array.from({ length: 8 }, (_, index) => world.second.add(`web-${index}`, {}));
    await open();
    world.clock.advance(5_000);
    for (const { id } of refs) world.second.set(id, { name: `new ${id}` });
    await world.until(() => rows().every(({ name }) => name.startsWith('new')));
    world.second.set(refs[0]!.id, { status: 'LEAVING' });
    await world.until(() => rows()[0]?.status === 'LEAVING');
    world.second.stored.delete(refs[0]!.id);
    await world.until(() => rows().length === 7);
  });

  test('knows a status in transition by the rule of its API, not by its name', async () => {
    const ref = world.second.add('web', {});
    await open();
    world.second.set(ref.id, { status: 'BUSY' });
    const began = world.clock.now();
    world.clock.after(3_000, () => world.second.set(ref.id, { status: 'READY' }));
    const settled = vi.fn();
    void world.inventory.settled(ref).then(settled);
    await world.until(() => settled.mock.calls.length > 0);
    expect(settled.mock.calls[0]?.[0]).toMatchObject({ id: ref.id, status: 'READY' });
    expect(world.clock.now() - began).toBeGreaterThanOrEqual(3_000);
  });
});

describe('a change', () => {
  const request = (subject: Subject, before: Persistence, after: Persistence) => ({
    subject,
    name: 'web',
    partName: subject.part!.split('/').at(-1)!,
    before,
    after,
    reason: '',
    run: null,
    whenBusy: 'wait' as const,
    kind: persistenceKind,
  });

  test('brings one pool to a value with fields, leaves the other alone, and is undone', async () => {
    const ref = world.second.add('web', { blue: disabled, green: ticket('g') });
    const [blue, green] = [partOf(ref, 'blue'), partOf(ref, 'green')];
    await open();
    const changes = new Changes(world.ports);
    const asked = request(blue, disabled, ticket('sid'));
    void changes.start(asked);
    await world.until(() => changes.of(blue)?.state.at === 'done');
    expect(world.second.value(blue)).toEqual(ticket('sid'));
    expect(world.second.value(green)).toEqual(ticket('g'));
    void changes.start(reversed(asked));
    await world.until(() => changes.of(blue)?.state.at === 'done' && world.second.log.writes.length === 2);
    expect(world.second.value(blue)).toEqual(disabled);
  });

  test('of one field alone is a change, too', async () => {
    const ref = world.second.add('web', { blue: ticket('old') });
    await open();
    const changes = new Changes(world.ports);
    void changes.start(request(partOf(ref, 'blue'), ticket('old'), ticket('new')));
    await world.until(() => changes.of(ref)?.state.at === 'done');
    expect(world.second.value(partOf(ref, 'blue'))).toEqual(ticket('new'));
  });

  test('waits behind the lock, which is 409, and is sent once it is free', async () => {
    const ref = world.second.add('web', { blue: disabled });
    await open();
    const changes = new Changes(world.ports);
    const { details } = world.ports;
    let first = true;
    Object.assign(world.ports, {
      details: async (each: LoadBalancerRef) => {
        const read = await details(each);
        // Somebody else begins a change between this reading and the write.
        if (first) {
          world.second.set(ref.id, { status: 'BUSY' });
          world.clock.after(2_000, () => world.second.set(ref.id, { status: 'READY' }));
        }
        first = false;
        return read;
      },
    });
    void changes.start(request(partOf(ref, 'blue'), disabled, ticket('sid')));
    await world.until(() => changes.of(ref)?.state.at === 'queued');
    expect(world.second.log.locked).toBe(1);
    await world.until(() => changes.of(ref)?.state.at === 'done');
    expect(world.second.log.writes).toEqual(['team/web/blue = TICKET']);
  });

  test('of a second pool goes after that of the first: one write in flight for each load balancer', async () => {
    const ref = world.second.add('web', { blue: disabled, green: disabled });
    const [blue, green] = [partOf(ref, 'blue'), partOf(ref, 'green')];
    await open();
    const changes = new Changes(world.ports);
    void changes.start(request(blue, disabled, ticket('b')));
    void changes.start(request(green, disabled, ticket('g')));
    await expect(changes.start(request(green, disabled, ticket('x')))).rejects.toThrow('A change of green of web');
    await world.until(() => changes.all().every(({ state }) => state.at === 'done'));
    expect(changes.all().map(({ key }) => key)).toEqual([subjectKey(blue), subjectKey(green)]);
    expect(world.inFlight.most).toBe(1);
    expect(world.second.log.locked).toBe(0);
  });

  test('of a pool that has gone says so of the pool', async () => {
    const ref = world.second.add('web', { green: disabled });
    await open();
    const changes = new Changes(world.ports);
    const end = await changes.start(request(partOf(ref, 'blue'), disabled, ticket('b')));
    expect(end).toMatchObject({ at: 'failed', why: 'gone', message: 'blue of web does not exist any more.' });
  });
});

describe('a bulk change', () => {
  const stored = (choice: Persistence | null): StoredRun => ({
    id: 'run',
    service: 'http://127.0.0.1:4100/v2.0',
    account: 'account',
    user: 'u',
    created: 0,
    takesBack: null,
    choice,
    reason: '',
    stopOnError: true,
    waitForLocked: false,
    started: null,
    ended: null,
    endedBecause: null,
  });
  const item = (subject: Subject, index: number, rest: Partial<StoredItem> = {}): StoredItem => ({
    index,
    ...subjectOf(subject),
    name: subject.id,
    target: null,
    expected: null,
    before: null,
    protocol: null,
    status: null,
    planned: null,
    state: { at: 'planned' },
    record: null,
    ...rest,
  });
  const over = (run: BulkRun) => () => run.snapshot().phase === 'ended';

  /** Three load balancers of two pools each, one pool of which has the value already, and one without pools. */
  async function begin() {
    const refs = ['a', 'b', 'c'].map((name) =>
      world.second.add(name, { blue: disabled, green: name === 'c' ? ticket('sid') : ticket('own') }),
    );
    const bare = world.second.add('bare', {});
    await open();
    return { refs, bare };
  }

  test('takes every pool of what was chosen, plans, reports and undoes each by itself', async () => {
    const { refs, bare } = await begin();
    const reads = vi.spyOn(world.ports, 'planDetails');
    const run = new BulkRun(
      stored(ticket('sid')),
      [...refs, bare].map((ref, index) => item(ref, index)),
      world.ports,
    );
    await run.plan();
    expect(reads).toHaveBeenCalledTimes(4);
    expect(run.snapshot().items.map(({ part, planned }) => [part, planned?.group])).toEqual([
      ['team/a/blue', 'will-change'],
      ['team/a/green', 'will-change'],
      ['team/b/blue', 'will-change'],
      ['team/b/green', 'will-change'],
      ['team/c/blue', 'will-change'],
      ['team/c/green', 'already'],
      [undefined, 'not-possible'],
    ]);
    expect(run.snapshot().items.at(-1)?.planned?.reason).toBe(
      'This load balancer has no pool, so it cannot have session persistence.',
    );

    await run.start();
    await world.until(over(run));
    expect(run.snapshot().counts).toMatchObject({ done: 5, failed: 0, skipped: 2 });
    expect(world.second.log).toMatchObject({ locked: 0 });
    expect(world.second.log.writes).toHaveLength(5);
    expect(world.inFlight.most).toBe(1);
    for (const ref of refs)
      for (const pool of ['blue', 'green']) expect(world.second.value(partOf(ref, pool))).toEqual(ticket('sid'));

    const report = recordOf(run.snapshot());
    expect(report.slice(0, 2).map(({ part, name, before }) => ({ part, name, before }))).toEqual([
      { part: 'team/a/blue', name: 'blue of a', before: 'DISABLED' },
      { part: 'team/a/green', name: 'green of a', before: recordedValue(ticket('own')) },
    ]);
    expect(toCsv(report).split('\r\n')[1]).toMatch(/^run,north\/1,team\/a,team\/a\/blue,blue of a,DISABLED,/);

    const records = [...world.records].map(([id, { subject, before, after }]) =>
      changeRecord({
        id,
        region: subject.region,
        loadBalancerId: subject.id,
        part: subject.part!,
        operation: 'pools.stick',
        before: recordedValue(before),
        after: recordedValue(after),
      }),
    );
    const reverses = await reverseOfRun(records.toReversed());
    expect(reverses).toHaveLength(5);
    const undo = new BulkRun(
      { ...stored(null), takesBack: 'run' },
      reverses.map(({ subject, target, expected }, index) => item(subject, index, { target, expected })),
      world.ports,
    );
    await undo.plan();
    await undo.start();
    await world.until(over(undo));
    expect(undo.snapshot().counts).toMatchObject({ done: 5, failed: 0 });
    expect(world.second.value(partOf(refs[0]!, 'blue'))).toEqual(disabled);
    expect(world.second.value(partOf(refs[0]!, 'green'))).toEqual(ticket('own'));
    expect(world.second.value(partOf(refs[2]!, 'green'))).toEqual(ticket('sid'));
  });

  test('works on several load balancers at once', async () => {
    const { refs } = await begin();
    const run = new BulkRun(
      stored(ticket('sid')),
      refs.map((ref, index) => item(ref, index)),
      world.ports,
    );
    await run.plan();
    await run.start();
    const busy = () => [...world.second.stored.values()].filter(({ status }) => status === 'BUSY').length;
    await world.until(() => busy() === 3);
    await world.until(over(run));
    expect(run.snapshot().counts).toMatchObject({ done: 5 });
  });

  test('sends nothing to a pool that somebody else changed, and the other one all the same', async () => {
    const { refs } = await begin();
    const run = new BulkRun(stored(ticket('sid')), [item(refs[0]!, 0)], world.ports);
    await run.plan();
    world.clock.advance(5_000);
    const former = world.second.stored.get('team/a')!;
    world.second.set('team/a', {
      subjects: former.subjects.map((each) =>
        each.name === 'green' ? { ...each, persistence: ticket('theirs') } : each,
      ),
    });
    await run.start();
    await world.until(over(run));
    expect(run.snapshot().items.map(({ state }) => state.at)).toEqual(['done', 'failed']);
    expect(world.second.value(partOf(refs[0]!, 'green'))).toEqual(ticket('theirs'));
  });
});

test('a record of one pool is undone for that pool', () => {
  const record = changeRecord({ part: 'pool/1', operation: 'pools.stick', after: recordedValue(ticket('sid')) });
  const undo = undoOf(record, persistenceKind);
  const reverse = undo && 'reverse' in undo ? undo.reverse : null;
  expect(reverse?.subject).toEqual({ region: 'ORD', id: '71', part: 'pool/1' });
  expect(samePersistence(reverse!.expected as Persistence, ticket('sid'))).toBe(true);
});
