import { readFile } from 'node:fs/promises';
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from '@playwright/test';
import { choice, dialog } from '../e2e/support/page.ts';
import { startStack } from '../e2e/support/stack.ts';
import config from '../playwright.config.ts';
import { atMost, type Figure } from './support/figure.ts';
import { form } from './support/form.ts';
import { median, percentile, round } from './support/statistics.ts';

/** A phone of the middle class on a mobile network, as page measurements are commonly made. */
const slowdown = 4;
const link = { latency: 40, downloadThroughput: 10_000_000 / 8, uploadThroughput: 10_000_000 / 8 };
const navigations = form(5, 1);
const dialogs = form(5, 1);
const rows = 12;
/** Milliseconds without anything from the network after which a page has what it asked for when it was opened. */
const quiet = 1_000;

interface Shown {
  readonly name: string;
  readonly path: string;
  /** Runs in the page: whether what the page is opened for can be seen and used. */
  readonly isUsable: string;
}

interface Visit {
  /** Milliseconds from navigation to the frame that shows it. */
  readonly time: number;
  readonly requests: number;
  /** Bytes that came over the network, headers included. */
  readonly bytes: number;
}

async function slow(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', { offline: false, ...link });
  return session;
}

async function visit(context: BrowserContext, url: string, { path, isUsable }: Shown, floor: string): Promise<Visit> {
  const page = await context.newPage();
  if (path === '/floor.html')
    await page.route(`${url}${path}`, async (route) => {
      // An answer from here does not pass the emulated link: it is kept as long as that would take.
      await new Promise((resolve) =>
        setTimeout(resolve, link.latency + (floor.length * 1000) / link.downloadThroughput),
      );
      await route.fulfill({ body: floor, contentType: 'text/html' });
    });
  const session = await slow(page);
  let [requests, bytes] = [0, 0];
  session.on('Network.requestWillBeSent', () => {
    requests += 1;
  });
  session.on('Network.dataReceived', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  session.on('Network.responseReceived', ({ response }) => {
    // Its headers; the data follow.
    bytes += response.fromDiskCache ? 0 : response.encodedDataLength;
  });
  await page.addInitScript(`
    (function look() {
      if (${isUsable}) requestAnimationFrame(() => setTimeout(() => performance.mark('usable')));
      else requestAnimationFrame(look);
    })()`);
  await page.goto(url + path, { waitUntil: 'commit' });
  const mark = await page.waitForFunction(() => performance.getEntriesByName('usable')[0]?.startTime);
  const time = Number(await mark.jsonValue());
  for (let before = -1; before !== bytes + requests; ) {
    before = bytes + requests;
    await new Promise((resolve) => setTimeout(resolve, quiet));
  }
  await page.close();
  return { time, requests, bytes };
}

/** Longest time from an input to the next paint, milliseconds in steps of eight, for each thing that a person does in the dialog. */
async function interactions(page: Page, name: string): Promise<Map<string, number>> {
  await page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(window, { inputTimes: seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if ('interactionId' in entry && entry.interactionId) seen.push(entry.duration);
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  });
  const taken = new Map<string, number>();
  const during = async (what: string, act: () => Promise<void>): Promise<void> => {
    await page.evaluate(() => (window as unknown as { inputTimes: number[] }).inputTimes.splice(0));
    await act();
    // The entry comes after the paint; two frames and a task later it is there.
    const longest = await page.evaluate(async () => {
      for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame);
      await new Promise((resolve) => setTimeout(resolve));
      return Math.max(0, ...(window as unknown as { inputTimes: number[] }).inputTimes);
    });
    taken.set(what, longest);
  };
  await during('open it from the pencil', async () => {
    await page.getByRole('button', { name: 'Edit Session Persistence', exact: true }).click();
    await dialog(page).getByRole('radiogroup').waitFor();
  });
  await during('choose Source IP', () => choice(page, 'Source IP').check());
  await during('choose HTTP cookie', () => choice(page, 'HTTP cookie').check());
  await during('choose with the keyboard', () => page.keyboard.press('ArrowDown'));
  await during('press the button', async () => {
    await dialog(page)
      .getByRole('button', { name: /^(Enable session persistence|Change to .+|Disable session persistence)$/ })
      .click();
    await dialog(page).waitFor({ state: 'hidden' });
  });
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  return taken;
}

async function signedIn(browser: Browser, url: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 1000 } });
  await context.request.post(`${url}/session`, {
    data: { username: 'admin', apiKey: 'admin-key' },
    headers: { origin: url },
  });
  return context;
}

/** Time to a usable list and detail page, cold and warm, and from input to paint in the dialog, on a slow machine and link. */
export default async function page(): Promise<Figure[]> {
  const stack = await startStack(96, { REGION_SEED: '100', HAPROXY: 'off', LOG_LEVEL: 'warn' });
  const browser = await chromium.launch(config.use?.launchOptions);
  const figures: Figure[] = [];
  try {
    const floor = await readFile(new URL('floor.html', import.meta.url), 'utf8');
    const target = (await stack.region.loadBalancers('ORD')).find(
      ({ protocol, status, sessionPersistence }) => protocol === 'HTTP' && status === 'ACTIVE' && !sessionPersistence,
    );
    if (!target)
      throw new Error('The region has no ACTIVE load balancer of protocol HTTP without session persistence.');
    const shown: Shown[] = [
      { name: 'floor page', path: '/floor.html', isUsable: `document.querySelectorAll('tbody tr').length >= ${rows}` },
      {
        name: 'list',
        path: '/load-balancers',
        isUsable: `document.querySelectorAll('[role="row"] a').length >= ${rows}`,
      },
      {
        name: 'detail',
        path: `/load-balancers/ORD/${target.id}`,
        isUsable: `document.querySelector('h1')?.textContent.includes(${JSON.stringify(target.name)})
          && document.querySelector('button[aria-label="Edit Session Persistence"]:not(:disabled)')`,
      },
    ];
    const visits = new Map<string, Visit[]>();
    const keep = (what: string, each: Visit) => visits.set(what, [...(visits.get(what) ?? []), each]);
    for (let each = 0; each < navigations; each++)
      for (const what of shown) {
        const context = await signedIn(browser, stack.url);
        keep(`${what.name}, cold`, await visit(context, stack.url, what, floor));
        // Compiled code is kept from the second visit on, for the third. Source: v8.dev, "Code caching for JavaScript developers".
        await visit(context, stack.url, what, floor);
        keep(`${what.name}, warm`, await visit(context, stack.url, what, floor));
        await context.close();
      }
    const usable = (what: string): number => median(visits.get(what)!.map(({ time }) => time));
    for (const { name } of shown)
      for (const cache of ['cold', 'warm']) {
        const what = `${name}, ${cache}`;
        const all = visits.get(what)!;
        figures.push(
          {
            what: `${what}: usable after, median of ${navigations}`,
            value: round(usable(what), 0),
            unit: `ms (p95 ${round(
              percentile(
                all.map(({ time }) => time),
                0.95,
              ),
              0,
            )})`,
          },
          {
            what: `${what}: over the network`,
            value: round(median(all.map(({ bytes }) => bytes)) / 1000, 1),
            unit: `kB in ${median(all.map(({ requests }) => requests))} requests`,
          },
        );
        if (name !== 'floor page')
          figures.push({
            what: `${what}: against the floor page`,
            value: round(usable(what) / usable(`floor page, ${cache}`)),
            unit: '×',
          });
      }

    const inputs = new Map<string, number[]>();
    for (let each = 0; each < dialogs; each++) {
      await stack.region.setPersistence('ORD', target.id, undefined);
      const context = await signedIn(browser, stack.url);
      const open = await context.newPage();
      await slow(open);
      await open.goto(`${stack.url}/load-balancers/ORD/${target.id}`);
      await open.getByRole('heading', { name: 'Activity' }).waitFor();
      for (const [what, time] of await interactions(open, target.name))
        inputs.set(what, [...(inputs.get(what) ?? []), time]);
      await context.close();
    }
    for (const [what, times] of inputs)
      figures.push({
        what: `dialog, input to next paint: ${what}`,
        value: median(times),
        unit: `ms (longest ${Math.max(...times)})`,
      });
    const worst = Math.max(...[...inputs.values()].map(median));
    // 200 ms is what web.dev calls a good interaction to next paint.
    figures.push({ what: 'dialog, interaction to next paint', value: worst, unit: 'ms', ...atMost(worst, 200) });
    return figures;
  } finally {
    await browser.close();
    await stack.close();
  }
}
