import { readFile } from 'node:fs/promises';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { startStack } from '../e2e/support/stack.ts';
import config from '../playwright.config.ts';
import type { Figure } from './support/figure.ts';
import { median, round, spread } from './support/statistics.ts';

const slowdown = 4;
const loadBalancers = 10_000;
const navigations = 9;
const words = ['load-balancer-00', 'nine', 'web', '0 1 2', 'checkout'];

/** Milliseconds from navigation to the first 50 rows that stand in the page. */
async function firstRows(context: BrowserContext, url: string, selector: string): Promise<number> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
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

/** Milliseconds from each key to the frame that shows its result. */
async function keys(page: Page): Promise<number[]> {
  const search = page
    .getByRole('searchbox')
    .or(page.getByPlaceholder(/^Search name/))
    .first();
  await search.click();
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { keyTimes: times });
    document.addEventListener(
      'input',
      (event) => {
        const started = event.timeStamp;
        const table = document.querySelector('[aria-rowcount]') ?? document.body;
        const seen = new MutationObserver(() => {
          seen.disconnect();
          requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - started)));
        });
        seen.observe(table.parentElement ?? document.body, {
          subtree: true,
          childList: true,
          attributes: true,
          characterData: true,
        });
      },
      true,
    );
  });
  for (const word of words) {
    for (const letter of word) {
      const before = await page.evaluate(() => (window as unknown as { keyTimes: number[] }).keyTimes.length);
      await page.keyboard.type(letter);
      await page
        .waitForFunction((count) => (window as unknown as { keyTimes: number[] }).keyTimes.length > count, before, {
          timeout: 2_000,
        })
        .catch(() => undefined);
    }
    await search.fill('');
  }
  return page.evaluate(() => (window as unknown as { keyTimes: number[] }).keyTimes);
}

/** Lengths of the frames (ms) of a scroll through every row, a screenful and a half each frame. */
const scroll = (page: Page): Promise<number[]> =>
  page.evaluate(async () => {
    const rows = document.querySelector('[aria-rowcount]');
    let scroller: Element | null = rows;
    while (scroller && scroller.scrollHeight <= scroller.clientHeight + 1) scroller = scroller.parentElement;
    const area = scroller ?? document.scrollingElement!;
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

/** The list with 10,000 load balancers over two regions, Chromium slowed down fourfold. */
export default async function list(): Promise<Figure[]> {
  const stack = await startStack(93, { REGION_SEED: String(loadBalancers), HAPROXY: 'off' });
  const browser = await chromium.launch(config.use?.launchOptions);
  const figures: Figure[] = [];
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 2200 } });
    await context.request.post(`${stack.url}/session`, {
      data: { username: 'admin', apiKey: 'admin-key' },
      headers: { origin: stack.url },
    });
    const floorPage = await readFile(new URL('floor.html', import.meta.url), 'utf8');
    await context.route(`${stack.url}/floor.html`, (route) =>
      route.fulfill({ body: floorPage, contentType: 'text/html' }),
    );

    const times = { floor: [] as number[], list: [] as number[] };
    for (let each = 0; each < navigations; each++) {
      times.floor.push(await firstRows(context, `${stack.url}/floor.html`, 'tbody tr'));
      times.list.push(await firstRows(context, `${stack.url}/load-balancers`, '[role="row"] a, tbody tr a'));
    }
    const ratio = median(times.list) / median(times.floor);
    figures.push(
      { what: 'first 50 rows, floor page', value: round(median(times.floor), 0), unit: 'ms' },
      { what: 'first 50 rows, list', value: round(median(times.list), 0), unit: 'ms' },
      { what: 'list against floor', value: round(ratio), unit: '×', aim: 'at most 3.5', met: ratio <= 3.5 },
    );

    const asked: Record<string, number> = {};
    const page = await context.newPage();
    page.on('request', (request) => {
      const match = /\/api\/(\w+)\/loadbalancers\?/.exec(request.url());
      if (match?.[1]) asked[match[1]] = (asked[match[1]] ?? 0) + 1;
    });
    const slow = await context.newCDPSession(page);
    await slow.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${stack.url}/load-balancers`);
    await page.getByText(/10,000 load balancers/).waitFor({ timeout: 180_000 });
    for (const [region, requests] of Object.entries(asked))
      figures.push({
        what: `requests for the list of ${region}`,
        value: requests,
        unit: '',
        aim: 'at most 51',
        met: requests <= 51,
      });

    const painted = await keys(page);
    figures.push({
      what: `key in the search box to the painted result (${painted.length} keys)`,
      value: JSON.stringify(spread(painted)),
      unit: 'ms',
      aim: 'p95 at most 50',
      met: spread(painted).p95 <= 50,
    });
    await page.getByText(/10,000 load balancers/).waitFor();
    const frames = await scroll(page);
    figures.push({
      what: `longest of ${frames.length} frames of a full fast scroll`,
      value: round(Math.max(...frames), 1),
      unit: 'ms',
      aim: 'at most 50',
      met: Math.max(...frames) <= 50,
    });
    await slow.send('HeapProfiler.collectGarbage');
    const { metrics } = await slow.send('Performance.enable').then(() => slow.send('Performance.getMetrics'));
    const heap = (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1e6;
    figures.push({
      what: 'JavaScript heap of the tab',
      value: round(heap, 0),
      unit: 'MB',
      aim: 'under 200',
      met: heap < 200,
    });

    for (const region of Object.keys(asked)) asked[region] = 0;
    await page.waitForTimeout(60_000);
    for (const [region, requests] of Object.entries(asked))
      figures.push({
        what: `requests to ${region} in an idle minute`,
        value: requests,
        unit: '',
        aim: 'at most 2',
        met: requests <= 2,
      });
    return figures;
  } finally {
    await browser.close();
    await stack.close();
  }
}
