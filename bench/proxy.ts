import { startStack } from '../e2e/support/stack.ts';
import type { Figure } from './run.ts';
import { Gun, type Shot } from './support/load.ts';
import { signInAtPanel, signInAtRegion } from './support/region.ts';
import { median, round, spread } from './support/statistics.ts';

const rounds = 40;
const perRound = 50;

/** A forwarded request against the direct one: one connection each, turn about, in the same run. */
export default async function proxy(): Promise<Figure[]> {
  const stack = await startStack(91, { REGION_SETTLE_MS: '0' });
  const panel = new Gun(stack.url, 1);
  const region = new Gun(stack.region.url, 1);
  try {
    const cookie = await signInAtPanel(stack.url);
    const { token, endpoint } = await signInAtRegion(stack.region.url);
    const { loadBalancers } = (await (
      await fetch(`${endpoint('ORD')}/loadbalancers?status=ACTIVE`, { headers: { 'x-auth-token': token } })
    ).json()) as { loadBalancers: { id: number; protocol: string }[] };
    const { id } = loadBalancers.find(({ protocol }) => protocol === 'HTTP')!;
    const below = new URL(endpoint('ORD')).pathname;
    const through: Shot = { method: 'GET', path: `/api/ORD/loadbalancers/${id}`, headers: { cookie } };
    const direct: Shot = { method: 'GET', path: `${below}/loadbalancers/${id}`, headers: { 'x-auth-token': token } };
    for (let warm = 0; warm < 500; warm++) {
      await panel.one(through);
      await region.one(direct);
    }
    const times = { through: [] as number[], direct: [] as number[] };
    for (let round = 0; round < rounds; round++)
      for (const [gun, shot, kept] of [
        [panel, through, times.through],
        [region, direct, times.direct],
      ] as const)
        for (let each = 0; each < perRound; each++) kept.push(await gun.one(shot));
    const added = median(times.through) - median(times.direct);
    return [
      { what: 'GET details, direct', value: JSON.stringify(spread(times.direct)), unit: 'ms' },
      { what: 'GET details, forwarded', value: JSON.stringify(spread(times.through)), unit: 'ms' },
      { what: 'added at the median', value: round(added, 3), unit: 'ms', aim: 'at most 0.3', met: added <= 0.3 },
    ];
  } finally {
    await Promise.all([panel.close(), region.close()]);
    await stack.close();
  }
}
