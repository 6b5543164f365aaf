import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { OperationId } from '../../../contract/clb/operations/index.ts';
import { type Composition, compose, HttpResponse, http, settle } from '../../test/composition.ts';
import { readHistory } from '../history/history.ts';
import { explorerRequest } from './request.ts';
import { sendCall } from './send.ts';

// A whole panel answers every request here: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: Composition;
let id: number;
beforeEach(async () => {
  world = await compose();
  id = await world.idOf('ORD', 'web-frontend');
  await world.signIn('admin');
});
afterEach(() => world.close());

/** Sends a write as the explorer does and gives what the history has of it once it is settled. */
async function write(operation: OperationId, params: Record<string, string>, body: object | null) {
  const settled = vi.fn();
  const values = { region: 'ORD', params, query: {}, body: body && JSON.stringify(body) };
  const answer = await sendCall(explorerRequest(operation, values, null), new AbortController().signal, settled);
  world.clock.advance(settle);
  await vi.waitFor(() => expect(settled).toHaveBeenCalled(), 15_000);
  const [record] = (await readHistory({})).changes;
  return { answer, record: record! };
}

const lb = () => ({ loadBalancerId: String(id) });
const shown = async <T,>(path: string) => (await world.ask('ORD', 'GET', `/loadbalancers/${id}${path}`)).body as T;

test.each<[OperationId, object | null, string, string]>([
  [
    'connectionThrottle.set',
    { connectionThrottle: { maxConnections: 77 } },
    '{"maxConnections":',
    '{"maxConnections":77}',
  ],
  ['sessionPersistence.disable', null, 'HTTP_COOKIE', 'DISABLED'],
  ['loadBalancers.update', { loadBalancer: { name: 'renamed' } }, '{"name":"web-frontend"}', '{"name":"renamed"}'],
])(
  '%s stands in the history with the name, both values and a verified outcome',
  async (operation, body, before, after) => {
    await world.ask('ORD', 'PUT', `/loadbalancers/${id}/sessionpersistence`, {
      sessionPersistence: { persistenceType: 'HTTP_COOKIE' },
    });
    world.clock.advance(settle);
    await world.ask('ORD', 'PUT', `/loadbalancers/${id}/connectionthrottle`, {
      connectionThrottle: { maxConnections: 5 },
    });
    world.clock.advance(settle);
    const { answer, record } = await write(operation, lb(), body);
    expect(answer.status).toBe(202);
    expect(answer.headers.map(([name]) => name)).not.toContain('x-holdfast-change-key');
    expect(record).toMatchObject({
      id: answer.change,
      operation,
      loadBalancerName: 'web-frontend',
      before: expect.stringContaining(before),
      after,
      verdict: 'confirmed',
    });
  },
);

test('a node that is added and removed, and a load balancer that is made and deleted', async () => {
  const nodes = [{ address: '10.9.9.9', port: 80, condition: 'ENABLED' }];
  const added = await write('nodes.add', lb(), { nodes });
  expect(added.record).toMatchObject({ loadBalancerName: 'web-frontend', before: 'none', verdict: 'confirmed' });
  expect(added.record.after).toContain('"address":"10.9.9.9"');
  const list = await shown<{ nodes: { id: number; address: string }[] }>('/nodes');
  const node = list.nodes.find(({ address }) => address === '10.9.9.9')!;
  const removed = await write('nodes.delete', { ...lb(), nodeId: String(node.id) }, null);
  expect(removed.record).toMatchObject({ after: 'none', verdict: 'confirmed' });
  expect(removed.record.before).toContain(`"id":${node.id}`);

  const made = await write(
    'loadBalancers.create',
    {},
    { loadBalancer: { name: 'made here', protocol: 'HTTP', port: 80, virtualIps: [{ type: 'PUBLIC' }], nodes } },
  );
  expect(made.record).toMatchObject({ loadBalancerName: 'made here', before: 'none', verdict: 'confirmed' });
  const created = { loadBalancerId: made.record.loadBalancerId! };
  const deleted = await write('loadBalancers.delete', created, null);
  expect(deleted.record).toMatchObject({ loadBalancerName: 'made here', after: 'none', verdict: 'confirmed' });
});

test('a refusal is one, with name and values all the same', async () => {
  const { record } = await write('connectionThrottle.set', lb(), { connectionThrottle: { maxConnections: -5 } });
  expect(record).toMatchObject({ loadBalancerName: 'web-frontend', after: '{"maxConnections":-5}', verdict: 'failed' });
});

test('an answer that tells nothing is settled by reading: in force, or unknown', async () => {
  await world.control('fail', { operation: 'sessionPersistence.enable', times: 1, status: 500 });
  const body = { sessionPersistence: { persistenceType: 'SOURCE_IP' } };
  const { answer, record } = await write('sessionPersistence.enable', lb(), body);
  expect(answer.status).toBe(500);
  expect(record).toMatchObject({ loadBalancerName: 'web-frontend', after: 'SOURCE_IP' });
  const stored = await world.stored('ORD', id);
  expect(record.verdict).toBe(stored === 'SOURCE_IP' ? 'confirmed' : 'unconfirmed');
});

test('values that cannot be read stop no write', async () => {
  world.network.use(
    http.get('*/api/ORD/loadbalancers/:id', () => HttpResponse.json({}, { status: 500 }), { once: true }),
  );
  const { answer, record } = await write('connectionThrottle.set', lb(), { connectionThrottle: { maxConnections: 8 } });
  expect(answer.status).toBe(202);
  expect(record).toMatchObject({ before: null, after: '{"maxConnections":8}', verdict: 'confirmed' });
});

test('a region that does not answer the reads keeps a write waiting for five seconds, and a cancelled one is not sent', async () => {
  let asked = 0;
  const written = vi.fn();
  world.network.use(
    http.get('*/api/ORD/loadbalancers/*', () => {
      asked += 1;
      return new Promise<never>(() => {});
    }),
    http.put('*/api/*', written),
  );
  const values = { region: 'ORD', params: lb(), query: {}, body: '{"connectionThrottle":{"maxConnections":8}}' };
  const controller = new AbortController();
  const call = sendCall(explorerRequest('connectionThrottle.set', values, null), controller.signal);
  await expect.poll(() => asked).toBeGreaterThan(0);
  controller.abort();
  await expect(call).rejects.toThrow();
  expect(written).not.toHaveBeenCalled();

  const sent = sendCall(explorerRequest('connectionThrottle.set', values, null), new AbortController().signal);
  expect((await sent).status).toBe(202);
  expect(written).toHaveBeenCalledOnce();
});
