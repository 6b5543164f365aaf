/**
 * Changes under load on fresh connections: persistence of one load balancer changes again and again while a neighbour is reloaded with
 * a node more or a node less; 30 Source IP clients and 30 cookie clients of neighbours must stay where they are, and no request may fail.
 * Run: node region/haproxy/soak/under-load.ts [persistence changes = 1000] [reloads = 30]
 */
import type { PersistenceTypeName } from '../../../contract/clb/persistence.ts';
import { type Asked, ask } from '../testing/client.ts';
import { loadBalancerOn } from '../testing/load-balancers.ts';
import { addressOf, clientAddress, Stage } from '../testing/stage.ts';
import { closing } from './closing.ts';
import { argument } from './numbers.ts';

const types: (PersistenceTypeName | null)[] = ['HTTP_COOKIE', 'SOURCE_IP', null];

interface Counts {
  sent: number;
  failed: number;
  /** Requests of a known client that another node than its own answered. */
  moved: number;
}

/** Counts during `changes` changes of persistence, and during `reloads` reloads. */
export async function underLoad(changes: number, reloads: number): Promise<{ changes: Counts; reloads: Counts }> {
  const stage = await Stage.open();
  const close = closing(() => stage.close());
  const nodes = [await stage.node(1), await stage.node(2), await stage.node(3), await stage.node(4)];
  const extra = await stage.node(5);
  const [changed, byAddress, byCookie] = [addressOf(1), addressOf(2), addressOf(3)];
  await stage.run(
    loadBalancerOn(1, changed, nodes),
    loadBalancerOn(2, byAddress, nodes, { sessionPersistence: 'SOURCE_IP' }),
    loadBalancerOn(3, byCookie, nodes, { sessionPersistence: 'HTTP_COOKIE' }),
  );
  const clients: (Asked & { home: string | null })[] = [];
  for (let client = 1; client <= 30; client += 1) {
    const asked = { address: byAddress, port: 8000, from: clientAddress(client) };
    clients.push({ ...asked, home: (await ask(asked)).node });
    const { node, cookie } = await ask({ address: byCookie, port: 8000 });
    clients.push({ address: byCookie, port: 8000, cookie: cookie!, home: node });
  }

  let running = true;
  let counts: Counts = { sent: 0, failed: 0, moved: 0 };
  const traffic = async (next: (index: number) => Asked & { home?: string | null }): Promise<void> => {
    for (let index = 0; running; index += 1) {
      const { home, ...asked } = next(index);
      counts.sent += 1;
      const node = await ask(asked).then(
        (answer) => answer.node,
        () => null,
      );
      if (node === null) counts.failed += 1;
      else if (home !== undefined && node !== home) counts.moved += 1;
    }
  };
  const sending = [
    traffic(() => ({ address: changed, port: 8000 })),
    traffic(() => ({ address: changed, port: 8000 })),
    traffic((index) => clients[index % clients.length]!),
    traffic((index) => clients[(index + 30) % clients.length]!),
  ];
  for (let change = 0; change < changes; change += 1) {
    await stage.change(1, { sessionPersistence: types[change % types.length]! });
    await ask({ address: changed, port: 8000 });
  }
  const duringChanges = counts;
  counts = { sent: 0, failed: 0, moved: 0 };
  for (let reload = 0; reload < reloads; reload += 1) {
    await stage.change(2, { nodes: reload % 2 === 0 ? [...nodes, extra] : nodes });
  }
  running = false;
  await Promise.all(sending);
  await close();
  return { changes: duringChanges, reloads: counts };
}

if (import.meta.main) {
  const changes = argument(1, 1000);
  const reloads = argument(2, 30);
  const counted = await underLoad(changes, reloads);
  const words = ({ sent, failed, moved }: Counts) =>
    `${sent} requests, ${failed} failed, ${moved} of a client that moved`;
  console.log(`${changes} changes of persistence: ${words(counted.changes)}`);
  console.log(`${reloads} reloads that add or remove a node: ${words(counted.reloads)}`);
  const wrong = [counted.changes, counted.reloads].some(({ failed, moved }) => failed + moved > 0);
  process.exitCode = wrong ? 1 : 0;
}
