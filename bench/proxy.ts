import { startStack } from '../e2e/support/stack.ts';
import { cpuSeconds } from './support/cpu.ts';
import { atLeast, atMost, type Figure } from './support/figure.ts';
import { form } from './support/form.ts';
import { Gun, type Shot } from './support/load.ts';
import { startNginx, startNodeProxy } from './support/proxies.ts';
import { firstIds, signInAtPanel, signInAtRegion } from './support/region.ts';
import { median, round, spread } from './support/statistics.ts';

const rounds = form(40, 5);
const perRound = 50;
const blocks = form(5, 1);
const blockTime = form(2_000, 1_000);
const connections = 50;
/** Requests after which Node has compiled what they run through: what is measured is a server that has been up for a while. */
const warmUp = form(10_000, 500);

interface Contender {
  readonly name: string;
  readonly url: string;
  /** Whose processor time counts; the region itself is only the yardstick. */
  readonly pid: number | null;
  readonly shot: (kind: Kind) => Shot;
}

const kinds = ['GET details', 'PUT session persistence'] as const;
type Kind = (typeof kinds)[number];
const aims: Readonly<Record<Kind, number>> = { 'GET details': 0.3, 'PUT session persistence': 0.8 };
/** The panel server stores a durable history row before it forwards a write; the others store nothing. */
const panelName = 'panel server';
const bareName = 'bare Node';

/**
 * A forwarded request against the direct one, beside nginx, a Node library and the least that Node can do in front of the same region: turn
 * about in one run, first on one connection, then on 50 for requests a second of processor time. The load comes from this process.
 */
export default async function proxy(): Promise<Figure[]> {
  const stack = await startStack(91, { REGION_SEED: '4000', REGION_SETTLE_MS: '0', HAPROXY: 'off', LOG_LEVEL: 'warn' });
  const nginx = await startNginx(stack.region.url);
  const node = await startNodeProxy(stack.region.url, 'node-proxy');
  const bare = await startNodeProxy(stack.region.url, 'bare-proxy');
  const figures: Figure[] = [];
  try {
    const cookie = await signInAtPanel(stack.url);
    const { token, endpoint } = await signInAtRegion(stack.region.url);
    const below = new URL(endpoint('ORD')).pathname;
    // Writes go round, so that each load balancer has settled before it is written again.
    const ids = await firstIds(endpoint('ORD'), { 'x-auth-token': token }, 2_000);
    let next = 0;
    const shotBelow =
      (root: string, headers: Readonly<Record<string, string>>) =>
      (kind: Kind): Shot => {
        const path = `${root}/loadbalancers/${ids[next++ % ids.length]}`;
        return kind === 'GET details'
          ? { method: 'GET', path, headers }
          : {
              method: 'PUT',
              path: `${path}/sessionpersistence`,
              headers: { ...headers, 'content-type': 'application/json' },
              body: '{"sessionPersistence":{"persistenceType":"SOURCE_IP"}}',
            };
      };
    const direct = shotBelow(below, { 'x-auth-token': token });
    const contenders: Contender[] = [
      { name: 'direct', url: stack.region.url, pid: null, shot: direct },
      {
        name: panelName,
        url: stack.url,
        pid: stack.pids().panel,
        shot: shotBelow('/api/ORD', { cookie, origin: stack.url }),
      },
      ...(nginx ? [{ name: 'nginx', url: nginx.url, pid: nginx.pid, shot: direct }] : []),
      { name: '@fastify/http-proxy', url: node.url, pid: node.pid, shot: direct },
      { name: bareName, url: bare.url, pid: bare.pid, shot: direct },
    ];
    if (!nginx) figures.push({ what: 'nginx', value: 'not installed, so left out', unit: '' });

    for (const kind of kinds)
      for (const { url, shot } of contenders) {
        const gun = new Gun(url, connections);
        for (let warm = 0; warm < warmUp; ) warm += (await gun.for(250, () => shot(kind))).times.length;
        await gun.close();
      }

    for (const kind of kinds) {
      const sides = contenders.map((each) => ({ ...each, gun: new Gun(each.url, 1), times: [] as number[] }));
      for (const { gun, shot } of sides) for (let first = 0; first < perRound; first++) await gun.one(shot(kind));
      for (let round = 0; round < rounds; round++)
        for (const { gun, shot, times } of sides)
          for (let each = 0; each < perRound; each++) times.push(await gun.one(shot(kind)));
      await Promise.all(sides.map(({ gun }) => gun.close()));
      const base = median(sides[0]!.times);
      for (const { name, times } of sides) {
        figures.push({ what: `${kind}, 1 connection, ${name}`, value: spread(times), unit: 'ms' });
        const added = round(median(times) - base, 3);
        if (name !== 'direct')
          figures.push({
            what: `${kind}, added at the median, ${name}${name === panelName && kind !== 'GET details' ? ' with its durable history row' : ''}`,
            value: added,
            unit: 'ms',
            ...(name === panelName && atMost(added, aims[kind])),
          });
      }
    }

    for (const kind of kinds) {
      const sides = contenders.map((each) => ({
        ...each,
        gun: new Gun(each.url, connections),
        answered: 0,
        time: 0,
        cpu: 0,
        times: [] as number[],
      }));
      for (let block = 0; block < blocks; block++)
        for (const side of sides) {
          const before = side.pid === null ? 0 : cpuSeconds(side.pid);
          const { times, perSecond } = await side.gun.for(blockTime, () => side.shot(kind));
          if (side.pid !== null) side.cpu += cpuSeconds(side.pid) - before;
          side.answered += times.length;
          side.time += times.length / perSecond;
          side.times.push(...times);
        }
      await Promise.all(sides.map(({ gun }) => gun.close()));
      const perCpuSecond = new Map<string, number>();
      for (const { name, pid, answered, time, cpu, times } of sides) {
        const rate = Math.round(answered / time);
        figures.push({ what: `${kind}, ${connections} connections, ${name}`, value: rate, unit: 'requests/s' });
        figures.push({ what: `${kind}, ${connections} connections, ${name}, time`, value: spread(times), unit: 'ms' });
        if (pid === null) continue;
        perCpuSecond.set(name, answered / cpu);
        figures.push({
          what: `${kind}, ${connections} connections, ${name}, of its own processor time`,
          value: Math.round(answered / cpu),
          unit: 'requests/CPU-s',
        });
      }
      const panel = perCpuSecond.get(panelName)!;
      const against = (name: string, least: number | null) => {
        const other = perCpuSecond.get(name);
        if (other === undefined) return;
        const ratio = round(panel / other);
        figures.push({
          what: `${kind}, panel server against ${name}, per CPU-second`,
          value: ratio,
          unit: '×',
          // Only reads compare: the others store nothing when a write passes.
          ...(least !== null && kind === 'GET details' && atLeast(ratio, least)),
        });
      };
      against('nginx', 0.3);
      against('@fastify/http-proxy', 1);
      against(bareName, null);
    }
    return figures;
  } finally {
    await Promise.all([nginx?.stop(), node.stop(), bare.stop()]);
    await stack.close();
  }
}
