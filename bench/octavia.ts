import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from '@playwright/test';
import { claimPlace } from '../e2e/support/stack.ts';
import config from '../playwright.config.ts';
import { manyth } from '../region/octavia/seed/many.ts';
import { startProgram } from '../scripts/program.ts';
import { startPanel } from '../scripts/stack.ts';
import { atMost, type Figure } from './support/figure.ts';
import { form } from './support/form.ts';
import { heapOf, idle, navigation, slowDown, wholeList } from './support/list-page.ts';
import { round, spread } from './support/statistics.ts';

const loadBalancers = 10_000;
const visits = form(5, 2);
/** A page of 100 load balancers, and then load balancers, pools and listeners by the thousand. */
const listRequests = 1 + 10 + 1 + 12 + 1 + 12;

const drafts = Array.from({ length: loadBalancers }, (_, index) => manyth(index, loadBalancers));
const pools = drafts.flatMap(({ listeners = [] }) => listeners.flatMap(({ pool }) => pool ?? []));
/** Load balancers of which a pool has an HTTP cookie. */
const withCookie = drafts.filter(({ listeners = [] }) =>
  listeners.some(({ pool }) => pool?.persistence?.type === 'HTTP_COOKIE'),
).length;

async function signedIn(browser: Browser, url: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 2200 } });
  const answer = await context.request.post(`${url}/session`, {
    data: { username: 'member', password: 'loopback-only', project: 'panel' },
    headers: { origin: url },
  });
  if (!answer.ok()) throw new Error(`Signing in answered ${answer.status()}: ${await answer.text()}`);
  return context;
}

interface Visit {
  /** Milliseconds from navigation until every load balancer with an HTTP cookie, and no other, is shown. */
  readonly known: number;
  /** To the region, until then. */
  readonly requests: number;
  readonly heap: number;
}

/** Opens the list of those with an HTTP cookie: whose persistence is not known yet is not in it, and that is said. */
async function visit(context: BrowserContext, url: string): Promise<Visit> {
  const page = await context.newPage();
  let asked = 0;
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.startsWith('/api/RegionOne/')) asked += 1;
  });
  const session = await slowDown(page);
  await page.addInitScript(
    (all) => {
      const look = () => {
        const search = document.querySelector('search');
        const isWhole =
          search?.querySelector('[role=status]')?.textContent === all && !search.querySelector('progress');
        if (isWhole) requestAnimationFrame(() => setTimeout(() => performance.mark('known')));
        else requestAnimationFrame(look);
      };
      look();
    },
    `${withCookie.toLocaleString('en')} of ${loadBalancers.toLocaleString('en')} load balancers`,
  );
  await page.goto(`${url}/load-balancers?persistence=HTTP_COOKIE`, { waitUntil: 'commit' });
  const time = await page.waitForFunction(() => performance.getEntriesByName('known')[0]?.startTime, null, {
    timeout: 90_000,
  });
  const known = Number(await time.jsonValue());
  const requests = asked;
  await page.goto(`${url}/load-balancers`);
  await wholeList(page);
  const heap = await heapOf(session);
  await page.close();
  return { known, requests, heap };
}

async function use(browser: Browser, url: string): Promise<Figure[]> {
  const context = await signedIn(browser, url);
  // The first visit fills the caches of browser and server.
  await visit(context, url);
  const all: Visit[] = [];
  for (let each = 0; each < visits; each++) all.push(await visit(context, url));
  await context.close();
  const known = spread(all.map((each) => each.known));
  const most = (of: (each: Visit) => number) => Math.max(...all.map(of));
  const asked = most(({ requests }) => requests);
  const heap = most((each) => each.heap);
  return [
    {
      what: `every pool’s persistence is known (${pools.length.toLocaleString('en')})`,
      value: known,
      unit: 'ms',
      aim: 'p95 at most 15,000',
      met: known.p95 <= 15_000,
    },
    { what: 'requests until then', value: asked, unit: '', ...atMost(asked, listRequests) },
    { what: 'JavaScript heap of the tab', value: round(heap, 0), unit: 'MB', aim: 'under 200', met: heap < 200 },
  ];
}

/** The list of 10,000 load balancers with 12,000 pools and 12,000 listeners of an in-memory Octavia, Chromium slowed down fourfold. */
export default async function octavia(): Promise<Figure[]> {
  const place = await claimPlace(94);
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-bench-'));
  const { panel: port, region: cloudPort } = place.ports;
  const identity = `http://127.0.0.1:${cloudPort}/identity/v3`;
  const env = { PATH: process.env.PATH, HOME: process.env.HOME };
  const cloud = startProgram({
    name: 'The cloud',
    entry: 'bench/support/cloud.ts',
    env: { ...env, CLOUD_PORT: String(cloudPort), CLOUD_SEED: String(loadBalancers) },
    readyUrl: identity,
    show: false,
  });
  const panel = startPanel({
    env: { ...env, PORT: String(port), DATA_DIR: folder, OS_AUTH_URL: identity },
    show: false,
  });
  let browser: Browser | undefined;
  try {
    await Promise.all([cloud.ready(), panel.ready()]);
    browser = await chromium.launch(config.use?.launchOptions);
    const url = `http://127.0.0.1:${port}`;
    return [
      ...(await navigation(browser, url, signedIn)),
      ...(await use(browser, url)),
      ...(await idle(browser, url, signedIn, ['RegionOne'])),
    ];
  } finally {
    await browser?.close();
    await panel.stop();
    await cloud.stop();
    place.release();
    await rm(folder, { recursive: true, force: true });
  }
}
