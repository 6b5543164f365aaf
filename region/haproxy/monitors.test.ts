import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Node } from '../data-plane.ts';
import type { Body } from '../testing/test-region.ts';
import { ask, nodesOf } from './testing/client.ts';
import { loadBalancerOn } from './testing/load-balancers.ts';
import { patiently, type RunningRegion, startRunningRegion } from './testing/running-region.ts';
import { addressOf, haproxy, nodeCertificate, noHaproxy, Stage } from './testing/stage.ts';

describe.skipIf(noHaproxy !== null)('the basic check, where there is no monitor', { timeout: 30_000 }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  beforeEach(() => stage.wanted.clear());
  afterAll(() => stage.close());

  it('finds a node that does not listen when it is added, one that stops listening later, and one that listens again', async () => {
    const address = addressOf(1);
    const nodes = [await stage.node(1), await stage.node(2), await stage.node(3)];
    await stage.stopNode(1);
    await stage.run(loadBalancerOn(1, address, nodes));
    await stage.nodeBecomes(1, 'OFFLINE');
    expect(new Set(await nodesOf(6, () => ({ address, port: 8000 })))).toEqual(new Set(['n2', 'n3']));

    await stage.stopNode(2);
    await stage.nodeBecomes(2, 'OFFLINE');
    // The next process knows it from the start.
    await stage.change(1, { timeout: 31 });
    expect(await nodesOf(3, () => ({ address, port: 8000 }))).toEqual(['n3', 'n3', 'n3']);

    await stage.node(1, { port: nodes[0]!.port });
    await stage.nodeBecomes(1, 'ONLINE');
    expect(new Set(await nodesOf(4, () => ({ address, port: 8000 })))).toEqual(new Set(['n1', 'n3']));
  });

  it('asks nothing of a node but that it listens, whatever the protocol', async () => {
    const certificate = { ...nodeCertificate(), version: 'TLSv1.2' } as const;
    const alive = [await stage.node(11), await stage.node(12, {}, certificate), await stage.node(13)];
    const dead: Node[] = [];
    for (const id of [14, 15, 16]) {
      dead.push(await stage.node(id));
      await stage.stopNode(id);
    }
    const protocols = ['HTTP', 'HTTPS', 'TCP'] as const;
    await stage.run(
      ...protocols.map((protocol, index) =>
        loadBalancerOn(11 + index, addressOf(11 + index), [alive[index]!, dead[index]!], { protocol }),
      ),
    );
    await Promise.all(dead.map(({ id }) => stage.nodeBecomes(id, 'OFFLINE')));
    for (const [index, { id }] of alive.entries()) {
      const tls = protocols[index] === 'HTTPS' && { tls: {} };
      expect((await ask({ address: addressOf(id), port: 8000, ...tls })).node).toBe(`n${id}`);
    }
  });

  it('HAProxy takes every text of a monitor that it was asked about and did not call unusable', async () => {
    const texts = {
      statusRegex: ['^2..$', '(?<code>2)\\d+', '\\p{L}', '\\k', '', '!', '-i x', '('.repeat(60) + ')'.repeat(60)],
      bodyRegex: ["'", '"', '\\\\', '#', '$HOME', '%[src]', ' ', '{', '🐘'.repeat(64), "'".repeat(128), '\ud800', '\t'],
      path: ['/a b', '/%[src]', "/'", '/#', '/\\', `/${"'".repeat(127)}`, '/\t'],
      hostHeader: ['::1', '192.0.2.1', `${'a'.repeat(63)}.${'b'.repeat(60)}`],
    };
    const candidates = Object.entries(texts).flatMap(([text, values]) => values.map((value) => ({ text, value })));
    const http = { type: 'HTTP', delay: 3600, timeout: 1, attemptsBeforeDeactivation: 1, path: '/' } as const;
    const unusable: string[] = [];
    const node = await stage.node(21);
    for (const [index, { text, value }] of candidates.entries()) {
      const healthMonitor = { ...http, [text]: value };
      if ((await stage.dataPlane.unusableTexts(healthMonitor)).length > 0) unusable.push(`${text} ${value}`);
      else
        stage.wanted.set(
          100 + index,
          loadBalancerOn(100 + index, addressOf(21), [node], { healthMonitor, port: 8100 + index }),
        );
    }
    expect(await stage.run()).toEqual(new Map());
    expect(unusable).toEqual(expect.arrayContaining(['statusRegex \\k', 'bodyRegex \t', 'path /\t']));
    for (const usual of [
      'statusRegex ^2..$',
      'statusRegex (?<code>2)\\d+',
      "bodyRegex '",
      'bodyRegex %[src]',
      'path /%[src]',
    ]) {
      expect(unusable).not.toContain(usual);
    }
  });
});

describe.skipIf(noHaproxy !== null)('monitors over the API', { timeout: 60_000 }, () => {
  let folder: string;
  let region: RunningRegion;
  let id: number;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdfast-monitors-'));
    region = await startRunningRegion(folder, { HAPROXY: haproxy.path! });
    ({ id } = await region.named('web-frontend'));
  });
  afterAll(async () => {
    await region.end('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  });

  const statusOf = async (address: string): Promise<string | undefined> =>
    (await region.ask('GET', `/loadbalancers/${id}/nodes`)).body.nodes.find((node: Body) => node.address === address)
      ?.status;

  const http = { type: 'HTTP', delay: 5, timeout: 1, attemptsBeforeDeactivation: 10, path: '/', statusRegex: '^2' };
  const put = async (fields: Record<string, string>) => {
    await region.settled(id);
    const healthMonitor = { ...http, ...fields };
    return region.ask('PUT', `/loadbalancers/${id}/healthmonitor`, { healthMonitor });
  };

  it.each([
    // The name that the other engine knows for a character, no set at all, looking behind by any length, a set of nothing.
    ['statusRegex', '\\u0032'],
    ['statusRegex', '[^]'],
    ['statusRegex', '(?<=a*)2'],
    ['bodyRegex', '[]'],
    ['bodyRegex', '\\u{6f}k'],
    ['bodyRegex', 'o\nk'],
    ['path', '/\nhttp-request deny'],
    ['path', '/\u0000'],
  ])('a monitor’s %s that HAProxy can make nothing of is refused with 400: %j', async (field, value) => {
    const before = await region.settled(id);
    const { status, body } = await put({ [field]: value });
    expect([status, body.message]).toEqual([400, 'Validation Failure']);
    expect(body.validationErrors.messages).toEqual([
      { statusRegex: 'Must provide a valid status regex', bodyRegex: 'Must provide a valid body regex' }[field] ??
        'Must provide a valid path for the health monitor.',
    ]);
    expect(await region.settled(id)).toEqual(before);

    const loadBalancer = {
      name: 'refused',
      protocol: 'HTTP',
      port: 9200,
      virtualIps: [{ type: 'PUBLIC', ipVersion: 'IPV4' }],
      healthMonitor: { ...http, [field]: value },
    };
    expect((await region.ask('POST', '/loadbalancers', { loadBalancer })).status).toBe(400);
  });

  it('a dead node without a monitor is OFFLINE; so is it again when a monitor is deleted, which calls it ONLINE at first', async () => {
    // Nobody listens there.
    const node = { address: '127.10.255.253', port: 9, condition: 'ENABLED' };
    const dead = () => statusOf(node.address);
    await region.ask('DELETE', `/loadbalancers/${id}/healthmonitor`);
    await region.settled(id);
    const added = await region.ask('POST', `/loadbalancers/${id}/nodes`, { nodes: [node] });
    expect(added.body.nodes[0].status).toBe('ONLINE');
    await expect.poll(dead, patiently).toBe('OFFLINE');

    const monitor = { type: 'CONNECT', delay: 1, timeout: 1, attemptsBeforeDeactivation: 1 };
    await region.settled(id);
    await region.ask('PUT', `/loadbalancers/${id}/healthmonitor`, { healthMonitor: monitor });
    await region.settled(id);
    expect(await dead()).toBe('OFFLINE');
    expect((await region.ask('DELETE', `/loadbalancers/${id}/healthmonitor`)).status).toBe(202);
    await region.settled(id);
    await expect.poll(dead, patiently).toBe('OFFLINE');
    // It was ONLINE in between, and that the check said so stands in the feed.
    const events = (await region.ask('GET', `/loadbalancers/${id}/nodes/events`)).body.nodeServiceEvents;
    expect(events.filter(({ nodeId }: Body) => nodeId === added.body.nodes[0].id).length).toBe(2);
  });
});
