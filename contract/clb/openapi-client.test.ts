import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSource } from 'oazapfts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { settleTime, startTestRegion, type TestRegion, url } from '../../region/testing/test-region.ts';
import { buildOpenApi } from './openapi.ts';
import { operationIds } from './operations/index.ts';

interface Answer {
  status: number;
  data?: unknown;
}
type Call = (...parameters: unknown[]) => Promise<Answer>;

/** What the generator makes of the document, as a module: one function an operation, and defaults for all of them. */
interface Client {
  defaults: { baseUrl: string; headers: Record<string, string>; fetch: typeof globalThis.fetch };
  loadBalancersList: Call;
  sessionPersistenceShow: Call;
  sessionPersistenceEnable: Call;
  sessionPersistenceDisable: Call;
}

// Below the root, so that the generated module finds the generator's runtime.
const folder = (() => {
  const cache = join(import.meta.dirname, '..', '.cache');
  mkdirSync(cache, { recursive: true });
  return mkdtempSync(join(cache, 'openapi-client-'));
})();

let region: TestRegion;
let source: string;
let client: Client;

beforeAll(async () => {
  region = await startTestRegion();
  const specification = join(folder, 'openapi.json');
  writeFileSync(
    specification,
    JSON.stringify(buildOpenApi({ serverUrl: `${url}/ord/v1.0/100001`, identityUrl: `${url}/v2.0` })),
  );
  source = await generateSource(specification);
  const module = join(folder, 'client.ts');
  writeFileSync(module, source);
  client = await import(/* @vite-ignore */ module);
  client.defaults.fetch = (input, init) => region.region.fetch(new Request(input, init));
  client.defaults.headers = { 'X-Auth-Token': await region.token() };
}, 60_000);

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await region.region.close();
});

test('a client generator makes a function of every operation', () => {
  const functions = [...source.matchAll(/^export function (\w+)\(/gm)].map(([, name]) => name?.toLowerCase());
  const wanted = operationIds.map((id) => id.replace('.', '').toLowerCase());
  expect(wanted.filter((name) => !functions.includes(name))).toEqual([]);
});

test('the generated client lists, enables and disables against the region', async () => {
  await region.ask('POST', '/loadbalancers', {
    body: { loadBalancer: { name: 'web-frontend', protocol: 'HTTP', virtualIps: [{ type: 'PUBLIC' }] } },
  });
  await region.settle(settleTime);

  const listed = await client.loadBalancersList({ limit: 10 });
  expect(listed.status).toBe(200);
  const [first] = (listed.data as { loadBalancers: { id: number; name: string }[] }).loadBalancers;
  expect(first?.name).toBe('web-frontend');

  const enabled = await client.sessionPersistenceEnable(first?.id, {
    sessionPersistence: { persistenceType: 'SOURCE_IP' },
  });
  expect(enabled.status).toBe(202);
  await region.settle(settleTime);
  expect(await client.sessionPersistenceShow(first?.id)).toMatchObject({
    status: 200,
    data: { sessionPersistence: { persistenceType: 'SOURCE_IP' } },
  });

  expect((await client.sessionPersistenceDisable(first?.id)).status).toBe(202);
  await region.settle(settleTime);
  expect(await client.sessionPersistenceDisable(first?.id)).toMatchObject({ status: 422 });
});
