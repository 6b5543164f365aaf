import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RegionProcess, startRegionProcess } from './testing/region-process.ts';
import type { Body } from './testing/test-region.ts';

/** Writers run, the process is killed, and what it had acknowledged must be there. */

const kills = Number(process.env.CRASHES ?? 3);
const writers = 8;
const writesBeforeTheKill = 60;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-crash-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = () =>
  startRegionProcess({
    DATA_DIR: folder,
    REGION_SEED: 'empty',
    REGION_SETTLE_MS: '0',
    REGION_RATE_LIMITS: 'off',
    REGION_VIPS: 'ORD=127.98.0.0/16,DFW=127.99.0.0/16',
  });

async function client({ url }: RegionProcess) {
  const json = { 'content-type': 'application/json' };
  const credentials = { username: 'admin', apiKey: 'admin-key' };
  const signedIn = await fetch(`${url}/v2.0/tokens`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ auth: { 'RAX-KSKEY:apiKeyCredentials': credentials } }),
  });
  const { access } = (await signedIn.json()) as Body;
  return async (method: string, path: string, body?: unknown): Promise<{ status: number; body: Body }> => {
    const response = await fetch(`${url}/ord/v1.0/100001${path}`, {
      method,
      headers: { ...json, 'x-auth-token': access.token.id },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? '' : JSON.parse(text) };
  };
}
type Ask = Awaited<ReturnType<typeof client>>;

/** What one writer asked for last, and what was acknowledged last. */
interface Ledger {
  readonly id: number;
  acknowledged: string;
  asked: string;
}

async function write(ask: Ask, ledger: Ledger, turn: number, done: () => void): Promise<void> {
  for (let count = 0; ; count += 1) {
    const name = `turn-${turn}-write-${count}`;
    const before = ledger.asked;
    ledger.asked = name;
    const { status } = await ask('PUT', `/loadbalancers/${ledger.id}`, { name });
    if (status === 202) {
      ledger.acknowledged = name;
      done();
    } else if (status === 422) ledger.asked = before;
    else throw new Error(`The write was answered with ${status}.`);
  }
}

async function crash(region: RegionProcess, ledgers: readonly Ledger[], turn: number): Promise<void> {
  const ask = await client(region);
  let written = 0;
  const enough = new Promise<void>((resolve) => {
    const done = () => {
      written += 1;
      if (written === writesBeforeTheKill) resolve();
    };
    // The kill ends every writer with a connection that breaks.
    for (const ledger of ledgers) write(ask, ledger, turn, done).catch(() => {});
  });
  await enough;
  await region.end('SIGKILL');
}

test(`nothing that was acknowledged is lost in ${kills} kills, and nothing is half-written`, {
  timeout: 60_000 * Math.max(1, kills / 10),
}, async () => {
  let region = await start();
  let ask = await client(region);
  const ledgers: Ledger[] = [];
  for (let made = 0; made < writers; made += 1) {
    const { body } = await ask('POST', '/loadbalancers', {
      name: 'first',
      protocol: 'HTTP',
      virtualIps: [{ type: 'PUBLIC' }],
    });
    ledgers.push({ id: body.loadBalancer.id, acknowledged: 'first', asked: 'first' });
  }
  for (let turn = 0; turn < kills; turn += 1) {
    await crash(region, ledgers, turn);
    region = await start();
    ask = await client(region);
    const { loadBalancers } = (await ask('GET', '/loadbalancers')).body;
    expect(loadBalancers.map(({ id }: Body) => id)).toEqual(ledgers.map(({ id }) => id));
    for (const ledger of ledgers) {
      const { name } = loadBalancers.find(({ id }: Body) => id === ledger.id);
      expect([ledger.acknowledged, ledger.asked]).toContain(name);
      ledger.acknowledged = name;
      ledger.asked = name;
    }
    await expect
      .poll(async () => {
        const { body } = await ask('GET', '/loadbalancers?status=ACTIVE');
        return body.loadBalancers.length;
      })
      .toBe(writers);
  }
  await region.end('SIGTERM');
  expect(region.process.exitCode).toBe(0);
});

test('a second region on the same port or folder says which, and disturbs nothing', async () => {
  const region = await start();
  const { port } = new URL(region.url);
  const vips = { REGION_SEED: 'empty', REGION_VIPS: 'ORD=127.98.0.0/16,DFW=127.99.0.0/16' };
  await expect(startRegionProcess({ ...vips, DATA_DIR: join(folder, 'other'), REGION_PORT: port })).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is in use; set REGION_PORT to another one`,
  );
  await expect(startRegionProcess({ ...vips, DATA_DIR: folder })).rejects.toThrow('is in use by another region');
  await expect(startRegionProcess({ ...vips, DATA_DIR: folder, HOST: '0.0.0.0' })).rejects.toThrow('The setting HOST');
  expect((await fetch(`${region.url}/healthz`)).status).toBe(200);
  await region.end('SIGTERM');
});
