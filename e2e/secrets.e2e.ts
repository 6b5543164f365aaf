import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as proxied } from './support/fault-proxy.ts';
import { changeTo, choice, signInAs } from './support/page.ts';

/** What must appear nowhere: keys and passwords as typed, the token, private keys, the sealing secret. */
const typed = ['admin-key'];
const secret = 'a sealing secret of the secrets test 4711';
const privateKey = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7holdfast';

const filesBelow = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });

/** Everything that both programs printed, but for the line in which a local region tells the keys of its demo users. */
const printedBy = (output: string): string =>
  output
    .split('\n')
    .filter((line) => !line.includes('sign in with the API key of'))
    .join('\n');

const dataDir = join(tmpdir(), `holdfast-secrets-${process.pid}`);

const test = proxied.extend<object, { settings: Record<string, string> }>({
  settings: [
    ({ settings }, use) => use({ ...settings, SESSION_SECRET: secret, DATA_DIR: dataDir, LOG_LEVEL: 'trace' }),
    { scope: 'worker' },
  ],
});
test.afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

test('no token, key, password or private key in any response, in the browser, the logs, the history or feedback', async ({
  page,
  context,
  stack,
  between: proxy,
}) => {
  const tokens = new Set<string>();
  proxy.fault = async ({ request, response, forward }) => {
    const token = request.headers['x-auth-token'];
    if (typeof token === 'string') tokens.add(token);
    const { status, headers, body } = await forward();
    response.writeHead(status, headers).end(body);
  };
  const seen: { where: string; text: string }[] = [];
  page.on('response', async (response) => {
    const url = response.url();
    const headers = await response.allHeaders().catch(() => ({}));
    const { 'set-cookie': _, ...shown } = headers as Record<string, string>;
    seen.push({ where: `headers of ${url}`, text: JSON.stringify(shown) });
    // The sign-in page of a local region offers its demo users, keys included: that answer is meant to.
    if ((url.endsWith('/session') && response.status() === 401) || url.endsWith('/session/form')) return;
    // The app's own files are the same for everybody; the API's example names a demo user.
    if (/\/assets\//.test(url)) return;
    const text = await response.text().catch(() => '');
    seen.push({ where: url, text });
  });
  await signInAs(page, 'admin');
  const { id } = await stack.region.named('ORD', 'new-campaign');
  await page.goto(`/load-balancers/ORD/${id}/session-persistence`);
  await choice(page, 'Source IP').check();
  await changeTo(page, 'Source IP');
  const origin = { origin: stack.url };
  const pem = `-----BEGIN PRIVATE KEY-----\n${privateKey}\n-----END PRIVATE KEY-----`;
  const ssl = await page.request.put(`${stack.url}/api/ORD/loadbalancers/${id}/ssltermination`, {
    headers: origin,
    data: { sslTermination: { enabled: true, securePort: 443, certificate: 'not one', privatekey: pem } },
  });
  seen.push({ where: 'the refusal of the private key', text: await ssl.text() });
  const feedback = await page.request.post(`${stack.url}/panel/feedback`, {
    headers: origin,
    data: { text: `It failed with ${pem}`, page: '/load-balancers' },
  });
  expect(feedback.ok()).toBe(true);
  for (const path of ['/panel/history', '/panel/calls', '/panel/feedback', '/session', '/metrics', '/openapi.json']) {
    const answer = await page.request.get(stack.url + path);
    if (path !== '/openapi.json') seen.push({ where: path, text: await answer.text() });
  }
  for (const path of ['/history', '/explorer/sessionPersistence.enable', '/load-balancers/bulk']) {
    await page.goto(path);
    await expect(page.getByRole('heading').first()).toBeVisible();
  }
  seen.push({
    where: 'storage',
    text: JSON.stringify(await context.storageState({ indexedDB: true }).then(({ origins }) => origins)),
  });
  seen.push({ where: 'document', text: await page.content() });
  seen.push({ where: 'readable cookies', text: await page.evaluate(() => document.cookie) });
  seen.push({ where: 'logs', text: printedBy(stack.output()) });
  for (const path of filesBelow(dataDir).filter((path) => /panel/.test(path)))
    seen.push({ where: path, text: readFileSync(path, 'latin1') });
  expect(tokens.size).toBeGreaterThan(0);
  expect(seen.length).toBeGreaterThan(20);
  const forbidden = [...typed, secret, privateKey, ...tokens];
  const found = seen.flatMap(({ where, text }) =>
    forbidden.filter((each) => text.includes(each)).map((each) => `${each.slice(0, 12)}… in ${where}`),
  );
  expect(found).toEqual([]);
});
