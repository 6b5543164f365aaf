/**
 * How long a change takes: from the call that makes it to the first request, over a fresh connection, that obeys it.
 * Run: node region/haproxy/soak/change-latency.ts [load balancers = 25] [changes = 100]
 */
import type { RunningLoadBalancer } from '../../data-plane.ts';
import { ask } from '../testing/client.ts';
import { loadBalancerOn } from '../testing/load-balancers.ts';
import { addressOf, Stage } from '../testing/stage.ts';
import { argument, spread } from './numbers.ts';

const loadBalancers = argument(1, 25);
const changes = argument(2, 100);
const stage = await Stage.open();
const nodes = [await stage.node(1), await stage.node(2), await stage.node(3)];
const all = Array.from({ length: loadBalancers }, (_, index) =>
  loadBalancerOn(index + 1, addressOf(1 + Math.floor(index / 250)), nodes, { port: 8000 + (index % 250) }),
);
const started = performance.now();
const refusals = await stage.run(...all);
if (refusals.size > 0) throw new Error([...refusals.values()][0]);
console.log(`${loadBalancers} load balancers run after ${(performance.now() - started).toFixed(0)} ms`);

const address = addressOf(1);
const obeyed = async (more: Partial<RunningLoadBalancer>, obeys: () => Promise<boolean>): Promise<number> => {
  const from = performance.now();
  await stage.change(1, more);
  const live = performance.now() - from;
  if (!(await obeys())) throw new Error('The first request after the change did not obey it.');
  return Math.max(live, performance.now() - from);
};
const cookie = async () => (await ask({ address, port: 8000 })).cookie !== null;
const times: number[] = [];
for (let change = 0; change < changes; change += 1) {
  const on = change % 2 === 0;
  times.push(await obeyed({ sessionPersistence: on ? 'HTTP_COOKIE' : null }, async () => (await cookie()) === on));
}
console.log(`persistence, no reload: ${spread(times, 'ms')}`);

const reloads: number[] = [];
for (let change = 0; change < Math.min(changes, loadBalancers > 100 ? 10 : 30); change += 1) {
  const redirected = change % 2 === 0;
  const port = redirected ? 9000 : 8000;
  reloads.push(
    await obeyed({ port }, async () => {
      const moved = await ask({ address, port }).then(
        ({ node }) => node !== null,
        () => false,
      );
      return moved;
    }),
  );
}
console.log(`a change with a reload: ${spread(reloads, 'ms')}`);
await stage.close();
