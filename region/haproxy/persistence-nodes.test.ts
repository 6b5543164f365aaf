import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersistenceTypeName } from '../../contract/clb/persistence.ts';
import type { Node, RunningLoadBalancer } from '../data-plane.ts';
import { type Answer, type Asked, ask } from './testing/client.ts';
import { loadBalancerOn } from './testing/load-balancers.ts';
import { addressOf, clientAddress, nodeCertificate, noHaproxy, Stage } from './testing/stage.ts';

/** What a client of each type brings along when it comes back. */
const types: Record<PersistenceTypeName, { tls: boolean; brings(first: Answer): Partial<Asked> }> = {
  HTTP_COOKIE: { tls: false, brings: ({ cookie }) => ({ cookie: cookie! }) },
  SOURCE_IP: { tls: false, brings: () => ({}) },
  SSL_ID: { tls: true, brings: ({ session }) => ({ tls: { session: session! } }) },
};
const names = Object.keys(types) as PersistenceTypeName[];

/** One load balancer with two nodes and a persistence type in force. */
interface Case {
  readonly id: number;
  readonly nodes: readonly Node[];
  /** Asks as somebody who was never here. */
  stranger(): Promise<Answer>;
  /** Asks as the one who got this answer. */
  again(first: Answer, client: number): Promise<string | null>;
  client(client: number): Promise<Answer>;
}

describe.skipIf(noHaproxy !== null)('nodes that come and go under each persistence type', { timeout: 30_000 }, () => {
  let stage: Stage;
  let cases: Case[];
  let strangers = 1000;

  beforeAll(async () => {
    stage = await Stage.open();
    cases = await Promise.all(
      names.map(async (type, index): Promise<Case> => {
        const { tls, brings } = types[type];
        const certificate = tls ? ({ ...nodeCertificate(), version: 'TLSv1.2' } as const) : undefined;
        const id = index + 1;
        const nodes = [await stage.node(id * 10 + 1, {}, certificate), await stage.node(id * 10 + 2, {}, certificate)];
        const asked = (from: number): Asked => ({
          address: addressOf(id),
          port: 8000,
          from: clientAddress(from),
          ...(tls && { tls: {} }),
        });
        stage.wanted.set(
          id,
          loadBalancerOn(id, addressOf(id), nodes, {
            protocol: tls ? 'HTTPS' : 'HTTP',
            sessionPersistence: type,
            healthMonitor: { type: 'CONNECT', delay: 1, timeout: 1, attemptsBeforeDeactivation: 1 },
          }),
        );
        return {
          id,
          nodes,
          stranger: () => {
            strangers += 1;
            return ask(asked(strangers));
          },
          client: (client) => ask(asked(client)),
          again: async (first, client) => (await ask({ ...asked(client), ...brings(first) })).node,
        };
      }),
    );
    expect(await stage.run()).toEqual(new Map());
  });
  afterAll(() => stage.close());

  /** Makes the same change to every load balancer, all at once. */
  const changeAll = async (change: (each: Case) => Partial<RunningLoadBalancer>) => {
    for (const each of cases) stage.wanted.set(each.id, { ...stage.wanted.get(each.id)!, ...change(each) });
    expect(await stage.run()).toEqual(new Map());
  };
  const withFirst = ({ nodes }: Case, more: Partial<Node>) => ({
    nodes: nodes.map((node, index) => (index === 0 ? { ...node, ...more } : node)),
  });
  const firstVisits = ({ client }: Case, clients: readonly number[]) => Promise.all(clients.map(client));
  const secondVisits = ({ again }: Case, first: readonly Answer[], clients: readonly number[]) =>
    Promise.all(first.map((answer, index) => again(answer, clients[index]!)));
  const strangersAt = ({ stranger }: Case) =>
    Promise.all(Array.from({ length: 12 }, async () => (await stranger()).node));
  const homes = (first: readonly Answer[]) => first.map(({ node }) => node);
  const both = ({ nodes }: Case) => nodes.map(({ id }) => `n${id}`);
  const distinct = (nodes: readonly (string | null)[]) => [...new Set(nodes)].sort();

  it('a DRAINING node keeps its clients and gets nobody new, over a reload too; a DISABLED one gets nobody', async () => {
    const clients = [1, 2, 3, 4, 5, 6];
    const visits = await Promise.all(cases.map((each) => firstVisits(each, clients)));
    const stay = () =>
      Promise.all(
        cases.map(async (each, index) => {
          expect(await secondVisits(each, visits[index]!, clients)).toEqual(homes(visits[index]!));
        }),
      );
    for (const [index, each] of cases.entries()) expect(distinct(homes(visits[index]!))).toEqual(both(each));
    await stay();

    await changeAll((each) => withFirst(each, { condition: 'DRAINING' }));
    await stay();
    for (const each of cases) expect(distinct(await strangersAt(each))).toEqual(both(each).slice(1));

    await changeAll(() => ({ timeout: 61 }));
    await stay();
    for (const each of cases) expect(distinct(await strangersAt(each))).toEqual(both(each).slice(1));

    await changeAll((each) => withFirst(each, { condition: 'DISABLED' }));
    for (const [index, each] of cases.entries()) {
      expect(distinct(await secondVisits(each, visits[index]!, clients))).toEqual(both(each).slice(1));
    }

    await changeAll((each) => withFirst(each, { condition: 'ENABLED' }));
    for (const each of cases) expect(distinct(await strangersAt(each))).toEqual(both(each));
  });

  it('clients of a node that fails move to another, over a reload too, and the node is used again when it returns', async () => {
    const clients = [11, 12, 13, 14, 15, 16];
    const visits = await Promise.all(cases.map((each) => firstVisits(each, clients)));
    for (const [index, each] of cases.entries()) expect(distinct(homes(visits[index]!))).toEqual(both(each));
    const firsts = cases.map(({ nodes }) => nodes[0]!);
    await Promise.all(firsts.map(({ id }) => stage.stopNode(id)));
    await Promise.all(firsts.map(({ id }) => stage.nodeBecomes(id, 'OFFLINE')));
    expect(stage.details.at(-1)).toContain('Connection refused');
    for (const [index, each] of cases.entries()) {
      expect(distinct(await secondVisits(each, visits[index]!, clients))).toEqual(both(each).slice(1));
    }

    // A reload meanwhile must not send anybody to the node that is down.
    await changeAll(() => ({ timeout: 62 }));
    for (const [index, each] of cases.entries()) {
      expect(distinct(await secondVisits(each, visits[index]!, clients))).toEqual(both(each).slice(1));
      expect(distinct(await strangersAt(each))).toEqual(both(each).slice(1));
    }

    for (const [index, { id, port }] of firsts.entries()) {
      const { tls } = types[names[index]!];
      await stage.node(id, { port }, tls ? { ...nodeCertificate(), version: 'TLSv1.2' } : undefined);
    }
    await Promise.all(firsts.map(({ id }) => stage.nodeBecomes(id, 'ONLINE')));
    for (const each of cases) {
      expect(distinct(await strangersAt(each))).toEqual(both(each));
      const fresh = await firstVisits(each, clients);
      expect(await secondVisits(each, fresh, clients)).toEqual(homes(fresh));
    }
  });

  it('clients of a SECONDARY node stay with it while every PRIMARY is down or draining, and go back to a PRIMARY that takes clients again', async () => {
    const clients = [21, 22, 23, 24, 25, 26];
    const certificateOf = (index: number) =>
      types[names[index]!].tls ? ({ ...nodeCertificate(), version: 'TLSv1.2' } as const) : undefined;
    const seconds = await Promise.all(cases.map(({ id }, index) => stage.node(id * 10 + 3, {}, certificateOf(index))));
    const nodesOf = (each: Case, condition: Node['condition'] = 'ENABLED'): Partial<RunningLoadBalancer> => ({
      nodes: [
        { ...each.nodes[0]!, condition },
        ...[each.nodes[1]!, seconds[cases.indexOf(each)]!].map((node) => ({ ...node, type: 'SECONDARY' as const })),
      ],
    });
    const secondaries = ({ id }: Case) => [`n${id * 10 + 2}`, `n${id * 10 + 3}`];
    await changeAll((each) => nodesOf(each));
    const primaries = cases.map(({ nodes }) => nodes[0]!);
    await Promise.all(primaries.map(({ id }) => stage.stopNode(id)));
    await Promise.all(primaries.map(({ id }) => stage.nodeBecomes(id, 'OFFLINE')));

    const visits = await Promise.all(cases.map((each) => firstVisits(each, clients)));
    const stay = async () => {
      for (const [index, each] of cases.entries()) {
        expect(await secondVisits(each, visits[index]!, clients)).toEqual(homes(visits[index]!));
      }
    };
    for (const [index, each] of cases.entries()) expect(distinct(homes(visits[index]!))).toEqual(secondaries(each));
    await stay();
    await changeAll(() => ({ timeout: 63 }));
    await stay();

    await changeAll((each) => nodesOf(each, 'DRAINING'));
    for (const [index, { id, port }] of primaries.entries()) await stage.node(id, { port }, certificateOf(index));
    await Promise.all(primaries.map(({ id }) => stage.nodeBecomes(id, 'ONLINE')));
    await stay();

    await changeAll((each) => nodesOf(each));
    for (const [index, each] of cases.entries()) {
      const home = `n${each.nodes[0]!.id}`;
      expect(distinct(await secondVisits(each, visits[index]!, clients))).toEqual([home]);
      const fresh = await firstVisits(each, clients);
      expect(distinct(homes(fresh))).toEqual([home]);
      expect(await secondVisits(each, fresh, clients)).toEqual(homes(fresh));
    }
  });
});
