/**
 * How long a change takes: from the call that makes it to the first request, over a fresh connection, that obeys it.
 * Run: node region/haproxy/soak/change-latency.ts [load balancers = 25] [changes = 100]
 */
import type { RunningLoadBalancer } from '../../data-plane.ts';
import { ask } from '../testing/client.ts';
import { loadBalancerOn } from '../testing/load-balancers.ts';
import { addressOf, Stage } from '../testing/stage.ts';
import { closing } from './closing.ts';
import { argument, spread } from './numbers.ts';

/** Milliseconds of each change of persistence, of each change that needs a reload, and of the start of all load balancers. */
export async function changeLatency(
  loadBalancers: number,
  changes: number,
  reloads: number,
): Promise<{ start: number; persistence: number[]; reload: number[] }> {
  const stage = await Stage.open();
  const close = closing(() => stage.close());
  const nodes = [await stage.node(1), await stage.node(2), await stage.node(3)];
  const all = Array.from({ length: loadBalancers }, (_, index) =>
    loadBalancerOn(index + 1, addressOf(1 + Math.floor(index / 250)), nodes, { port: 8000 + (index % 250) }),
  );
  const started = performance.now();
  const refusals = await stage.run(...all);
  if (refusals.size > 0) throw new Error([...refusals.values()][0]);
  const start = performance.now() - started;

  const address = addressOf(1);
  const obeyed = async (more: Partial<RunningLoadBalancer>, obeys: () => Promise<boolean>): Promise<number> => {
    const from = performance.now();
    await stage.change(1, more);
    if (!(await obeys())) throw new Error('The first request after the change did not obey it.');
    return performance.now() - from;
  };
  const persistence: number[] = [];
  for (let change = 0; change < changes; change += 1) {
    const type = change % 2 === 0 ? 'HTTP_COOKIE' : null;
    const obeys = async () => ((await ask({ address, port: 8000 })).cookie !== null) === (type !== null);
    persistence.push(await obeyed({ sessionPersistence: type }, obeys));
  }
  const reload: number[] = [];
  for (let change = 0; change < reloads; change += 1) {
    const port = change % 2 === 0 ? 9000 : 8000;
    const obeys = () =>
      ask({ address, port }).then(
        ({ node }) => node !== null,
        () => false,
      );
    reload.push(await obeyed({ port }, obeys));
  }
  await close();
  return { start, persistence, reload };
}

if (import.meta.main) {
  const loadBalancers = argument(1, 25);
  const changes = argument(2, 100);
  const times = await changeLatency(loadBalancers, changes, Math.min(changes, loadBalancers > 100 ? 10 : 30));
  console.log(`${loadBalancers} load balancers run after ${times.start.toFixed(0)} ms`);
  console.log(`persistence, no reload: ${spread(times.persistence, 'ms')}`);
  console.log(`a change with a reload: ${spread(times.reload, 'ms')}`);
}
