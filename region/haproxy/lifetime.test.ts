import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Body } from '../testing/test-region.ts';
import { bindProblem } from './bind-check.ts';
import { ask } from './testing/client.ts';
import { patiently, type RunningRegion, startRunningRegion } from './testing/running-region.ts';
import { haproxy, noHaproxy } from './testing/stage.ts';

/** Living processes that name this folder, but for the region itself. */
async function processesThatName(folder: string, region: number): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== region);
  const words = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return words.filter((line) => line.includes(folder)).map((line) => line.replaceAll('\0', ' '));
}

describe.skipIf(noHaproxy !== null || process.platform !== 'linux')('what a region starts', { timeout: 60_000 }, () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdfast-lifetime-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const listenerOf = ({ virtualIps, port }: Body): { address: string; port: number } => ({
    address: virtualIps.find(({ ipVersion }: Body) => ipVersion === 'IPV4').address,
    port,
  });

  /** Everything has ended, and the next region, on another folder, gets every port. */
  async function nothingIsLeft(region: RunningRegion, frontend: Body, before: Record<string, string>): Promise<void> {
    await expect.poll(() => processesThatName(folder, region.process.pid!), patiently).toEqual([]);
    const { address, port } = listenerOf(frontend);
    // A process that ends has lost its words before the kernel has closed its sockets.
    await expect.poll(() => bindProblem(address, port), patiently).toBeNull();
    const other = await mkdtemp(join(tmpdir(), 'holdfast-lifetime-'));
    const next = await startRunningRegion(other, { HAPROXY: haproxy.path! });
    const { id } = await next.named('web-frontend');
    expect((await next.settled(id)).status).toBe('ACTIVE');
    expect(await next.statuses()).toEqual(before);
    await next.end('SIGTERM');
    await rm(other, { recursive: true, force: true });
  }

  it.each(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGABRT', 'SIGSEGV'] as const)(
    'ends with it at a %s in the middle of reloads and requests',
    async (signal) => {
      const region = await startRunningRegion(folder, { HAPROXY: haproxy.path! });
      const frontend = await region.named('web-frontend');
      const before = await region.statuses();
      const at = listenerOf(frontend);
      let running = true;
      const load = async (step: () => Promise<unknown>) => {
        while (running) await step().catch(() => {});
      };
      let timeout = 30;
      const changes = load(async () => {
        timeout = 30 + ((timeout + 1) % 60);
        await region.ask('PUT', `/loadbalancers/${frontend.id}`, { loadBalancer: { timeout } });
      });
      const requests = Array.from({ length: 4 }, () => load(() => ask(at)));
      // Some reloads on, wherever that finds it.
      const configurations = () => readdir(join(folder, 'haproxy'));
      await expect
        .poll(async () => (await configurations()).some((name) => /^haproxy-([4-9]|\d\d+)\.cfg$/.test(name)), patiently)
        .toBe(true);
      await region.end(signal);
      running = false;
      await Promise.all([changes, ...requests]);
      await nothingIsLeft(region, frontend, before);
    },
  );

  it.each(['SIGKILL', 'SIGTERM'] as const)('ends with it at a %s while it starts', async (signal) => {
    const started = join(folder, 'started');
    const program = join(folder, 'program');
    // It hangs in its second start, before it has become HAProxy.
    const hang = `case "$*" in *haproxy-2.cfg*) echo > ${started}; while true; do sleep 0.1; done;; esac`;
    await writeFile(program, `#!/bin/sh\n${hang}\nexec ${haproxy.path} "$@"\n`, { mode: 0o755 });
    const region = await startRunningRegion(folder, { HAPROXY: program });
    const frontend = await region.named('web-frontend');
    await region.settled(frontend.id);
    const before = await region.statuses();
    await region.ask('PUT', `/loadbalancers/${frontend.id}`, { loadBalancer: { timeout: 61 } });
    await expect.poll(() => readdir(folder), patiently).toContain('started');
    await region.end(signal);
    await nothingIsLeft(region, frontend, before);
  });
});
