import { startStack } from '../e2e/support/stack.ts';
import type { Figure } from './run.ts';
import { Gun, type Shot } from './support/load.ts';
import { signInAtPanel, signInAtRegion } from './support/region.ts';
import { median, round, spread } from './support/statistics.ts';

const rounds = 40;
const perRound = 50;

/** A forwarded request against the direct one: one connection each, turn about, in the same run. */
export default async function proxy(): Promise<Figure[]> {
  const stack = await startStack(91, { REGION_SEED: '200', REGION_SETTLE_MS: '0', HAPROXY: 'off', LOG_LEVEL: 'warn' });
  const panel = new Gun(stack.url, 1);
  const region = new Gun(stack.region.url, 1);
  try {
    const cookie = await signInAtPanel(stack.url);
    const { token, endpoint } = await signInAtRegion(stack.region.url);
    const { loadBalancers } = (await (
      await fetch(`${endpoint('ORD')}/loadbalancers?limit=100`, { headers: { 'x-auth-token': token } })
    ).json()) as { loadBalancers: { id: number }[] };
    const below = new URL(endpoint('ORD')).pathname;
    const body = '{"sessionPersistence":{"persistenceType":"SOURCE_IP"}}';
    // Writes go round, so that each load balancer has settled before it is written again.
    let next = 0;
    const idOf = () => loadBalancers[next++ % loadBalancers.length]!.id;
    const json = { 'content-type': 'application/json' };
    const kinds: [what: string, aim: number, through: () => Shot, direct: () => Shot][] = [
      [
        'GET details',
        0.3,
        () => ({ method: 'GET', path: `/api/ORD/loadbalancers/${idOf()}`, headers: { cookie } }),
        () => ({ method: 'GET', path: `${below}/loadbalancers/${idOf()}`, headers: { 'x-auth-token': token } }),
      ],
      [
        'PUT session persistence, with its durable history row',
        0.8,
        () => ({
          method: 'PUT',
          path: `/api/ORD/loadbalancers/${idOf()}/sessionpersistence`,
          headers: { ...json, cookie, origin: stack.url },
          body,
        }),
        () => ({
          method: 'PUT',
          path: `${below}/loadbalancers/${idOf()}/sessionpersistence`,
          headers: { ...json, 'x-auth-token': token },
          body,
        }),
      ],
    ];
    const figures: Figure[] = [];
    for (const [what, aim, through, direct] of kinds) {
      for (let warm = 0; warm < 500; warm++) {
        await panel.one(through());
        await region.one(direct());
      }
      const times = { through: [] as number[], direct: [] as number[] };
      for (let round = 0; round < rounds; round++)
        for (const [gun, shot, kept] of [
          [panel, through, times.through],
          [region, direct, times.direct],
        ] as const)
          for (let each = 0; each < perRound; each++) kept.push(await gun.one(shot()));
      const added = median(times.through) - median(times.direct);
      figures.push(
        { what: `${what}, direct`, value: JSON.stringify(spread(times.direct)), unit: 'ms' },
        { what: `${what}, forwarded`, value: JSON.stringify(spread(times.through)), unit: 'ms' },
        {
          what: `${what}, added at the median`,
          value: round(added, 3),
          unit: 'ms',
          aim: `at most ${aim}`,
          met: added <= aim,
        },
      );
    }
    return figures;
  } finally {
    await Promise.all([panel.close(), region.close()]);
    await stack.close();
  }
}
