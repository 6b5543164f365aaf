import { expect, test } from 'vitest';
import { type World, world } from '../conformance/world.ts';

/** What clients of the service rely on that its documents show in passing. */

const at = async (): Promise<World & { path: string }> => {
  const made = await world();
  return { ...made, path: `/loadbalancers/${made.params.loadBalancerId}` };
};

test('metadata of a node stand in the answer about that node, always, and nowhere else', async () => {
  const { ask, settle, path, params } = await at();
  const { nodeId } = params;
  const [listed, details] = [await ask('GET', `${path}/nodes`), await ask('GET', path)];
  const added = await ask('POST', `${path}/nodes`, {
    body: { nodes: [{ address: '127.0.0.1', port: 8095, condition: 'ENABLED' }] },
  });
  await settle();
  const updated = await ask('PUT', `${path}/nodes`, { body: { nodes: [{ id: nodeId, condition: 'DRAINING' }] } });
  const all = [listed, added, updated].flatMap(({ body }) => body.nodes).concat(details.body.loadBalancer.nodes);
  expect(all).toHaveLength(8);
  for (const node of all) expect(node).not.toHaveProperty('metadata');

  const one = await ask('GET', `${path}/nodes/${nodeId}`);
  expect(one.body.node.metadata).toEqual([{ id: params.nodeMetaId, key: 'rack', value: '7' }]);
  const bare = await ask('GET', `${path}/nodes/${added.body.nodes[0].id}`);
  expect(bare.body.node.metadata).toEqual([]);
});

test('a node’s metadata are refused with the sentence alone, as plain text', async () => {
  const { ask, path, params } = await at();
  const { status, body, headers } = await ask('POST', `${path}/nodes/${params.nodeId}/metadata`, {
    body: { metadata: [{ key: 'rack', value: '8' }] },
  });
  expect([status, headers.get('content-type')]).toEqual([400, 'text/plain']);
  expect(body).toBe('Duplicate metadata keys detected. One or more metadata keys already configured on node.');
});

test('source addresses show the IPv6 one compressed, with its network', async () => {
  const { ask, path } = await at();
  expect((await ask('GET', path)).body.loadBalancer.sourceAddresses.ipv6Public).toBe('::1/64');
  expect((await ask('GET', `${path}/clustersourceaddresses`)).body.clusterSourceAddresses.ipv6Publicnets).toEqual([
    '::1/64',
  ]);
  expect((await ask('GET', '/regionalsourceaddresses')).body.RegionalSourceAddresses.ipv6Publicnets).toEqual([
    '::1/64',
  ]);
});

test('averages in usage reports are decimals, whole ones too', async () => {
  const { region, path, token } = await at();
  for (const below of [`${path}/usage`, `${path}/usage/current`, '/loadbalancers/usage']) {
    const response = await region.fetch(
      new Request(`http://127.0.0.1:4100/ord/v1.0/100001${below}`, { headers: { 'x-auth-token': await token() } }),
    );
    const averages = [...(await response.text()).matchAll(/"averageNumConnections(?:Ssl)?":([^,}]+)/g)];
    expect(averages.length, below).toBeGreaterThan(0);
    for (const [, average] of averages) expect(average).toBe('0.0');
  }
});

test('without a page of its own a load balancer shows the service’s', async () => {
  const { ask, path } = await at();
  const { content } = (await ask('GET', `${path}/errorpage`)).body.errorpage;
  expect(content).toMatch(/^<html><head>.*<title>Service Unavailable<\/title>.*<\/html>$/);
});
