import { startStack } from '../e2e/support/stack.ts';
import type { Figure } from './run.ts';
import { Gun, type Shot } from './support/load.ts';
import { signInAtRegion } from './support/region.ts';
import { spread } from './support/statistics.ts';

const duration = 4_000;
const connections = 16;
/** Writes go round so many load balancers that each has settled before it is written again: every one is a 202. */
const written = 1_000;
/** Half of a number as seed is in ORD. */
const seeds = ['50', '10000'];

async function firstIds(root: string, headers: Readonly<Record<string, string>>, count: number): Promise<number[]> {
  const ids: number[] = [];
  while (ids.length < count) {
    const after = ids.length > 0 ? `&marker=${ids.at(-1)! + 1}` : '';
    const answer = await fetch(`${root}/loadbalancers?limit=100${after}`, { headers });
    const { loadBalancers } = (await answer.json()) as { loadBalancers: { id: number }[] };
    if (loadBalancers.length === 0) break;
    ids.push(...loadBalancers.map(({ id }) => id));
  }
  return ids.slice(0, count);
}

/** Requests per second of the region on one core, each with sign-in, roles and pagination done for it; the load comes from this process. */
export default async function region(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const seed of seeds) {
    const stack = await startStack(92, { REGION_SEED: seed, REGION_SETTLE_MS: '0', HAPROXY: 'off' });
    const gun = new Gun(stack.region.url, connections);
    try {
      const { token, endpoint } = await signInAtRegion(stack.region.url);
      const below = new URL(endpoint('ORD')).pathname;
      const headers = { 'x-auth-token': token };
      const ids = await firstIds(endpoint('ORD'), headers, written);
      const read =
        (path: string): (() => Shot) =>
        () => ({ method: 'GET', path: below + path, headers });
      const enable = (index: number): Shot => ({
        method: 'PUT',
        path: `${below}/loadbalancers/${ids[index % ids.length]}/sessionpersistence`,
        headers: { ...headers, 'content-type': 'application/json' },
        body: '{"sessionPersistence":{"persistenceType":"SOURCE_IP"}}',
      });
      const shots: [what: string, next: (index: number) => Shot, status: number, floor: number][] = [
        ['list of 25', read('/loadbalancers?limit=25'), 200, 10_000],
        ['details', read(`/loadbalancers/${ids[0]}`), 200, 10_000],
        ['GET session persistence', read(`/loadbalancers/${ids[0]}/sessionpersistence`), 200, 10_000],
      ];
      if (ids.length === written) shots.push(['durable PUT session persistence', enable, 202, 2_000]);
      for (const [what, next, status, floor] of shots) {
        await gun.for(1_000, next, [status]);
        const { times, perSecond } = await gun.for(duration, next, [status]);
        figures.push({
          what: `${seed} load balancers, ${what}`,
          value: `${Math.round(perSecond)}`,
          unit: `/s, ms ${JSON.stringify(spread(times))}`,
          aim: `at least ${floor.toLocaleString('en')}`,
          met: perSecond >= floor,
        });
      }
    } finally {
      await gun.close();
      await stack.close();
    }
  }
  return figures;
}
