import { renderHook, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { manualClock } from '../../../contract/shared/clock.ts';
import type { LoadBalancer, LoadBalancerDetails } from '../../model/load-balancer.ts';
import { enabled } from '../../model/persistence.ts';
import { type Composition, compose, HttpResponse, http } from '../../test/composition.ts';
import { loadBalancer } from '../../test/load-balancer.ts';
import { changePorts } from '../changes/real-ports.ts';
import { ApiError } from '../http/client.ts';
import { priority } from '../http/queue.ts';
import { clb } from '../providers/clb/clb.ts';
import { Details } from './details.ts';
import { useDetails } from './hooks.ts';
import { inventory } from './inventory.ts';

// A whole panel answers every request here: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: Composition;
beforeEach(async () => {
  world = await compose();
  await world.signIn('admin');
});
afterEach(async () => {
  inventory.clear();
  await world.close();
});

const row = (id: string) =>
  inventory
    .states()
    .find(({ region }) => region === 'ORD')
    ?.rows.get(id);

/** Every row of ORD, as the list has it. */
async function list(): Promise<void> {
  inventory.open('100001', ['ORD']);
  inventory.drawn();
  await waitFor(() => expect(inventory.isComplete('ORD')).toBe(true));
}

const deleted = (id: string) =>
  world.network.use(
    http.get(`*/api/ORD/loadbalancers/${id}`, () =>
      HttpResponse.json(
        { message: 'Object not Found', code: 410 },
        { status: 410, headers: { 'x-holdfast-source': 'region' } },
      ),
    ),
  );

test('what was read before the list did not find it any more brings no row back', async () => {
  const ref = { region: 'ORD', id: String(await world.idOf('ORD', 'web-frontend')) };
  const former = await clb.reads.details(ref, priority.onScreen);
  const leave = inventory.details.watch(ref, () => undefined);
  inventory.details.take({ ...former, readAt: Date.now() - 60_000 });
  leave();
  await world.ask('ORD', 'DELETE', `/loadbalancers/${ref.id}`);
  await world.clock.advance(60_000);
  await list();
  expect(row(ref.id)).toBeUndefined();
  deleted(ref.id);
  const { result } = renderHook(() => useDetails(ref));
  expect(row(ref.id)).toBeUndefined();
  void inventory.details.refresh(ref);
  await waitFor(() => expect(result.current.error).not.toBeNull());
  expect(row(ref.id)).toBeUndefined();
});

test('a load balancer that is read as gone leaves the list', async () => {
  const ref = { region: 'ORD', id: String(await world.idOf('ORD', 'web-frontend')) };
  await list();
  const { result } = renderHook(() => useDetails(ref));
  await waitFor(() => expect(result.current.details).toBeDefined());
  expect(row(ref.id)).toBeDefined();
  deleted(ref.id);
  void inventory.details.refresh(ref);
  await waitFor(() => expect(result.current.error).not.toBeNull());
  await waitFor(() => expect(row(ref.id)).toBeUndefined());
});

const ref = { region: 'ORD', id: '71' };
const turn = () => new Promise<void>((resolve) => setTimeout(resolve));

/** Details over readings that the test answers, and rows that it sets. */
function details() {
  const clock = manualClock();
  const rows = new Map<string, LoadBalancer>();
  const readings: {
    readonly id: string;
    readonly signal: AbortSignal;
    answer(read: LoadBalancerDetails): void;
    fail(error: Error): void;
  }[] = [];
  const store: Details = new Details(clock, {
    read: ({ id }, _, signal) =>
      new Promise((answer, fail) => {
        readings.push({ id, signal, answer, fail });
      }),
    row: ({ id }) => rows.get(id),
    putRow: (row) => {
      rows.set(row.id, row);
      store.rowsChanged();
    },
    dropRow: ({ id }) => void rows.delete(id),
    comesWithList: () => false,
    listsParts: () => false,
    isGone: ({ status }) => status === 404,
    isTransient: (status) => status === 'PENDING_UPDATE',
  });
  const read = (rest: Partial<LoadBalancerDetails> = {}) => loadBalancer({ readAt: clock.now(), updated: 0, ...rest });
  return { clock, rows, readings, store, read };
}
const lost = (status = 0) => new ApiError({ status, source: 'network', code: 'network', message: 'No answer.' });

test('a reading that was begun before a change read its value back does not take its place', async () => {
  const slow = Promise.withResolvers<LoadBalancerDetails>();
  vi.spyOn(clb.reads, 'details').mockReturnValue(slow.promise);
  const leave = inventory.details.watch(ref, () => undefined);
  const readBack = loadBalancer({ persistence: enabled('SOURCE_IP') });
  changePorts.onRead(readBack);
  expect(inventory.details.stateOf(ref).details).toEqual(readBack);
  slow.resolve(loadBalancer());
  await turn();
  expect(inventory.details.stateOf(ref).details).toEqual(readBack);
  leave();
  vi.restoreAllMocks();
});

test('what is looked at is read by its own state: seldom when settled, each second while it has just begun to change', async () => {
  const { clock, readings, store, read } = details();
  const leave = store.watch(ref, () => undefined);
  const answer = async (rest: Partial<LoadBalancerDetails>) => {
    readings.at(-1)?.answer(read(rest));
    await turn();
  };
  await answer({});
  clock.advance(29_000);
  expect(readings).toHaveLength(1);
  clock.advance(1_000);
  expect(readings).toHaveLength(2);
  await answer({ status: 'PENDING_UPDATE', updated: clock.now() });
  clock.advance(1_000);
  expect(readings).toHaveLength(3);
  await answer({ status: 'PENDING_UPDATE', updated: clock.now() - 60_000 });
  clock.advance(4_900);
  expect(readings).toHaveLength(3);
  clock.advance(100);
  expect(readings).toHaveLength(4);
  leave();
  expect(readings[3]?.signal.aborted).toBe(true);
  clock.advance(60_000);
  expect(readings).toHaveLength(4);
});

test('a row that is seen changed is read once, on screen or looked at, and one that left the screen is given up', async () => {
  const { rows, readings, store, read } = details();
  const row = read();
  rows.set('71', row);
  store.look([row]);
  store.look([row]);
  expect(readings).toHaveLength(1);
  readings[0]?.answer(read());
  await turn();
  store.rowsChanged();
  expect(readings).toHaveLength(1);
  rows.set('71', { ...row, updated: 5 });
  store.rowsChanged();
  store.rowsChanged();
  expect(readings).toHaveLength(2);
  store.look([]);
  expect(readings[1]?.signal.aborted).toBe(true);
});

test('a row that says otherwise than its details is not asked for again and again', async () => {
  const { rows, readings, store, read } = details();
  const row = read({ updated: 9 });
  rows.set('71', row);
  store.look([row]);
  // As when the listing is ahead: what was read by itself does not take its place.
  readings[0]?.answer(read({ updated: 5 }));
  await turn();
  rows.set('71', row);
  store.rowsChanged();
  await turn();
  expect(readings.length).toBeLessThanOrEqual(2);
});

test('keeps a summary of every row, and everything only of what is looked at', async () => {
  const { readings, store, read } = details();
  const leave = store.watch(ref, () => undefined);
  readings[0]?.answer(read());
  const reading = store.read(read({ id: '72' }), priority.rest, new AbortController().signal);
  readings[1]?.answer(read({ id: '72' }));
  await reading;
  await turn();
  expect(store.summaries.get('ORD/71')?.known).not.toBeNull();
  expect(store.summaries.get('ORD/72')?.known).not.toBeNull();
  expect(store.stateOf(ref).details).toBeDefined();
  expect(store.stateOf({ region: 'ORD', id: '72' }).details).toBeUndefined();
  leave();
});

test('what nobody answered is asked for once more; then the error stands beside what was read before', async () => {
  const { clock, readings, store, read } = details();
  const leave = store.watch(ref, () => undefined);
  readings[0]?.answer(read());
  await turn();
  void store.refresh(ref);
  readings[1]?.fail(lost());
  await turn();
  expect(store.stateOf(ref).error).toBeNull();
  clock.advance(1_000);
  await turn();
  readings[2]?.fail(lost());
  await turn();
  expect(store.stateOf(ref)).toMatchObject({ error: { message: 'No answer.' }, details: { id: '71' } });
  expect(readings).toHaveLength(3);
  leave();
});

test('a page that is about to open hears what is known, or why nothing is', async () => {
  const { readings, store, read } = details();
  const first = store.known(ref);
  readings[0]?.fail(lost(404));
  expect(await first).toMatchObject({ details: undefined, error: { status: 404 } });
  const second = store.known(ref);
  readings[1]?.answer(read());
  expect((await second).details?.id).toBe('71');
  expect((await store.known(ref)).details?.id).toBe('71');
  expect(readings).toHaveLength(2);
});

test('a clock that was set back makes nothing fresh', async () => {
  const { clock, readings, store, read } = details();
  store.watch(ref, () => undefined)();
  store.take(read({ readAt: clock.now() + 3_600_000 }));
  const leave = store.watch(ref, () => undefined);
  expect(readings.filter(({ signal }) => !signal.aborted)).toHaveLength(1);
  leave();
});
