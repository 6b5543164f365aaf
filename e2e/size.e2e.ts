import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { expectRow, signInAs } from './support/page.ts';

/** Bytes after gzip of every script and style that a cold visit to the list requests before the user acts. */
const budget = { script: 165_000, stylesheet: 14_000 };
type Kind = keyof typeof budget;

interface Loaded {
  path: string;
  kind: Kind;
  bytes: number;
}

async function coldVisit(page: Page, path: string, shown: () => Promise<void>): Promise<Loaded[]> {
  const loaded: Promise<Loaded>[] = [];
  page.on('response', (response) => {
    const type = response.headers()['content-type'] ?? '';
    const kind = /javascript/.test(type) ? 'script' : /css/.test(type) ? 'stylesheet' : undefined;
    if (!kind) return;
    loaded.push(
      response.body().then((body) => ({
        path: new URL(response.url()).pathname,
        kind,
        bytes: gzipSync(body, { level: 9 }).length,
      })),
    );
  });
  await page.goto(path);
  await shown();
  await page.waitForLoadState('networkidle');
  return Promise.all(loaded);
}

test('the list loads no more JavaScript and CSS than its budget', async ({ page, context, stack }) => {
  const [first] = await stack.region.loadBalancers('ORD');
  if (!first) throw new Error('The demo seed has no load balancer in ORD.');
  await signInAs(page, 'observer');
  const visit = await context.newPage();
  const loaded = await coldVisit(visit, '/load-balancers', () => expectRow(visit, first.name));
  for (const kind of ['script', 'stylesheet'] as const) {
    const files = loaded.filter((each) => each.kind === kind).sort((a, b) => b.bytes - a.bytes);
    const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    const list = files.map(({ path, bytes }) => `${bytes} ${path}`).join('\n');
    test.info().annotations.push({ type: `${kind} bytes`, description: `${total} of ${budget[kind]}` });
    expect(total, `${kind} bytes after gzip:\n${list}\n`).toBeLessThanOrEqual(budget[kind]);
  }
});
