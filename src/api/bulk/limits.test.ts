import { expect, test } from 'vitest';
import { manualClock } from '../../../contract/shared/clock.ts';
import { RateLimits, rates, type Verb } from '../../../region/clb/rate-limits.ts';
import type { LoadBalancerDetails, LoadBalancerRef } from '../../model/load-balancer.ts';
import { enabled, type Persistence } from '../../model/persistence.ts';
import { loadBalancer, withPersistence } from '../../test/load-balancer.ts';
import { type ListPage, regionReads } from '../../test/region-reads.ts';
import { persistenceInPlan } from '../bulk/persistence-in-plan.ts';
import { ApiError } from '../http/client.ts';
import { priority, RequestQueue } from '../http/queue.ts';
import { RegionWatch } from '../inventory/region-watch.ts';
import type { ChangeKind } from '../providers/change-kind.ts';
import { clb } from '../providers/clb/clb.ts';
import type { BulkPorts } from './ports.ts';
import { BulkRun } from './run.ts';
import type { StoredItem } from './types.ts';

/** Milliseconds. */
const latency = 30;
const settleTime = 300;
const changed = 300;

/** A region that enforces the documented limits, asked by the real queue and watched by the real watch; only time is made. */
function limitedWorld() {
  const clock = manualClock();
  const limits = new RateLimits(clock, true);
  const queue = new RequestQueue(clock);
  const rows = new Map<string, LoadBalancerDetails>();
  for (let id = 1; id <= changed; id += 1)
    rows.set(String(id), loadBalancer({ id: String(id), name: `web-${id}`, updated: clock.now() - 60_000 }));
  const sent = { PUT: 0, details: 0 };

  const asked = async <T>(verb: Verb, answer: () => T): Promise<T> => {
    const over = limits.take('100001', 'ORD', verb);
    if (over !== null) {
      throw new ApiError({
        status: 413,
        source: 'panel',
        code: 'http-413',
        message: 'OverLimit Retry...',
        retryAfter: over - clock.now(),
        pace: 1_000 / rates[verb].SECOND,
      });
    }
    const result = answer();
    await new Promise<void>((resolve) => clock.after(latency, resolve));
    return result;
  };
  const readOf = (ref: LoadBalancerRef): LoadBalancerDetails => ({
    ...(rows.get(ref.id) as LoadBalancerDetails),
    readAt: clock.now(),
  });
  const list = ({ changesSince = 0, marker = 0 }: ListPage) =>
    queue.run('ORD', 'GET', priority.rest, () =>
      asked('GET', () =>
        [...rows.values()]
          .filter(({ id, updated }) => Number(id) >= marker && (updated ?? 0) >= changesSince)
          .slice(0, 100),
      ),
    );
  const watch = new RegionWatch(
    'ORD',
    regionReads(list, { details: async (id) => readOf({ region: 'ORD', id }) }),
    clock,
    () => undefined,
  );
  watch.setAwake(true);

  const world: BulkPorts = {
    clock,
    storage: {
      load: async () => null,
      saveRun: async () => undefined,
      saveAll: async () => undefined,
      saveItems: async () => undefined,
    },
    session: () => ({ user: 'admin', roles: ['lbaas:admin'] }),
    provider: () => clb,
    standing: clb.standing,
    meaningOf: clb.meaningOf,
    planDetails: async (ref) => readOf(ref),
    row: ({ id }) => watch.state.rows.get(id),
    catchUp: async (_, changesSince) => {
      for (const row of await list({ changesSince })) watch.put(row);
    },
    kindOf: () => persistenceInPlan as ChangeKind<unknown>,
    recordsOf: async () => new Map(),
    onRead: (details) => watch.put(details),
    verdict: () => undefined,
    settled: ({ id }, signal) => watch.settled(id, signal),
    details: (ref) =>
      queue.run('ORD', 'GET', priority.onScreen, () =>
        asked('GET', () => {
          sent.details += 1;
          return readOf(ref);
        }),
      ),
    write: ({ subject: { id }, after }) =>
      queue.run('ORD', 'PUT', priority.write, () =>
        asked('PUT', () => {
          sent.PUT += 1;
          const change = (part: Partial<LoadBalancerDetails>) =>
            rows.set(id, { ...readOf({ region: 'ORD', id }), ...part, updated: clock.now() });
          change(withPersistence({ ...readOf({ region: 'ORD', id }), status: 'PENDING_UPDATE' }, after as Persistence));
          clock.after(settleTime, () => change({ status: 'ACTIVE' }));
          return null;
        }),
      ),
  };
  return { clock, limits, rows, sent, watch, world };
}

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

test(`a run of ${changed} uses nine tenths of the writes and reads that the region's limits allow`, async () => {
  const { clock, limits, rows, sent, watch, world } = limitedWorld();
  const pass = async (condition: () => boolean) => {
    for (let step = 0; !condition(); step += 1) {
      if (step > 12_000) throw new Error('The condition never held.');
      await new Promise<void>((resolve) => setImmediate(resolve));
      clock.advance(10);
    }
  };
  void watch.load();
  await pass(() => watch.state.complete);
  const run = new BulkRun(
    {
      id: 'run-1',
      service: 'http://127.0.0.1:4100/v2.0',
      account: '100001',
      user: 'admin',
      created: 0,
      takesBack: null,
      choice: enabled('HTTP_COOKIE'),
      reason: '',
      stopOnError: true,
      waitForLocked: false,
      started: null,
      ended: null,
      endedBecause: null,
    },
    [...rows.values()].map(toItem),
    world,
  );
  await run.plan();
  while (limits.take('100001', 'ORD', 'GET') === null);
  const started = clock.now();
  void run.start();
  await pass(() => run.snapshot().phase === 'ended');
  const took = clock.now() - started;

  expect(run.snapshot().counts.done).toBe(changed);
  expect({ PUT: sent.PUT, details: sent.details }).toEqual({ PUT: changed, details: changed });
  // Nothing can be read at the start: the plan has used up the second's reads.
  const least = (1_000 * changed) / rates.GET.SECOND;
  expect(least / took).toBeGreaterThan(0.9);
});
