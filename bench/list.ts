import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { startStack } from '../e2e/support/stack.ts';
import config from '../playwright.config.ts';
import type { Figure } from './run.ts';
import { heapOf, idle, navigation, slowDown, wholeList } from './support/list-page.ts';
import { round, spread } from './support/statistics.ts';

const loadBalancers = 10_000;
/** Requests that a region of half of them bears for its list. */
const listRequests = Math.floor(loadBalancers / 2 / 100) + 1;
/** Names, ids and addresses, word by word, and what matches nothing. */
const typed = ['web-00', 'shop-00123', '127.', '4 2', 'nothing'];

async function signedIn(browser: Browser, url: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 2200 } });
  await context.request.post(`${url}/session`, {
    data: { username: 'admin', apiKey: 'admin-key' },
    headers: { origin: url },
  });
  return context;
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
  const heap = await heapOf(session);
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

/** The list with 10,000 load balancers over two regions, Chromium slowed down fourfold. */
export default async function list(): Promise<Figure[]> {
  const stack = await startStack(93, { REGION_SEED: String(loadBalancers), HAPROXY: 'off' });
  const browser = await chromium.launch(config.use?.launchOptions);
  try {
    return [
      ...(await navigation(browser, stack.url, signedIn)),
      ...(await use(browser, stack.url)),
      ...(await idle(browser, stack.url, signedIn, ['ORD', 'DFW'])),
    ];
  } finally {
    await browser.close();
    await stack.close();
  }
}
