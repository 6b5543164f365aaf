import { expect, test } from 'vitest';
import { manualClock } from '../../../contract/shared/clock.ts';
import type { LoadBalancer, LoadBalancerDetails } from '../../model/load-balancer.ts';
import { type ListPage, regionReads } from '../../test/region-reads.ts';
import { ApiError } from '../http/client.ts';
import { type RegionReads, RegionWatch } from './region-watch.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

const row = (id: number, status: string, updated: number): LoadBalancer => ({
  region: 'ORD',
  id: String(id),
  name: `name-${id}`,
  status,
  protocol: 'HTTP',
  port: 80,
  algorithm: 'RANDOM',
  virtualIps: [],
  nodeCount: 0,
  created: updated,
  updated,
});

/** A region whose rows the test sets; remembers what was asked of it. */
function fakeRegion(rows: LoadBalancer[], more: Partial<RegionReads> = {}) {
  const state = { rows, lists: [] as ListPage[], details: 0, error: null as ApiError | null };
  const watchOf = (clock: ReturnType<typeof manualClock>) =>
    new RegionWatch(
      'ORD',
      regionReads(
        async (page) => {
          state.lists.push(page);
          if (state.error) throw state.error;
          return state.rows
            .filter(({ status }) => (status === 'DELETED') === (page.deleted ?? false))
            .filter(({ id, updated }) => Number(id) >= (page.marker ?? 0) && (updated ?? 0) >= (page.changesSince ?? 0))
            .slice(0, 100);
        },
        {
          async details(id) {
            state.details += 1;
            const found = state.rows.find((each) => each.id === id);
            if (!found)
              throw new ApiError({
                status: 404,
                source: 'region',
                code: 'http-404',
                message: 'Load balancer not found',
              });
            return found as LoadBalancerDetails;
          },
          isGone: (error) => error instanceof ApiError && error.status === 404,
          ...more,
        },
      ),
      clock,
      () => undefined,
    );
  return { state, watchOf };
}

const many = (count: number, at: number) => Array.from({ length: count }, (_, index) => row(index + 1, 'ACTIVE', at));

test.each([
  [0, 1],
  [99, 1],
  [100, 2],
  [250, 3],
])('%i load balancers are read with %i requests', async (count, requests) => {
  const clock = manualClock();
  const { state, watchOf } = fakeRegion(many(count, clock.now()));
  const watch = watchOf(clock);
  await watch.load();
  expect(watch.state.rows.size).toBe(count);
  expect(watch.state.complete).toBe(true);
  expect(state.lists).toHaveLength(requests);
});

test('settled rows cost one poll in 30 s, a hidden tab none', async () => {
  const clock = manualClock();
  const { state, watchOf } = fakeRegion(many(3, clock.now() - 600_000));
  const watch = watchOf(clock);
  watch.setAwake(true);
  await watch.load();
  const before = state.lists.length;
  for (let second = 0; second < 60; second++) {
    clock.advance(1_000);
    await turn();
  }
  expect(state.lists.length - before).toBe(2);
  watch.setAwake(false);
  clock.advance(120_000);
  await turn();
  expect(state.lists.length - before).toBe(2);
});

test('a row that has stood in transition for long is held there and does not call for fast polls', async () => {
  const clock = manualClock();
  const { state, watchOf } = fakeRegion([row(1, 'BUILD', clock.now() - 600_000)]);
  const watch = watchOf(clock);
  watch.setAwake(true);
  await watch.load();
  for (let second = 0; second < 60; second++) {
    clock.advance(1_000);
    await turn();
  }
  expect(state.lists.length - 1).toBeLessThanOrEqual(2);
});

test('a change made by somebody else appears by itself', async () => {
  const clock = manualClock();
  const { state, watchOf } = fakeRegion(many(3, clock.now()));
  const watch = watchOf(clock);
  watch.setAwake(true);
  await watch.load();
  state.rows = [
    row(1, 'ACTIVE', clock.now()),
    { ...row(2, 'ACTIVE', clock.now() + 5_000), name: 'renamed' },
    row(3, 'ACTIVE', clock.now()),
  ];
  clock.advance(30_000);
  await turn();
  await turn();
  expect(watch.state.rows.get('2')?.name).toBe('renamed');
});

test('settled() resolves with a poll begun after the call, not with one that was already under way', async () => {
  const clock = manualClock();
  const { state, watchOf } = fakeRegion([row(1, 'ACTIVE', clock.now())]);
  const watch = watchOf(clock);
  await watch.load();
  state.rows = [row(1, 'PENDING_UPDATE', clock.now())];
  let settled: LoadBalancer | null | undefined;
  void watch.settled('1').then((value) => {
    settled = value;
  });
  clock.advance(1_000);
  await turn();
  await turn();
  expect(settled).toBeUndefined();
  state.rows = [row(1, 'ACTIVE', clock.now())];
  clock.advance(1_000);
  await turn();
  await turn();
  expect(settled?.status).toBe('ACTIVE');
});

test('those who begin to wait one after the other put no poll off, and call for few', async () => {
  const clock = manualClock();
  const { state, watchOf } = fakeRegion(many(60, clock.now() - 600_000));
  const watch = watchOf(clock);
  await watch.load();
  const waits: number[] = [];
  for (let id = 1; id <= 60; id += 1) {
    const began = clock.now();
    state.rows[id - 1] = row(id, 'PENDING_UPDATE', began);
    clock.after(300, () => {
      state.rows[id - 1] = row(id, 'ACTIVE', clock.now());
    });
    void watch.settled(String(id)).then(() => waits.push(clock.now() - began));
    clock.advance(100);
    for (let each = 0; each < 3; each++) await turn();
  }
  const polls = state.lists.length - 1;
  for (let tick = 0; tick < 30; tick++) {
    clock.advance(100);
    for (let each = 0; each < 3; each++) await turn();
  }
  expect(waits).toHaveLength(60);
  expect(Math.max(...waits)).toBeLessThanOrEqual(2_500);
  expect(polls).toBeGreaterThanOrEqual(3);
  expect(polls).toBeLessThanOrEqual(6);
});

test('a tab that is looked at again polls at once when its rows are older than the interval, and not before', async () => {
  const clock = manualClock();
  const { state, watchOf } = fakeRegion(many(3, clock.now() - 600_000));
  const watch = watchOf(clock);
  watch.setAwake(true);
  await watch.load();
  watch.setAwake(false);
  clock.advance(10_000);
  watch.put(row(1, 'ACTIVE', clock.now()));
  watch.setAwake(true);
  clock.advance(0);
  expect(state.lists).toHaveLength(1);
  watch.setAwake(false);
  clock.advance(20_000);
  watch.setAwake(true);
  clock.advance(0);
  expect(state.lists).toHaveLength(2);
});

test('who waits no more is told so, costs no poll, and does not end the waiting of others', async () => {
  const clock = manualClock();
  const { state, watchOf } = fakeRegion([row(1, 'PENDING_UPDATE', clock.now() - 600_000)]);
  const watch = watchOf(clock);
  await watch.load();
  const first = new AbortController();
  const second = new AbortController();
  const left = watch.settled('1', first.signal);
  const other = watch.settled('1', second.signal);
  first.abort(new Error('not needed any more'));
  await expect(left).rejects.toThrow('not needed any more');
  expect(watch.awaiting).toBe(true);
  clock.advance(1_000);
  await turn();
  expect(state.lists).toHaveLength(2);
  second.abort();
  await expect(other).rejects.toThrow();
  expect(watch.awaiting).toBe(false);
  clock.advance(60_000);
  await turn();
  expect(state.lists).toHaveLength(2);
  await expect(watch.settled('1', second.signal)).rejects.toThrow();
  expect(watch.awaiting).toBe(false);
});

test('a row that others deleted between two polls leaves within four, at no more requests', async () => {
  const clock = manualClock();
  const { state, watchOf } = fakeRegion([row(1, 'ACTIVE', clock.now()), row(2, 'ACTIVE', clock.now())]);
  const watch = watchOf(clock);
  watch.setAwake(true);
  await watch.load();
  const poll = async () => {
    clock.advance(30_000);
    for (let each = 0; each < 3; each++) await turn();
  };
  state.rows = [row(1, 'DELETED', clock.now() + 5_000), row(2, 'ACTIVE', clock.now())];
  await poll();
  state.rows = [row(1, 'DELETED', clock.now() - 25_000), row(2, 'ACTIVE', clock.now())];
  for (let each = 0; each < 3; each++) await poll();
  expect([...watch.state.rows.keys()]).toEqual(['2']);
  expect(state.lists).toHaveLength(5);
});

test('where nothing lists deletions, all ids are read every ten minutes, and what is gone leaves', async () => {
  const clock = manualClock();
  let read = 0;
  const { state, watchOf } = fakeRegion(many(3, clock.now() - 600_000), {
    deletedSince: null,
    ids: async () => {
      read += 1;
      return new Set(state.rows.map(({ id }) => id));
    },
  });
  const watch = watchOf(clock);
  watch.setAwake(true);
  await watch.load();
  state.rows = state.rows.filter(({ id }) => id !== '2');
  const minutes = async (count: number) => {
    for (let half = 0; half < 2 * count; half++) {
      clock.advance(30_000);
      for (let each = 0; each < 4; each++) await turn();
    }
  };
  await minutes(9);
  expect([...watch.state.rows.keys()]).toEqual(['1', '2', '3']);
  expect(read).toBe(0);
  await minutes(1);
  expect([...watch.state.rows.keys()]).toEqual(['1', '3']);
  await minutes(10);
  expect(read).toBe(2);
});

test('a row that leaves after PENDING_DELETE is confirmed by one read', async () => {
  const clock = manualClock();
  const { state, watchOf } = fakeRegion([row(1, 'PENDING_DELETE', clock.now()), row(2, 'ACTIVE', clock.now())]);
  const watch = watchOf(clock);
  watch.setAwake(true);
  await watch.load();
  state.rows = [row(2, 'ACTIVE', clock.now())];
  clock.advance(30_000);
  for (let each = 0; each < 4; each++) await turn();
  expect(watch.state.rows.has('1')).toBe(false);
  expect(state.details).toBe(1);
});

test('a region that fails says so, keeps its rows, and recovers by itself', async () => {
  const clock = manualClock();
  const { state, watchOf } = fakeRegion(many(2, clock.now() - 600_000));
  const watch = watchOf(clock);
  watch.setAwake(true);
  await watch.load();
  state.error = new ApiError({
    status: 503,
    source: 'panel',
    code: 'upstream-unreachable',
    message: 'DFW does not answer.',
  });
  clock.advance(30_000);
  await turn();
  await turn();
  expect(watch.state.phase).toBe('failed');
  expect(watch.state.rows.size).toBe(2);
  state.error = null;
  clock.advance(30_000);
  await turn();
  await turn();
  expect(watch.state.phase).toBe('ready');
  expect(watch.state.error).toBeNull();
});

test('a row that was read by itself hides no change that no poll has shown yet', async () => {
  const clock = manualClock();
  const { state, watchOf } = fakeRegion(many(2, clock.now() - 600_000));
  const watch = watchOf(clock);
  watch.setAwake(true);
  await watch.load();
  let settled: LoadBalancer | null | undefined;
  void watch.settled('1').then((found) => {
    settled = found;
  });
  state.rows = [row(1, 'ACTIVE', clock.now()), row(2, 'ACTIVE', clock.now() + 5_000)];
  watch.put(row(2, 'ACTIVE', clock.now() + 5_000));
  for (let second = 0; second < 10; second++) {
    clock.advance(1_000);
    await turn();
    await turn();
  }
  expect(settled?.id).toBe('1');
});

test('a clock that is set back hides no change and puts no poll off', async () => {
  const manual = manualClock();
  let off = 0;
  const clock = { ...manual, now: () => manual.now() + off };
  const { state, watchOf } = fakeRegion(many(3, manual.now() - 600_000));
  const watch = watchOf(clock);
  watch.setAwake(true);
  const loading = watch.load();
  off = -3_600_000;
  await loading;
  state.rows[1] = row(2, 'PENDING_UPDATE', manual.now());
  manual.advance(30_000);
  await turn();
  expect(watch.state.rows.get('2')?.status).toBe('PENDING_UPDATE');

  watch.setAwake(false);
  off = -7_200_000;
  manual.advance(60_000);
  watch.setAwake(true);
  const before = state.lists.length;
  manual.advance(30_000);
  await turn();
  expect(state.lists.length).toBeGreaterThan(before);
});

test('a change that was listed before somebody began to wait for it, under a later one, is read by itself once', async () => {
  const clock = manualClock();
  const { state, watchOf } = fakeRegion(many(2, clock.now() - 600_000));
  const watch = watchOf(clock);
  watch.setAwake(true);
  await watch.load();
  // The answer to a write of the first was so late that it had settled, and that the second had changed, before it came.
  state.rows = [row(1, 'ACTIVE', clock.now()), row(2, 'ACTIVE', clock.now() + 20_000)];
  clock.advance(30_000);
  await turn();
  let settled: LoadBalancer | null | undefined;
  void watch.settled('1').then((found) => {
    settled = found;
  });
  for (let second = 0; second < 3; second++) {
    clock.advance(1_000);
    await turn();
  }
  expect(settled?.status).toBe('ACTIVE');
  expect(state.details).toBe(1);
  expect(watch.awaiting).toBe(false);
});

test('who waits for a load balancer that a whole reading no longer meets is told that it is gone', async () => {
  const clock = manualClock();
  const { state, watchOf } = fakeRegion(many(2, clock.now() - 600_000));
  const watch = watchOf(clock);
  watch.setAwake(true);
  await watch.load();
  let settled: LoadBalancer | null | undefined;
  void watch.settled('1').then((found) => {
    settled = found;
  });
  state.rows = state.rows.filter(({ id }) => id !== '1');
  await watch.load();
  for (let second = 0; second < 3; second++) {
    clock.advance(1_000);
    await turn();
  }
  expect(settled).toBeNull();
  expect(watch.awaiting).toBe(false);
});

test('a load balancer that stays in transition while others change is read by itself only now and then', async () => {
  const clock = manualClock();
  const { state, watchOf } = fakeRegion([
    row(1, 'PENDING_UPDATE', clock.now()),
    row(2, 'ACTIVE', clock.now() - 600_000),
  ]);
  const watch = watchOf(clock);
  await watch.load();
  let settled: LoadBalancer | null | undefined;
  void watch.settled('1').then((found) => {
    settled = found;
  });
  for (let second = 0; second < 100; second++) {
    clock.advance(1_000);
    state.rows[1] = row(2, 'ACTIVE', clock.now());
    await turn();
  }
  expect(settled).toBeUndefined();
  expect(state.details).toBe(3);
});

test('an error of a poll that failed while every row was read anew goes with that reading', async () => {
  const clock = manualClock();
  const { state, watchOf } = fakeRegion(many(2, clock.now() - 600_000));
  const watch = watchOf(clock);
  watch.setAwake(true);
  await watch.load();
  state.error = new ApiError({ status: 503, source: 'panel', code: 'upstream-unreachable', message: 'No answer.' });
  clock.advance(30_000);
  state.error = null;
  await watch.load();
  expect(watch.state.phase).toBe('ready');
  expect(watch.state.error).toBeNull();
});

test('a row read by itself that answers later than a poll begun after it takes nothing back', async () => {
  const clock = manualClock();
  const { state, watchOf } = fakeRegion(many(2, clock.now() - 600_000));
  const watch = watchOf(clock);
  watch.setAwake(true);
  await watch.load();
  const late = state.rows[0] as LoadBalancer;
  state.rows[0] = { ...row(1, 'ACTIVE', clock.now() + 5_000), name: 'renamed' };
  clock.advance(30_000);
  await turn();
  watch.put(late);
  expect(watch.state.rows.get('1')?.name).toBe('renamed');
  watch.put({ ...row(1, 'PENDING_UPDATE', clock.now() + 5_000), name: 'renamed again' });
  expect(watch.state.rows.get('1')?.name).toBe('renamed again');
});
