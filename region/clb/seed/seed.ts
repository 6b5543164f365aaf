import { type Change, defaultLimits } from '../model.ts';
import { demoAccount } from '../users.ts';
import type { SeedSurroundings } from './builder.ts';
import { demoLoadBalancers } from './demo.ts';
import { manyLoadBalancers } from './many.ts';

/** What a region begins with: the demo's load balancers, none, or a number of them. */
export type Seed = 'demo' | 'empty' | number;

const mostLoadBalancers = 100_000;

/** Reads the name of a seed; null when it is none. */
export function seedOf(text: string): Seed | null {
  if (text === 'demo' || text === 'empty') return text;
  return /^\d{1,6}$/.test(text) && Number(text) <= mostLoadBalancers ? Number(text) : null;
}

/** Records that the seed consists of. A number raises the account's limit, so that there is room for as many and the usual number more. */
export function seedChanges(seed: Seed, surroundings: SeedSurroundings): Change[] {
  const origin: Change = { collection: 'meta', key: 'seed', value: `${seed}` };
  if (seed === 'empty') return [origin];
  if (seed === 'demo') return [origin, ...stored(demoLoadBalancers(surroundings))];
  const room = { LOADBALANCER_LIMIT: seed + defaultLimits.LOADBALANCER_LIMIT };
  return [
    origin,
    { collection: 'limits', key: demoAccount, value: room },
    ...stored(manyLoadBalancers(seed, surroundings)),
  ];
}

const stored = (loadBalancers: ReturnType<typeof demoLoadBalancers>): Change[] =>
  loadBalancers.map((value) => ({ collection: 'loadBalancer', key: `${value.id}`, value }));
