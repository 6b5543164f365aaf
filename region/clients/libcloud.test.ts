import { execFile } from 'node:child_process';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../contract/shared/clock.ts';
import { createRegion, type Region } from '../clb/region.ts';
import { httpServer } from '../http-server.ts';
import { memorySink } from '../storage/memory.ts';

const run = promisify(execFile);
/** Debian's package installs it for the machine's own Python. */
const python = '/usr/bin/python3';
const script = fileURLToPath(new URL('./libcloud-life.py', import.meta.url));

const missing = await run(python, ['-c', 'import libcloud.loadbalancer']).then(
  () => null,
  () => 'platform: no Apache Libcloud here (Debian: apt-get install python3-libcloud)',
);

let server: Server;
let region: Region;
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  await region?.close();
});

test('Apache Libcloud’s Rackspace driver lives a load balancer’s whole life', { timeout: 60_000 }, async ({ skip }) => {
  if (missing) skip(missing);
  server = httpServer((call) => region.answer(call));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  region = await createRegion({
    clock: systemClock,
    random: Math.random,
    sink: memorySink(),
    seed: 'demo',
    settle: 5,
    rateLimits: false,
    control: false,
    virtualIps: { ORD: '127.96.0.0/16', DFW: '127.97.0.0/16' },
    url,
  });
  const { stdout } = await run(python, [script, `${url}/v2.0`]);
  expect(stdout).not.toContain('DIFFERS');
  expect(stdout).toContain('26 steps');
});
