import { gzipSync } from 'node:zlib';
import { chromium, type Page } from '@playwright/test';
import { startStack } from '../e2e/support/stack.ts';
import config from '../playwright.config.ts';
import { atMost, type Figure } from './support/figure.ts';
import { round } from './support/statistics.ts';

/** Gzipped sizes of everything that a page asks for before the user acts, by kind. Level 6, as servers send it. */
async function bytesOf(page: Page, url: string): Promise<{ script: number; style: number; requests: number }> {
  const sizes = { script: 0, style: 0, requests: 0 };
  const counted: Promise<void>[] = [];
  page.on('response', (response) => {
    const kind = response.request().resourceType();
    sizes.requests += 1;
    if (kind !== 'script' && kind !== 'stylesheet') return;
    counted.push(
      response.body().then((body) => {
        sizes[kind === 'script' ? 'script' : 'style'] += gzipSync(body, { level: 6 }).length;
      }),
    );
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  await Promise.all(counted);
  return sizes;
}

/** Bytes by route, all chunks that a page requests before the user acts, counted in Chromium. */
export default async function bytes(): Promise<Figure[]> {
  const stack = await startStack(90);
  const browser = await chromium.launch(config.use?.launchOptions);
  try {
    const context = await browser.newContext();
    await context.request.post(`${stack.url}/session`, {
      data: { username: 'admin', apiKey: 'admin-key' },
      headers: { origin: stack.url },
    });
    const [first] = (await (await context.request.get(`${stack.url}/api/ORD/loadbalancers?limit=1`)).json())
      .loadBalancers;
    const routes = {
      list: '/load-balancers',
      'dialog over the list': `/load-balancers/session-persistence/ORD/${first.id}`,
      detail: `/load-balancers/ORD/${first.id}`,
      'dialog over the detail page': `/load-balancers/ORD/${first.id}/session-persistence`,
      bulk: '/load-balancers/bulk',
      history: '/history',
      explorer: '/explorer',
    };
    const figures: Figure[] = [];
    for (const [name, path] of Object.entries(routes)) {
      const page = await context.newPage();
      const { script, style, requests } = await bytesOf(page, stack.url + path);
      await page.close();
      const list = name === 'list';
      const kB = (bytes: number) => round(bytes / 1000, 1);
      figures.push(
        { what: `${name}: JavaScript`, value: kB(script), unit: 'kB gzipped', ...(list && atMost(kB(script), 165)) },
        { what: `${name}: CSS`, value: kB(style), unit: 'kB gzipped', ...(list && atMost(kB(style), 14)) },
        { what: `${name}: requests`, value: requests, unit: '' },
      );
    }
    return figures;
  } finally {
    await browser.close();
    await stack.close();
  }
}
