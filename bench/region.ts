import { startStack } from '../e2e/support/stack.ts';
import type { Figure } from './run.ts';
import { Gun, type Shot } from './support/load.ts';
import { signInAtRegion } from './support/region.ts';
import { spread } from './support/statistics.ts';

const duration = 4_000;
const connections = 16;

/** Requests per second of the region on one core, each with sign-in, roles and pagination done for it; the load comes from this process. */
export default async function region(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const seed of ['25', '10000']) {
    const stack = await startStack(92, { REGION_SEED: seed, REGION_SETTLE_MS: '0', HAPROXY: 'off' });
    const gun = new Gun(stack.region.url, connections);
    try {
      const { token, endpoint } = await signInAtRegion(stack.region.url);
      const below = new URL(endpoint('ORD')).pathname;
      const headers = { 'x-auth-token': token };
      const { loadBalancers } = (await (
        await fetch(`${endpoint('ORD')}/loadbalancers?limit=25`, { headers })
      ).json()) as { loadBalancers: { id: number; protocol: string; status: string }[] };
      const able = loadBalancers.filter(({ protocol, status }) => protocol === 'HTTP' && status === 'ACTIVE');
      const any = able[0]!.id;
      const read =
        (path: string): (() => Shot) =>
        () => ({ method: 'GET', path: below + path, headers });
      const shots: [string, (index: number) => Shot, string?, number?][] = [
        ['list of 25', read('/loadbalancers?limit=25'), 'at least 10,000', 10_000],
        ['details', read(`/loadbalancers/${any}`), 'at least 10,000', 10_000],
        ['GET session persistence', read(`/loadbalancers/${any}/sessionpersistence`), 'at least 10,000', 10_000],
        [
          'durable PUT session persistence',
          (index) => ({
            method: 'PUT',
            path: `${below}/loadbalancers/${able[index % able.length]!.id}/sessionpersistence`,
            headers: { ...headers, 'content-type': 'application/json' },
            body: '{"sessionPersistence":{"persistenceType":"SOURCE_IP"}}',
          }),
          'at least 2,000',
          2_000,
        ],
      ];
      for (const [what, next, aim, floor] of shots) {
        await gun.for(1_000, next, [200, 202, 422]);
        const { times, perSecond } = await gun.for(duration, next, [200, 202, 422]);
        figures.push({
          what: `${seed} load balancers, ${what}`,
          value: `${Math.round(perSecond)}`,
          unit: `/s, ms ${JSON.stringify(spread(times))}`,
          ...(aim && floor && { aim, met: perSecond >= floor }),
        });
      }
    } finally {
      await gun.close();
      await stack.close();
    }
  }
  return figures;
}
