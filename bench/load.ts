import { startStack } from '../e2e/support/stack.ts';
import { cpuSeconds } from './support/cpu.ts';
import { Crowd, summary } from './support/crowd.ts';
import { atMost, type Figure } from './support/figure.ts';
import { form } from './support/form.ts';
import { heldAfterCollection, inspected, inspectors } from './support/memory.ts';
import { firstIds, signInAtRegion } from './support/region.ts';
import { percentile, round, spread } from './support/statistics.ts';
import type { Way } from './support/visit.ts';

const people = 500;
const perSecond = 500;
const blocks = form(5, 2);
const panelTime = form(60_000, 5_000);
const regionTime = form(20_000, 3_000);
/** Milliseconds in PENDING_UPDATE after a change. */
const settle = 300;

/** 500 people, each signed in, make 500 requests a second together: through one panel server and, turn about, straight at its region. */
export default async function load(): Promise<Figure[]> {
  const stack = await startStack(95, {
    REGION_SEED: String(2 * people),
    REGION_SETTLE_MS: String(settle),
    HAPROXY: 'off',
    LOG_LEVEL: 'warn',
    ...inspected,
  });
  try {
    const { token, endpoint } = await signInAtRegion(stack.region.url);
    const ids = await firstIds(endpoint('ORD'), { 'x-auth-token': token }, people);
    const sides = (
      [
        ['panel', stack.url, { through: 'panel', origin: stack.url }, panelTime],
        ['region', stack.region.url, { through: 'region' }, regionTime],
      ] satisfies [string, string, Way, number][]
    ).map(([name, url, way, duration]) => ({
      name,
      duration,
      crowd: new Crowd(url, way, ids),
      pid: stack.pids()[name as 'panel' | 'region'],
      times: [] as number[],
      kinds: new Map<string, number[]>(),
      cpu: 0,
    }));
    for (const { crowd } of sides) await crowd.signIn();
    // What is compiled and filled once is not the load's.
    for (const { crowd } of sides) await crowd.visit(perSecond, form(5_000, 2_000));
    for (const { crowd } of sides) crowd.takeTimes();
    const heaps = { panel: [] as number[], region: [] as number[] };
    for (let block = 0; block < blocks; block++) {
      for (const side of sides) {
        const before = cpuSeconds(side.pid);
        await side.crowd.visit(perSecond, side.duration);
        side.cpu += cpuSeconds(side.pid) - before;
        // Both sides change the same load balancers: the next one finds them settled.
        await new Promise((resolve) => setTimeout(resolve, settle));
        for (const [kind, times] of side.crowd.takeTimes()) {
          side.times.push(...times);
          side.kinds.set(kind, [...(side.kinds.get(kind) ?? []), ...times]);
        }
      }
      const [region, panel] = inspectors(stack.output());
      heaps.panel.push((await heldAfterCollection(panel!, stack.pids().panel)).heap);
      heaps.region.push((await heldAfterCollection(region!, stack.pids().region)).heap);
    }
    const figures: Figure[] = [];
    for (const { name, duration, crowd, times, kinds, cpu } of sides) {
      figures.push(
        { what: `${name}: requests`, value: times.length, unit: `in ${(blocks * duration) / 1000} s` },
        {
          what: `${name}: requests that failed`,
          value: crowd.failures.length,
          unit: summary(crowd.failures),
          ...atMost(crowd.failures.length, 0),
        },
        { what: `${name}: time of a request`, value: spread(times), unit: 'ms' },
        ...[...kinds].map(([kind, taken]) => ({
          what: `${name}: time of a request, ${kind} (${round((100 * taken.length) / times.length, 1)} % of them)`,
          value: spread(taken),
          unit: 'ms',
        })),
        {
          what: `${name}: processor time`,
          value: round((100_000 * cpu) / (blocks * duration), 0),
          unit: '% of a core',
        },
      );
    }
    const [throughPanel, atRegion] = sides.map(({ times }) => percentile(times, 0.99));
    const beyond = round(throughPanel! - atRegion!, 1);
    figures.push({
      what: 'p99 of the panel beyond the region’s own',
      value: beyond,
      unit: 'ms',
      ...atMost(beyond, 100),
    });
    for (const [name, held] of Object.entries(heaps)) {
      const shown = held.map((bytes) => round(bytes / 1e6, 1));
      const grown = round(shown.at(-1)! - shown[Math.floor((blocks - 1) / 2)]!, 1);
      figures.push({ what: `${name}: heap after collection, by block`, value: shown.join(', '), unit: 'MB' });
      figures.push({
        what: `${name}: growth of the heap in the last half`,
        value: grown,
        unit: 'MB',
        ...atMost(grown, 1),
      });
    }
    for (const { crowd } of sides) await crowd.close();
    return figures;
  } finally {
    await stack.close();
  }
}
