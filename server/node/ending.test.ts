import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type RunningProgram, startProgram } from '../testing/program.ts';
import { access } from '../testing/service.ts';
import { sqliteStore } from './sqlite.ts';

/** What systemd allows a stop, in milliseconds (docs/operations.md, `TimeoutStopSec`). */
const allowed = 20_000;

let folder: string;
let program: RunningProgram | undefined;
/** Answers that the region owes, in the order of its requests. */
let owed: ServerResponse[];
let arrived: PromiseWithResolvers<void>;
const service = createServer((request, response) => {
  request.resume();
  const { port } = service.address() as AddressInfo;
  if (request.url === '/v2.0/tokens') {
    response.end(JSON.stringify(access('admin', ['lbaas:admin'])).replaceAll(':4100/', `:${port}/`));
  } else if (request.url?.endsWith('/limits')) response.end('{"limits":{"rate":[]}}');
  else if (request.method === 'GET') response.end('{}');
  else {
    owed.push(response);
    arrived.resolve();
  }
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-ending-'));
  owed = [];
  arrived = Promise.withResolvers<void>();
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  program?.child.kill('SIGKILL');
  await program?.ended;
  service.closeAllConnections();
  await new Promise((resolve) => service.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

/** A panel with somebody signed in. `preload` runs in the program before everything else. */
async function startPanel(preload?: string) {
  const identity = `http://127.0.0.1:${(service.address() as AddressInfo).port}/v2.0`;
  const started = startProgram({ DATA_DIR: folder, CLB_IDENTITY_URL: identity }, preload);
  program = started;
  const url = `http://127.0.0.1:${await started.ready}`;
  const headers: Record<string, string> = { 'content-type': 'application/json', origin: url };
  const body = '{"username":"admin","apiKey":"admin-key"}';
  const signedIn = await fetch(`${url}/session`, { method: 'POST', headers, body });
  headers.cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!;
  const write = (change?: string) =>
    fetch(`${url}/api/ORD/loadbalancers/71/sessionpersistence`, {
      method: 'PUT',
      headers: { ...headers, ...(change !== undefined && { 'x-holdfast-change': change }) },
      body: '{"sessionPersistence":{"persistenceType":"HTTP_COOKIE"}}',
    });
  const announce = async (): Promise<string> => {
    const told = {
      region: 'ORD',
      operation: 'sessionPersistence.enable',
      subject: { loadBalancerId: '71', part: null },
      before: 'DISABLED',
      after: 'HTTP_COOKIE',
    };
    const answer = await fetch(`${url}/panel/changes`, { method: 'POST', headers, body: JSON.stringify(told) });
    return (await answer.json()).id;
  };
  return { started, url, write, announce, identity };
}

it('stops within the time that systemd allows, though a write hangs, and tells its browser and the history', async () => {
  const { started, url, write, identity } = await startPanel();
  const answer = write();
  await arrived.promise;
  // Somebody who only holds a connection, and one who never ends a request, are not waited for longer either.
  for (const bytes of ['', 'POST /session HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n'])
    connect(Number(new URL(url).port), '127.0.0.1')
      .on('error', () => {})
      .write(bytes);
  const asked = performance.now();
  started.child.kill('SIGTERM');
  const { status, headers } = await answer;
  expect([status, (await (await answer).json()).error.code]).toEqual([503, 'panel-stopping']);
  expect(await started.ended).toBe(0);
  expect(performance.now() - asked).toBeLessThan(allowed);
  const store = await sqliteStore(join(folder, 'panel.sqlite'));
  const change = await store.history.get(
    { service: identity, provider: 'clb', account: '100001' },
    headers.get('x-holdfast-change')!,
  );
  await store.close();
  expect(change).toMatchObject({ status: null, verdict: null });
  expect(change?.detail).toContain('It is not known whether the change was made');
}, 40_000);

it.each([
  ['an exception', 'throw new Error("x")'],
  ['a rejection', 'Promise.reject(new Error("x"))'],
  ['something thrown that is no error', 'throw null'],
  ['an error event', 'new (require("node:events").EventEmitter)().emit("error", new Error("x"))'],
])(
  'after %s that nothing caught, answers what is under way, takes nothing new and ends',
  async (_, code) => {
    const require = 'import { createRequire } from "node:module"; const require = createRequire("/");';
    const { started, url, write } = await startPanel(`${require} process.on("SIGUSR2", () => { ${code} });`);
    const answer = write();
    await arrived.promise;
    started.child.kill('SIGUSR2');
    await expect.poll(() => fetch(`${url}/healthz`).catch(() => 'refused')).toBe('refused');
    expect(started.child.exitCode).toBeNull();
    owed[0]!.writeHead(202).end();
    expect((await answer).status).toBe(202);
    expect(await started.ended).toBe(1);
    expect(started.lines).toContainEqual(
      expect.objectContaining({ level: 50, msg: 'An error was caught nowhere: the panel ends' }),
    );
    expect(started.lines.at(-1)).toMatchObject({ msg: 'The panel has stopped' });
  },
  20_000,
);

it('killed in the middle of a write, does not say of it that it was not sent, and says so of one that only was announced', async () => {
  const { started, write, announce, identity } = await startPanel();
  const [sent, unsent] = [await announce(), await announce()];
  const answer = write(sent).catch(() => null);
  await arrived.promise;
  started.child.kill('SIGKILL');
  await started.ended;
  expect(await answer).toBeNull();
  const store = await sqliteStore(join(folder, 'panel.sqlite'));
  const of = { service: identity, provider: 'clb', account: '100001' };
  expect(await store.history.get(of, sent)).toMatchObject({ sent: true, status: null, verdict: null, method: 'PUT' });
  expect(await store.history.get(of, unsent)).toMatchObject({ sent: false, before: 'DISABLED', after: 'HTTP_COOKIE' });
  await store.close();
});
