import { startStack } from '../e2e/support/stack.ts';
import { cpuSeconds } from './support/cpu.ts';
import { atLeast, type Figure } from './support/figure.ts';
import { form, isShort } from './support/form.ts';
import { Gun, type Shot } from './support/load.ts';
import { firstIds, signInAtRegion } from './support/region.ts';
import { median, round, spread } from './support/statistics.ts';

const duration = form(4_000, 1_000);
const connections = 16;
/** Writes go round so many load balancers that each has settled before it is written again: every one is a 202. */
const written = 1_000;
/** Load balancers in ORD; a numeric seed spreads itself over two regions. */
const sizes = isShort ? [10, 1_000] : [10, 100, 1_000, 10_000];
const rounds = form(20, 3);
const perRound = 50;

async function open(size: number) {
  const stack = await startStack(92, { REGION_SEED: String(2 * size), REGION_SETTLE_MS: '0', HAPROXY: 'off' });
  const { token, endpoint } = await signInAtRegion(stack.region.url);
  const headers = { 'x-auth-token': token };
  const below = new URL(endpoint('ORD')).pathname;
  const ids = await firstIds(endpoint('ORD'), headers, written);
  const read = (path: string) => (): Shot => ({ method: 'GET', path: below + path, headers });
  const middle = ids[ids.length >> 1];
  const shots = {
    'list of 25': read('/loadbalancers?limit=25'),
    details: read(`/loadbalancers/${middle}`),
    'GET session persistence': read(`/loadbalancers/${middle}/sessionpersistence`),
    'durable PUT session persistence': (index: number): Shot => ({
      method: 'PUT',
      path: `${below}/loadbalancers/${ids[index % ids.length]}/sessionpersistence`,
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{"sessionPersistence":{"persistenceType":"SOURCE_IP"}}',
    }),
  } satisfies Record<string, (index: number) => Shot>;
  return { size, stack, ids, shots };
}

type Kind = keyof Awaited<ReturnType<typeof open>>['shots'];
const kinds: readonly Kind[] = ['list of 25', 'details', 'GET session persistence', 'durable PUT session persistence'];
const named = (size: number): string => `${size.toLocaleString('en')} load balancers`;

/** Requests a second over 16 connections with the fewest and the most load balancers. The load comes from this process. */
async function throughput(size: number): Promise<Figure[]> {
  const { stack, ids, shots } = await open(size);
  const gun = new Gun(stack.region.url, connections);
  const figures: Figure[] = [];
  try {
    for (const kind of kinds) {
      const writes = kind === 'durable PUT session persistence';
      if (writes && ids.length < written) continue;
      await gun.for(form(1_000, 300), shots[kind]);
      const before = cpuSeconds(stack.pids().region);
      const { times, perSecond } = await gun.for(duration, shots[kind]);
      const cpu = cpuSeconds(stack.pids().region) - before;
      const rate = Math.round(perSecond);
      figures.push(
        {
          what: `${named(size)}, ${kind}`,
          value: rate,
          unit: 'requests/s',
          ...atLeast(rate, writes ? 2_000 : 10_000),
        },
        { what: `${named(size)}, ${kind}, time`, value: spread(times), unit: 'ms' },
        {
          what: `${named(size)}, ${kind}, of its own processor time`,
          value: Math.round(times.length / cpu),
          unit: 'requests/CPU-s',
        },
      );
    }
    return figures;
  } finally {
    await gun.close();
    await stack.close();
  }
}

/** What one request costs as load balancers grow: regions of every size at once, turn about, one connection each. */
async function growth(): Promise<Figure[]> {
  const sides: (Awaited<ReturnType<typeof open>> & { gun: Gun; next: number })[] = [];
  try {
    for (const size of sizes) {
      const opened = await open(size);
      sides.push({ ...opened, gun: new Gun(opened.stack.region.url, 1), next: 0 });
    }
    const figures: Figure[] = [];
    for (const kind of kinds) {
      const times = new Map(sides.map(({ size }) => [size, [] as number[]]));
      const one = (side: (typeof sides)[number]) => side.gun.one(side.shots[kind](side.next++));
      for (const side of sides) for (let warm = 0; warm < 200; warm++) await one(side);
      for (let round = 0; round < rounds; round++)
        for (const side of sides)
          for (let each = 0; each < perRound; each++) times.get(side.size)!.push(await one(side));
      for (const [size, taken] of times)
        figures.push({ what: `growth: ${kind}, ${named(size)}`, value: spread(taken), unit: 'ms' });
      const [least, most] = [sides[0]!.size, sides.at(-1)!.size].map((size) => median(times.get(size)!));
      figures.push({
        what: `growth: ${kind}, ${named(sides.at(-1)!.size)} against ${sides[0]!.size}`,
        value: round(most! / least!),
        unit: '×',
      });
    }
    return figures;
  } finally {
    for (const { gun, stack } of sides) {
      await gun.close();
      await stack.close();
    }
  }
}

/** The region's own figures, with sign-in, roles and pagination done for every request. */
export default async function region(): Promise<Figure[]> {
  return [...(await throughput(25)), ...(await throughput(5_000)), ...(await growth())];
}
