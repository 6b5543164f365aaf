import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { manualClock } from '../contract/shared/clock.ts';
import type { DataPlane, DataPlaneReport, RunningLoadBalancer } from './data-plane.ts';
import { memorySink } from './storage/memory.ts';
import type { CommitSink } from './storage/sink.ts';
import { sqliteSink } from './storage/sqlite.ts';
import { startTestRegion, type TestRegion } from './testing/test-region.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-durable-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const draft = { name: 'web', protocol: 'HTTP', virtualIps: [{ type: 'PUBLIC' }] };

async function made(at: TestRegion, change: object = {}): Promise<number> {
  const { body } = await at.ask('POST', '/loadbalancers', { body: { ...draft, ...change } });
  await at.settle();
  return body.loadBalancer.id;
}
const details = async (at: TestRegion, id: number) => (await at.ask('GET', `/loadbalancers/${id}`)).body.loadBalancer;
const enable = (at: TestRegion, id: number) =>
  at.ask('PUT', `/loadbalancers/${id}/sessionpersistence`, { body: { persistenceType: 'SOURCE_IP' } });

test('a restart changes nothing that a client can see', async () => {
  const sink = () => sqliteSink(join(folder, 'region.sqlite'));
  const first = await startTestRegion({ sink: sink(), seed: 'demo' });
  await made(first);
  const [{ id }] = (await first.ask('GET', '/loadbalancers')).body.loadBalancers;
  await enable(first, id);
  await first.settle();
  const seen = async (at: TestRegion) => {
    const paths = [
      '/loadbalancers',
      '/loadbalancers?status=DELETED',
      `/loadbalancers/${id}`,
      `/loadbalancers/${id}.atom`,
      '/loadbalancers.atom',
    ];
    return Promise.all(
      paths.flatMap((path) =>
        (['ORD', 'DFW'] as const).map(async (regionName) => (await at.ask('GET', path, { regionName })).body),
      ),
    );
  };
  const before = await seen(first);
  await first.region.close();
  const second = await startTestRegion({ sink: sink(), seed: 'demo', clock: first.clock });
  expect(await seen(second)).toEqual(before);
  await second.region.close();
});

test('a change that was under way ends after the restart, and ids go on', async () => {
  const sink = memorySink();
  const first = await startTestRegion({ sink });
  const [enabled, disabled, deleted] = [await made(first), await made(first), await made(first)];
  await enable(first, disabled);
  await first.settle();
  await enable(first, enabled);
  await first.ask('DELETE', `/loadbalancers/${disabled}/sessionpersistence`);
  await first.ask('DELETE', `/loadbalancers/${deleted}`);
  const second = await startTestRegion({ sink, clock: manualClock(first.clock.now()) });
  expect((await details(second, enabled)).status).toBe('PENDING_UPDATE');
  await second.settle();
  expect(await details(second, enabled)).toMatchObject({
    status: 'ACTIVE',
    sessionPersistence: { persistenceType: 'SOURCE_IP' },
  });
  expect((await details(second, disabled)).status).toBe('ACTIVE');
  expect(await details(second, disabled)).not.toHaveProperty('sessionPersistence');
  expect((await details(second, deleted)).status).toBe('DELETED');
  expect(await made(second)).toBe(deleted + 1);
});

test('a change that was under way ends in its time after a restart with the clock set back', async () => {
  const sink = memorySink();
  const first = await startTestRegion({ sink });
  const enabled = await made(first);
  await enable(first, enabled);
  const second = await startTestRegion({ sink, clock: manualClock(first.clock.now() - 24 * 60 * 60_000) });
  await second.settle();
  expect((await details(second, enabled)).status).toBe('ACTIVE');
});

test('a write that cannot be stored is refused and leaves no trace', async () => {
  const sink = memorySink();
  let full = false;
  const failing: CommitSink = {
    ...sink,
    append: (records) => (full ? Promise.reject(new Error('disk full')) : sink.append(records)),
  };
  const at = await startTestRegion({ sink: failing });
  const id = await made(at);
  const before = await details(at, id);
  full = true;
  const answers = await Promise.all([enable(at, id), at.ask('POST', '/loadbalancers', { body: draft })]);
  for (const { status, body } of answers) {
    expect({ status, body }).toEqual({
      status: 500,
      body: { message: 'An unknown exception has occurred. Please contact support.', code: 500 },
    });
  }
  expect(await details(at, id)).toEqual(before);
  expect((await at.ask('GET', '/loadbalancers')).body.loadBalancers).toHaveLength(1);
  expect(at.warnings.join()).toContain('disk full');
  full = false;
  expect((await enable(at, id)).status).toBe(202);
});

test('the end of a change that cannot be stored is stored later', async () => {
  const sink = memorySink();
  let full = false;
  const failing: CommitSink = {
    ...sink,
    append: (records) => (full ? Promise.reject(new Error('disk full')) : sink.append(records)),
  };
  const at = await startTestRegion({ sink: failing });
  const id = await made(at);
  await enable(at, id);
  full = true;
  await at.settle();
  expect((await details(at, id)).status).toBe('PENDING_UPDATE');
  full = false;
  await at.settle(1000);
  expect((await details(at, id)).status).toBe('ACTIVE');
  for (const feed of ['/loadbalancers.atom', `/loadbalancers/${id}.atom`]) {
    expect((await at.ask('GET', feed)).body.match(/<title>Session Persistence Successfully Updated/g)).toHaveLength(1);
  }
});

/** A data plane that applies when it is told to. */
function slowPlane() {
  const applied: { running: Map<number, RunningLoadBalancer>; done: (refused?: Map<number, string>) => void }[] = [];
  let report: DataPlaneReport | null = null;
  const plane: DataPlane = {
    start: async (given) => {
      report = given;
    },
    apply: (running) =>
      new Promise((resolve) =>
        applied.push({ running: new Map(running), done: (refused = new Map()) => resolve(refused) }),
      ),
    unusableTexts: async () => [],
    notCarried: () => null,
    counters: () => undefined,
    sessions: async () => null,
    forget: async () => false,
    state: () => ({ carries: true, sentence: 'A test carries nothing.' }),
    close: async () => {},
  };
  return { plane, applied, recovered: () => report?.recovered() };
}

test('PENDING_UPDATE ends when the data plane runs the change, not before', async () => {
  const { plane, applied } = slowPlane();
  const at = await startTestRegion({ dataPlane: plane });
  const id = await made(at);
  expect((await details(at, id)).status).toBe('BUILD');
  applied.pop()!.done();
  await at.settle();
  expect((await details(at, id)).status).toBe('ACTIVE');
  await enable(at, id);
  await at.settle();
  const { running, done } = applied.pop()!;
  expect(running.get(id)!.sessionPersistence).toBe('SOURCE_IP');
  await at.settle(60_000);
  expect((await details(at, id)).status).toBe('PENDING_UPDATE');
  done();
  await at.settle();
  expect((await details(at, id)).status).toBe('ACTIVE');
});

test('what the data plane refuses goes to ERROR with its reason in the feed, the others go on', async () => {
  const { plane, applied } = slowPlane();
  const at = await startTestRegion({ dataPlane: plane });
  const [refused, other] = [await made(at), await made(at)];
  for (const { done } of applied.splice(0)) done(new Map([[refused, 'Port 80 may not be bound.']]));
  await at.settle();
  expect((await details(at, refused)).status).toBe('ERROR');
  expect((await details(at, other)).status).toBe('ACTIVE');
  expect((await at.ask('GET', `/loadbalancers/${refused}.atom`)).body).toContain('Port 80 may not be bound.');
});

test('what is carried after all leaves ERROR by itself, over a restart too; what is in ERROR for another reason does not', async () => {
  const sink = memorySink();
  const first = slowPlane();
  const before = await startTestRegion({ dataPlane: first.plane, sink });
  const ids = [await made(before), await made(before), await made(before), await made(before)] as const;
  const [carried, refused, injected, set] = ids;
  await before.raw('POST', '/control/fail-job', { body: { loadBalancerId: injected } });
  const sentence = 'HAProxy does not start.';
  for (const { done } of first.applied.splice(0)) done(new Map(ids.map((id) => [id, sentence])));
  await before.settle();
  await before.raw('POST', '/control/status', { body: { loadBalancerId: set, status: 'ERROR' } });
  const statuses = async (at: TestRegion) => Promise.all(ids.map(async (id) => (await details(at, id)).status));
  expect(await statuses(before)).toEqual(['ERROR', 'ERROR', 'ERROR', 'ERROR']);

  // It is asked at once whether that is still so.
  for (const { done } of first.applied.splice(0)) done(new Map([[refused, sentence]]));
  await before.settle();
  expect(await statuses(before)).toEqual(['ACTIVE', 'ERROR', 'ERROR', 'ERROR']);
  expect((await before.ask('GET', `/loadbalancers/${carried}.atom`)).body).toContain('carries traffic again');

  const second = slowPlane();
  const after = await startTestRegion({ dataPlane: second.plane, sink });
  second.applied.pop()!.done(new Map([[refused, sentence]]));
  await after.settle();
  expect(await statuses(after)).toEqual(['ACTIVE', 'ERROR', 'ERROR', 'ERROR']);
  second.recovered();
  second.applied.pop()!.done();
  await after.settle();
  expect(await statuses(after)).toEqual(['ACTIVE', 'ACTIVE', 'ERROR', 'ERROR']);
});

test('a disabled persistence reaches the data plane before the stored value changes', async () => {
  const { plane, applied } = slowPlane();
  const at = await startTestRegion({ dataPlane: plane });
  const id = await made(at, { sessionPersistence: { persistenceType: 'SOURCE_IP' } });
  applied.pop()!.done();
  await at.settle();
  await at.ask('DELETE', `/loadbalancers/${id}/sessionpersistence`);
  await at.settle();
  expect(applied.at(-1)!.running.get(id)!.sessionPersistence).toBeNull();
  expect((await details(at, id)).sessionPersistence).toEqual({ persistenceType: 'SOURCE_IP' });
  applied.pop()!.done();
  await at.settle();
  expect(await details(at, id)).not.toHaveProperty('sessionPersistence');
});

test('a session table that cannot be asked is one answer’s trouble, not the region’s', async () => {
  const { plane } = slowPlane();
  const at = await startTestRegion({
    dataPlane: { ...plane, sessions: () => Promise.reject(new Error('HAProxy is gone.')) },
  });
  const sessions = `/ord/extras/100001/loadbalancers/${await made(at)}/sessions`;
  const headers = { 'x-auth-token': await at.token() };
  expect((await at.raw('GET', sessions, { headers })).status).toBe(503);
  expect(at.warnings.join()).toContain('HAProxy is gone.');
  expect((await at.raw('DELETE', `${sessions}/%E0`, { headers })).status).toBe(404);
});
