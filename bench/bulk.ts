import { chromium } from '@playwright/test';
import { expectGroups, newRun, start } from '../e2e/support/bulk.ts';
import type { RegionClient } from '../e2e/support/region-client.ts';
import { startStack } from '../e2e/support/stack.ts';
import config from '../playwright.config.ts';
import type { Figure } from './run.ts';
import { form } from './support/form.ts';
import { round } from './support/statistics.ts';

const changed = form(500, 40);
/** So many that one region has `changed` of protocol HTTP. */
const seed = 1_200;
const minutes = 60_000;

interface Named {
  readonly id: number;
  readonly name: string;
  readonly protocol: string;
}

/** Seconds of a limit's unit. */
const units: Readonly<Record<string, number>> = { SECOND: 1, MINUTE: 60 };

interface Limit {
  readonly verb: string;
  readonly unit: string;
  readonly value: number;
  readonly remaining: number;
}

/** Seconds that so many writes and as many reads take at the least, with what the region says is left of its limits now. */
async function leastTime(region: RegionClient): Promise<number> {
  const { body } = await region.request('ORD', 'GET', '/limits');
  const { limits } = body as { limits: { rate: { limit: Limit[] }[] } };
  return Math.max(
    ...limits.rate
      .flatMap(({ limit }) => limit)
      .filter(({ verb, unit }) => (verb === 'PUT' || verb === 'GET') && unit in units)
      .map(({ unit, value, remaining }) => ((changed - remaining) * units[unit]!) / value),
  );
}

/** A bulk change of 500 load balancers of one region, each written once and read back once, against what the region's limits allow. */
export default async function bulk(): Promise<Figure[]> {
  const stack = await startStack(94, { REGION_SEED: String(seed), REGION_RATE_LIMITS: 'on', HAPROXY: 'off' });
  const browser = await chromium.launch(config.use?.launchOptions);
  try {
    const context = await browser.newContext({ baseURL: stack.url });
    await context.request.post('/session', {
      data: { username: 'admin', apiKey: 'admin-key' },
      headers: { origin: stack.url },
    });
    const page = await context.newPage();
    const lists: Promise<{ loadBalancers: Named[] }>[] = [];
    page.on('response', (response) => {
      if (/\/api\/ORD\/loadbalancers\?/.test(response.url()) && response.ok()) lists.push(response.json());
    });
    await page.goto('/load-balancers');
    await page.getByText(`${seed.toLocaleString('en')} load balancers`).waitFor({ timeout: minutes });
    const names = (await Promise.all(lists))
      .flatMap(({ loadBalancers }) => loadBalancers)
      .filter(({ protocol }) => protocol === 'HTTP')
      .map(({ name }) => name);
    await newRun(page, [...new Set(names)].slice(0, changed));

    const planned = performance.now();
    await page.getByRole('radio', { name: 'HTTP cookie' }).check();
    await page.getByRole('button', { name: 'Preview changes' }).click();
    await page.getByRole('heading', { name: 'Preview changes', exact: true }).waitFor({ timeout: 2 * minutes });
    const planTook = (performance.now() - planned) / 1000;
    await expectGroups(page, { 'will change': changed, 'already set': 0, 'not possible': 0, locked: 0 });

    const writes = new Map<string, number>();
    let refused = 0;
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (response.request().method() !== 'PUT' || !pathname.endsWith('/sessionpersistence')) return;
      if (response.status() === 413) refused += 1;
      else writes.set(pathname, (writes.get(pathname) ?? 0) + 1);
    });
    const least = await leastTime(stack.region);
    const started = performance.now();
    await start(page);
    await page.getByRole('heading', { name: 'Result', exact: true }).waitFor({ timeout: 3 * minutes });
    const took = (performance.now() - started) / 1000;

    const run = new URL(page.url()).pathname.split('/').at(-1);
    const confirmed = new Set<string>();
    let records = 0;
    for (let cursor: string | null = ''; cursor !== null; ) {
      const answer = await context.request.get(
        `/panel/history?run=${run}&limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      const { changes, next } = (await answer.json()) as {
        changes: { loadBalancerId: string; verdict: string | null; status: number | null }[];
        next: string | null;
      };
      for (const { loadBalancerId, verdict, status } of changes) {
        if (status !== 413) records += 1;
        if (verdict === 'confirmed') confirmed.add(loadBalancerId);
      }
      cursor = next;
    }

    const share = (100 * least) / took;
    const lost = changed - confirmed.size;
    const repeated =
      Math.max(
        records,
        [...writes.values()].reduce((sum, each) => sum + each, 0),
      ) - changed;
    return [
      { what: `plan of ${changed}, each read once`, value: round(planTook, 1), unit: 's' },
      { what: `run of ${changed}, each written and read back`, value: round(took, 1), unit: 's' },
      { what: 'what the limits of PUT and GET allow', value: round(least, 1), unit: 's' },
      { what: 'allowed against needed', value: round(share, 1), unit: '%', aim: 'at least 90', met: share >= 90 },
      { what: 'lost: not read back', value: lost, unit: '', aim: 'none', met: lost === 0 },
      { what: 'repeated: written more than once', value: repeated, unit: '', aim: 'none', met: repeated === 0 },
      { what: 'writes that the limit put off', value: refused, unit: '' },
    ];
  } finally {
    await browser.close();
    await stack.close();
  }
}
