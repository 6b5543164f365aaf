import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersistenceTypeName } from '../../contract/clb/persistence.ts';
import { ask } from './testing/client.ts';
import { loadBalancerOn } from './testing/load-balancers.ts';
import { addressOf, clientAddress, noHaproxy, Stage } from './testing/stage.ts';

const types: (PersistenceTypeName | null)[] = ['HTTP_COOKIE', 'SOURCE_IP', null];

/** Sends requests over fresh connections, one after the other, until told to stop; counts those that got no answer from a node. */
function traffic(send: (index: number) => Promise<string | null>): {
  stop(): Promise<{ sent: number; failed: number }>;
} {
  let running = true;
  const counts = { sent: 0, failed: 0 };
  const done = (async () => {
    for (let index = 0; running; index += 1) {
      counts.sent += 1;
      const node = await send(index).catch(() => null);
      if (node === null) counts.failed += 1;
    }
  })();
  return {
    stop: async () => {
      running = false;
      await done;
      return counts;
    },
  };
}

describe.skipIf(noHaproxy !== null)('changes under load', { timeout: 30_000 }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage.close());

  it('changes persistence 100 times, and reloads 10 times, without a failed request or a moved client of a neighbour', async () => {
    const address = addressOf(10);
    const byAddress = addressOf(11);
    const byCookie = addressOf(12);
    const nodes = [await stage.node(1), await stage.node(2), await stage.node(3), await stage.node(4)];
    await stage.run(
      loadBalancerOn(100, address, nodes),
      loadBalancerOn(101, byAddress, nodes, { sessionPersistence: 'SOURCE_IP' }),
      loadBalancerOn(102, byCookie, nodes, { sessionPersistence: 'HTTP_COOKIE' }),
      loadBalancerOn(103, addressOf(13), nodes),
    );
    const clients = Array.from({ length: 30 }, (_, index) => clientAddress(index + 1));
    const homes = await Promise.all(clients.map((from) => ask({ address: byAddress, port: 8000, from })));
    const cookies = await Promise.all(clients.map(() => ask({ address: byCookie, port: 8000 })));
    const moved: string[] = [];
    const stays = (home: string | null, node: string | null) => {
      if (node !== null && node !== home) moved.push(`${home} → ${node}`);
      return node;
    };
    const running = [
      ...Array.from({ length: 4 }, () => traffic(async () => (await ask({ address, port: 8000 })).node)),
      traffic(async (index) => {
        const client = index % clients.length;
        return stays(homes[client]!.node, (await ask({ address: byAddress, port: 8000, from: clients[client]! })).node);
      }),
      traffic(async (index) => {
        const { node, cookie } = cookies[index % cookies.length]!;
        return stays(node, (await ask({ address: byCookie, port: 8000, cookie: cookie! })).node);
      }),
    ];
    for (let change = 0; change < 100; change += 1) {
      const type = types[change % types.length]!;
      expect(await stage.change(100, { sessionPersistence: type })).toBeUndefined();
      // The first request after the answer obeys.
      expect((await ask({ address, port: 8000 })).cookie !== null).toBe(type === 'HTTP_COOKIE');
      if (change % 10 === 5) expect(await stage.change(103, { timeout: 31 + change })).toBeUndefined();
    }
    const counts = await Promise.all(running.map((each) => each.stop()));
    expect(counts.map(({ failed }) => failed)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(moved).toEqual([]);
    expect(counts[0]!.sent + counts[4]!.sent).toBeGreaterThan(100);
  });
});
