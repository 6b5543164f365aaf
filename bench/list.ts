import { readFile } from 'node:fs/promises';
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from '@playwright/test';
import { startStack } from '../e2e/support/stack.ts';
import config from '../playwright.config.ts';
import type { Figure } from './run.ts';
import { form } from './support/form.ts';
import { median, round, spread } from './support/statistics.ts';

const slowdown = 4;
const loadBalancers = 10_000;
/** Requests that a region of half of them bears for its list. */
const listRequests = Math.floor(loadBalancers / 2 / 100) + 1;
const navigations = form(5, 2);
/** How long nobody does anything, in milliseconds. */
const minute = form(60_000, 1_000);
/** Names, ids and addresses, word by word, and what matches nothing. */
const typed = ['web-00', 'shop-00123', '127.', '4 2', 'nothing'];

const slowDown = async (page: Page): Promise<CDPSession> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  return session;
};

async function signedIn(browser: Browser, url: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 2200 } });
  await context.request.post(`${url}/session`, {
    data: { username: 'admin', apiKey: 'admin-key' },
    headers: { origin: url },
  });
  return context;
}

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
async function navigation(browser: Browser, url: string): Promise<Figure[]> {
  const floor = await signedIn(browser, url);
  const list = await signedIn(browser, url);
  const html = await readFile(new URL('floor.html', import.meta.url), 'utf8');
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

interface Key {
  /** Milliseconds from the key to the frame that shows its result. */
  readonly time: number;
  /** Rows of the result in that frame, and when nothing happened any more. */
  readonly shown: string | null;
  readonly settled: string | null;
}

/** Types into the search box, key by key, and tells what the frame after each key showed. */
async function keys(page: Page): Promise<Key[]> {
  const search = page.getByRole('searchbox', { name: 'Search load balancers' });
  await search.click();
  await page.evaluate(() => {
    const said = () => document.querySelector('search [role=status]')?.textContent ?? null;
    const pressed: { time: number; shown: string | null }[] = [];
    Object.assign(window, { pressed, said });
    document.addEventListener(
      'input',
      (event) =>
        requestAnimationFrame(() => {
          const frame = new MessageChannel();
          frame.port1.onmessage = () => pressed.push({ time: performance.now() - event.timeStamp, shown: said() });
          frame.port2.postMessage(null);
        }),
      true,
    );
  });
  const found: Key[] = [];
  for (const text of typed) {
    for (const key of text) {
      await page.keyboard.type(key);
      // Until the rows have been filled in, as between the letters of somebody who types calmly.
      await page.waitForTimeout(300);
      found.push(
        await page.evaluate(() => {
          const { pressed, said } = window as unknown as { pressed: Omit<Key, 'settled'>[]; said(): string | null };
          return { ...pressed.at(-1)!, settled: said() };
        }),
      );
    }
    await search.fill('');
    await page.waitForTimeout(300);
  }
  return found;
}

/** Lengths of the frames (ms) of a scroll through every row, a screenful and a half each frame. */
const scroll = (page: Page): Promise<number[]> =>
  page.evaluate(async () => {
    let area = document.querySelector('[aria-rowcount]')!;
    while (area.scrollHeight <= area.clientHeight + 1 && area.parentElement) area = area.parentElement;
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    const frames: number[] = [];
    let last = await frame();
    while (area.scrollTop + area.clientHeight < area.scrollHeight - 1) {
      area.scrollTop += area.clientHeight * 1.5;
      const now = await frame();
      frames.push(now - last);
      last = now;
    }
    return frames;
  });

const wholeList = (page: Page): Promise<void> =>
  page.getByRole('search').getByRole('status').getByText('10,000 load balancers').waitFor({ timeout: 90_000 });

/** The open list: what it asks for, how soon it answers, and what it holds. */
async function use(browser: Browser, url: string): Promise<Figure[]> {
  const context = await signedIn(browser, url);
  const page = await context.newPage();
  const asked = { lists: new Map<string, number>(), details: 0 };
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    const [, region] = /^\/api\/(\w+)\/loadbalancers$/.exec(pathname) ?? [];
    if (region) asked.lists.set(region, (asked.lists.get(region) ?? 0) + 1);
    else if (/^\/api\/\w+\/loadbalancers\/\d+$/.test(pathname)) asked.details += 1;
  });
  const session = await slowDown(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${url}/load-balancers`);
  await wholeList(page);
  const figures: Figure[] = [...asked.lists].map(([region, requests]) => ({
    what: `requests for the list of ${region}`,
    value: requests,
    unit: '',
    aim: `at most ${listRequests}`,
    met: requests <= listRequests,
  }));
  await page.waitForTimeout(2_000);
  const rows = await page.locator('tbody tr').count();
  figures.push({
    what: `requests for details, with ${rows} rows looked at`,
    value: asked.details,
    unit: '',
    aim: 'at most one a row',
    met: asked.details <= rows,
  });

  const pressed = await keys(page);
  const late = pressed.filter(({ shown, settled }) => shown !== settled).length;
  const painted = spread(pressed.map(({ time }) => time));
  figures.push(
    {
      what: `key in the search box to the painted result (${pressed.length} keys)`,
      value: painted,
      unit: 'ms',
      aim: 'p95 at most 50',
      met: painted.p95 <= 50,
    },
    { what: 'keys whose result was painted later', value: late, unit: '', aim: 'none', met: late === 0 },
  );

  const frames = await scroll(page);
  const lengths = spread(frames);
  const longest = Math.max(...frames);
  figures.push(
    {
      what: `frames of a full fast scroll (${frames.length})`,
      value: lengths,
      unit: 'ms',
      aim: 'p99 at most 67',
      met: lengths.p99 <= 67,
    },
    {
      what: 'longest frame of a full fast scroll',
      value: round(longest, 1),
      unit: 'ms',
      aim: 'at most 100',
      met: longest <= 100,
    },
  );
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  const heap = (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1e6;
  figures.push({
    what: 'JavaScript heap of the tab',
    value: round(heap, 0),
    unit: 'MB',
    aim: 'under 200',
    met: heap < 200,
  });

  await context.close();
  return figures;
}

/** What an open list asks for in a minute in which nobody does anything, one that is looked at and one whose tab is hidden. */
async function idle(browser: Browser, url: string): Promise<Figure[]> {
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
    const asked = new Map([
      ['ORD', 0],
      ['DFW', 0],
    ]);
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

/** The list with 10,000 load balancers over two regions, Chromium slowed down fourfold. */
export default async function list(): Promise<Figure[]> {
  const stack = await startStack(93, { REGION_SEED: String(loadBalancers), HAPROXY: 'off' });
  const browser = await chromium.launch(config.use?.launchOptions);
  try {
    return [
      ...(await navigation(browser, stack.url)),
      ...(await use(browser, stack.url)),
      ...(await idle(browser, stack.url)),
    ];
  } finally {
    await browser.close();
    await stack.close();
  }
}
