import { type Stack, startStack } from '../e2e/support/stack.ts';
import { Crowd, summary } from './support/crowd.ts';
import { atMost, type Figure } from './support/figure.ts';
import { form } from './support/form.ts';
import { type Held, heldAfterCollection, inspected, inspectors } from './support/memory.ts';
import { firstIds, signInAtRegion } from './support/region.ts';
import { round } from './support/statistics.ts';

/** People whose hour is replayed. */
const people = form(100, 20);
/**
 * Requests of a page in an hour: a watcher polls two regions every 30 s (240), and a busy person opens the list, a load balancer and
 * changes it twice in each of six visits of some 80 requests beside the polls (480).
 */
const perHour = form(720, 160);
const samples = 8;

async function held(stack: Stack): Promise<{ panel: Held; region: Held }> {
  // The region is started first.
  const [region, panel] = inspectors(stack.output());
  const { panel: panelPid, region: regionPid } = stack.pids();
  return {
    panel: await heldAfterCollection(panel!, panelPid),
    region: await heldAfterCollection(region!, regionPid),
  };
}

const megabytes = (bytes: number): number => round(bytes / 1e6, 1);

/** What an hour's requests leave behind in panel server and region: the heap after a forced collection at eight points. */
export default async function memory(): Promise<Figure[]> {
  const stack = await startStack(94, {
    REGION_SEED: String(2 * people),
    REGION_SETTLE_MS: '0',
    HAPROXY: 'off',
    LOG_LEVEL: 'warn',
    ...inspected,
  });
  try {
    const { token, endpoint } = await signInAtRegion(stack.region.url);
    const ids = await firstIds(endpoint('ORD'), { 'x-auth-token': token }, people);
    const crowd = new Crowd(stack.url, { through: 'panel', origin: stack.url }, ids);
    await crowd.signIn();
    const taken = [await held(stack)];
    const started = performance.now();
    for (let sample = 0; sample < samples; sample++) {
      await crowd.hurry((people * perHour) / samples);
      crowd.takeTimes();
      taken.push(await held(stack));
    }
    const seconds = (performance.now() - started) / 1000;
    await crowd.close();
    const requests = people * perHour;
    const figures: Figure[] = [
      { what: `an hour of ${people} people, replayed`, value: requests, unit: `requests in ${round(seconds, 0)} s` },
      {
        what: 'requests that failed',
        value: crowd.failures.length,
        unit: summary(crowd.failures),
        ...atMost(crowd.failures.length, 0),
      },
    ];
    for (const program of ['panel', 'region'] as const) {
      const heaps = taken.map((each) => each[program].heap);
      const [middle, end] = [heaps[samples / 2]!, heaps[samples]!];
      const grown = megabytes(end - middle);
      figures.push(
        {
          what: `${program}: heap after collection, at the start and 8 points`,
          value: heaps.map(megabytes).join(', '),
          unit: 'MB',
        },
        {
          what: `${program}: buffers outside the heap`,
          value: taken.map((each) => megabytes(each[program].external)).join(', '),
          unit: 'MB',
        },
        {
          what: `${program}: resident`,
          value: taken.map((each) => megabytes(each[program].resident)).join(', '),
          unit: 'MB',
        },
        {
          what: `${program}: growth of the heap in the last half`,
          value: grown,
          unit: `MB, ${round(((end - middle) * 1000) / (requests / 2), 0)} bytes per 1,000 requests`,
          // Collections differ by some tenths of a megabyte from one to the next.
          ...atMost(grown, 1),
        },
      );
    }
    return figures;
  } finally {
    await stack.close();
  }
}
