import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test';
import type { Figure } from './figure.ts';
import { form } from './form.ts';
import { median, round } from './statistics.ts';

/** What is measured of the list whatever API its load balancers come from. */

const slowdown = 4;
const navigations = form(5, 2);
/** How long nobody does anything, in milliseconds. */
const minute = form(60_000, 1_000);

/** Opens a browser in which somebody is signed in to the panel at the address. */
export type SignIn = (browser: Browser, url: string) => Promise<BrowserContext>;

export const slowDown = async (page: Page): Promise<CDPSession> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  return session;
};

/** Milliseconds from navigation to the frame that shows the first 50 rows. `cold`: nothing is taken from the browser's cache. */
async function firstRows(context: BrowserContext, url: string, selector: string, cold: boolean): Promise<number> {
  const page = await context.newPage();
  const session = await slowDown(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: cold });
  await page.addInitScript((rows) => {
    const look = () => {
      if (document.querySelectorAll(rows).length >= 50)
        requestAnimationFrame(() => setTimeout(() => performance.mark('rows')));
      else requestAnimationFrame(look);
    };
    look();
  }, selector);
  await page.goto(url, { waitUntil: 'commit' });
  const time = await page.waitForFunction(() => performance.getEntriesByName('rows')[0]?.startTime);
  const value = Number(await time.jsonValue());
  await page.close();
  return value;
}

/** The list against the floor page, turn about. */
export async function navigation(browser: Browser, url: string, signedIn: SignIn): Promise<Figure[]> {
  const floor = await signedIn(browser, url);
  const list = await signedIn(browser, url);
  const html = await readFile(new URL('../floor.html', import.meta.url), 'utf8');
  await floor.route(`${url}/floor.html`, (route) => route.fulfill({ body: html, contentType: 'text/html' }));
  const figures: Figure[] = [];
  for (const cold of [false, true]) {
    const times = { floor: [] as number[], list: [] as number[] };
    for (let each = 0; each <= navigations; each++) {
      const took = {
        floor: await firstRows(floor, `${url}/floor.html`, 'tbody tr', cold),
        list: await firstRows(list, `${url}/load-balancers`, 'tbody tr a', cold),
      };
      // The first visit fills the caches of browser and server.
      if (each === 0) continue;
      times.floor.push(took.floor);
      times.list.push(took.list);
    }
    const ratio = median(times.list) / median(times.floor);
    const how = cold ? 'nothing cached' : 'visited before';
    figures.push(
      { what: `first 50 rows, ${how}: floor page`, value: round(median(times.floor), 0), unit: 'ms' },
      { what: `first 50 rows, ${how}: list`, value: round(median(times.list), 0), unit: 'ms' },
      {
        what: `first 50 rows, ${how}: list against floor`,
        value: round(ratio),
        unit: '×',
        aim: 'at most 3.5',
        met: ratio <= 3.5,
      },
    );
  }
  await Promise.all([floor.close(), list.close()]);
  return figures;
}

/** JavaScript heap of the tab after a collection, in megabytes. */
export async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1e6;
}

/** Resolves when every load balancer is in the list. */
export const wholeList = (page: Page): Promise<void> =>
  page.getByRole('search').getByRole('status').getByText('10,000 load balancers').waitFor({ timeout: 90_000 });

/** What an open list asks for in a minute in which nobody does anything, one that is looked at and one whose tab is hidden. */
export async function idle(
  browser: Browser,
  url: string,
  signedIn: SignIn,
  regions: readonly string[],
): Promise<Figure[]> {
  const open = async (hidden: boolean) => {
    const context = await signedIn(browser, url);
    const page = await context.newPage();
    await page.goto(`${url}/load-balancers`);
    await wholeList(page);
    // Its rows' details are read, and the first poll after the pages has been.
    await page.waitForTimeout(3_000);
    if (hidden)
      await page.evaluate(() => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
        document.dispatchEvent(new Event('visibilitychange'));
      });
    const asked = new Map(regions.map((region) => [region, 0]));
    page.on('request', (request) => {
      const [, region = ''] = /^\/api\/(\w+)\//.exec(new URL(request.url()).pathname) ?? [];
      if (asked.has(region)) asked.set(region, (asked.get(region) ?? 0) + 1);
    });
    await page.waitForTimeout(minute);
    await context.close();
    return asked;
  };
  const [visible, hidden] = await Promise.all([open(false), open(true)]);
  const figures = (asked: ReadonlyMap<string, number>, what: string, most: number): Figure[] =>
    [...asked].map(([region, requests]) => ({
      what: `requests to ${region} in an idle minute, ${what}`,
      value: requests,
      unit: '',
      aim: `at most ${most}`,
      met: requests <= most,
    }));
  return [...figures(visible, 'visible', 2), ...figures(hidden, 'hidden', 0)];
}
