import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../contract/shared/clock.ts';
import type { CheckEnd, CheckGroup, CheckLine } from '../contract/shared/stickiness-check.ts';
import { loadBalancerOn, nodeOn } from '../region/haproxy/testing/load-balancers.ts';
import { addressOf, noHaproxy, Stage } from '../region/haproxy/testing/stage.ts';
import { socketProber } from '../server/checks/prober.ts';
import { type Setup, setUp } from '../server/testing/browser.ts';
import { countingNodes } from './support/counting-nodes.ts';
import { type Situation, situations, type Type } from './support/situations.ts';

/**
 * Situations × persistence types: the whole check, through real HAProxy, to nodes that count. A verdict may be "cannot tell" wherever the
 * truth cannot be seen; what it claims must be what the nodes counted.
 */

const rows = situations.flatMap((situation) =>
  (Object.keys(situation.expected) as Type[]).map((type) => ({
    ...situation,
    type,
    outcome: situation.expected[type]!,
  })),
);

interface Truth {
  readonly group: CheckGroup;
  /** Nodes that got the request. */
  readonly nodes: readonly number[];
}

describe.skipIf(noHaproxy !== null)('a stickiness check claims only what the nodes counted', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage.close());
  let lastId = 100;

  async function check({
    page,
    type,
    nodes: count = 3,
    dead = [],
    tls,
    running,
    said,
    node,
    asked,
    neighbour,
    busy,
  }: Situation & { type: Type }) {
    lastId += 1;
    const id = lastId;
    const address = addressOf(1 + (id % 120));
    const nodes = await countingNodes(count, page, tls ?? null);
    const members = nodes.ports.map((port, index) =>
      nodeOn(id * 10 + index, dead.includes(index) ? 9 : port, node?.(index) ?? {}),
    );
    const sessionPersistence = type === 'Disabled' ? null : type;
    const protocol = tls ? 'HTTPS' : 'HTTP';
    const loadBalancer = loadBalancerOn(id, address, members, { protocol, sessionPersistence, ...running });
    stage.wanted.clear();
    const refusals = await stage.run(
      loadBalancer,
      ...(neighbour ? [{ ...loadBalancer, id: id + 50_000, port: 8_001 }] : []),
    );
    expect(refusals).toEqual(new Map());

    const truth: Truth[] = [];
    const panel: Setup = await setUp({
      clock: systemClock,
      probe: async (request) => {
        const before = nodes.asked.length;
        const probe = await socketProber(request);
        truth.push({ group: probe.group, nodes: nodes.asked.slice(before) });
        return probe;
      },
    });
    panel.service.answer = async ({ url }) => {
      if (url.includes('/extras/'))
        return Response.json({ persistenceType: sessionPersistence, sessions: await stage.dataPlane.sessions(id) });
      const { sslTermination, ...details } = { ...loadBalancer, sslTermination: null };
      return Response.json({
        loadBalancer: {
          ...details,
          status: 'ACTIVE',
          sessionPersistence: sessionPersistence ? { persistenceType: sessionPersistence } : undefined,
          contentCaching: { enabled: false },
          httpsRedirect: false,
          ...said,
        },
      });
    };
    await panel.browser.signIn('admin');
    const held = busy ? connect(loadBalancer.port, address) : null;
    if (held) await new Promise((resolve) => held.once('connect', resolve));
    try {
      const response = await panel.browser.ask('/panel/checks', {
        method: 'POST',
        body: { region: 'ORD', loadBalancerId: String(id), ...asked },
      });
      const text = await response.text();
      expect(response.status, text).toBe(200);
      const lines = text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as CheckLine);
      return { end: lines.at(-1) as CheckEnd, truth, id };
    } finally {
      held?.destroy();
      await panel.panel.close();
      await nodes.close();
    }
  }

  it.each(rows)('$title, $type: $outcome', async (row) => {
    const { end, truth } = await check(row);
    const { verdict, strip } = end;
    const asked = (probes: readonly Truth[]) => new Set(probes.flatMap(({ nodes }) => nodes));
    const judged = row.type === 'SOURCE_IP' ? truth : truth.filter(({ group }) => group === 'kept');
    const homes = asked(judged).size;
    if (verdict.outcome === 'sticky') expect(homes, verdict.words).toBe(1);
    if (verdict.outcome === 'not-sticky') expect(homes, verdict.words).toBeGreaterThan(1);
    const claimed = /went to (at least )?(\d+) nodes/.exec(verdict.words);
    const met = row.type === 'Disabled' ? asked(truth).size : homes;
    if (claimed?.[1]) expect(Number(claimed[2])).toBeLessThanOrEqual(met);
    else if (claimed) expect(Number(claimed[2])).toBe(met);
    // A square that names a node stands for a request that a node got, and one name for one node.
    const nodesOf = new Map<string, Set<number>>();
    for (const [index, { node }] of strip.entries()) {
      if (node === null) continue;
      for (const each of truth[index]?.nodes ?? []) nodesOf.set(node, (nodesOf.get(node) ?? new Set()).add(each));
      expect(truth[index]?.nodes.length).toBeGreaterThan(0);
    }
    if (verdict.outcome !== 'cannot-tell' && !row.title.startsWith('one name for'))
      for (const each of nodesOf.values()) expect(each.size).toBe(1);
    if (row.outcome === 'true') return;
    expect([verdict.outcome, verdict.words]).toEqual([row.outcome, expect.stringMatching(row.words ?? /./)]);
  });
});
