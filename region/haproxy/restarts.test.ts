import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Body } from '../testing/test-region.ts';
import { bindProblem } from './bind-check.ts';
import { configurationPath, endProcess, markOf, processesOf } from './orphan-processes.ts';
import { ask, connect } from './testing/client.ts';
import { patiently, type RunningRegion, startRunningRegion } from './testing/running-region.ts';
import { addressOf, haproxy, noHaproxy } from './testing/stage.ts';
import { startWorker, type Worker } from './worker.ts';

const listening = (listeners: readonly string[]): string =>
  `defaults\n  mode http\n  timeout client 1s\n  timeout server 1s\n  timeout connect 1s\nfrontend f\n  http-request return status 200 hdr X-Node foreign\n${listeners.map((listener) => `  bind ${listener}\n`).join('')}`;

/** Holds a port; told to end, its first thread goes at once, the other 300 ms later. */
const endsThreadByThread = `
import ctypes, os, platform, signal, socket, sys, threading, time
port = socket.create_server((sys.argv[1], 7000))
def last():
    time.sleep(0.3)
    os._exit(0)
def end(*_):
    threading.Thread(target=last).start()
    ctypes.CDLL(None).syscall({'x86_64': 60, 'aarch64': 93}[platform.machine()], 0)
signal.signal(signal.SIGTERM, end)
print('ready', flush=True)
while True:
    signal.pause()
`;

describe.skipIf(noHaproxy !== null)('ports over restarts', { timeout: 30_000 }, () => {
  let folder: string;
  const ending: (() => Promise<unknown>)[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdfast-restarts-'));
  });
  afterEach(async () => {
    for (const end of ending.splice(0).reverse()) await end();
    await rm(folder, { recursive: true, force: true });
  });

  /** HAProxy with these listeners, on a configuration that lies where one of the region's would lie in `home`. */
  async function haproxyIn(home: string, listeners: readonly string[]): Promise<Worker> {
    const configuration = configurationPath(home, 1);
    const socket = join(home, '1.sock');
    await writeFile(configuration, `global\n  stats socket ${socket}\n${listening(listeners)}`);
    const options = { previousSocket: null, descriptors: [], patience: 10_000 };
    const worker = await startWorker({ haproxy: haproxy.path!, configuration, socket, ...options });
    ending.push(() => worker.kill());
    return worker;
  }

  async function region(env: Readonly<Record<string, string>> = {}): Promise<RunningRegion> {
    const started = await startRunningRegion(folder, { HAPROXY: haproxy.path!, ...env });
    ending.push(() => started.end('SIGTERM'));
    return started;
  }

  const nodeAt = (at: { address: string; port: number }): Promise<string | null> =>
    ask(at).then(
      ({ node }) => node,
      () => null,
    );
  const carried = (at: { address: string; port: number }) =>
    expect.poll(() => nodeAt(at), patiently).toEqual(expect.stringMatching(/^n/));
  const virtualIpOf = ({ virtualIps }: Body): { id: number; address: string } =>
    virtualIps.find(({ ipVersion }: Body) => ipVersion === 'IPV4');

  const listenerOf = (loadBalancer: Body): { address: string; port: number } => ({
    address: virtualIpOf(loadBalancer).address,
    port: loadBalancer.port,
  });

  it('calls a process gone only when the last of its threads is, because that one still holds the ports', async ({
    skip,
  }) => {
    // HAProxy ends so too, but only now and then so slowly that it shows.
    const slow = spawn('python3', ['-c', endsThreadByThread, addressOf(1)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const said = await Promise.race([once(slow.stdout, 'data').then(String), once(slow, 'error').then(() => null)]);
    if (said === null) skip('platform: no python3 here (Debian: apt-get install python3)');
    await endProcess((await markOf(slow.pid!))!);
    expect(await bindProblem(addressOf(1), 7000)).toBeNull();
  });

  it('a reset gives every load balancer its port again, with connections open and a reload under way', async () => {
    const running = await region();
    const before = await running.statuses();
    expect(before['web-frontend']).toBe('ACTIVE');
    const held: Socket[] = [];
    for (let reset = 0; reset < 6; reset += 1) {
      const frontend = await running.named('web-frontend');
      const at = listenerOf(frontend);
      await carried(at);
      held.push(await connect(at.address, at.port));
      await running.ask('PUT', `/loadbalancers/${frontend.id}`, { loadBalancer: { timeout: 40 + reset } });
      await running.control('reset');
      expect(listenerOf(await running.named('web-frontend'))).toEqual(at);
      // Old processes end while the next ones start.
      if (reset % 2 === 1) for (const socket of held.splice(0)) socket.destroy();
      await carried(at);
    }
    expect(await running.statuses()).toEqual(before);
  });

  it('a load balancer created at once on the virtual IP and port of one that is deleted gets them', async () => {
    const running = await region();
    const frontend = await running.named('web-frontend');
    const virtualIp = virtualIpOf(frontend);
    const nodes = frontend.nodes.map(({ address, port }: Body) => ({ address, port, condition: 'ENABLED' }));
    const create = async (name: string) => {
      const loadBalancer = { name, port: 9100, protocol: 'HTTP', virtualIps: [{ id: virtualIp.id }], nodes };
      return (await running.ask('POST', '/loadbalancers', { loadBalancer })).body.loadBalancer;
    };
    let last = await create('the first');
    const at = { address: virtualIp.address, port: 9100 };
    for (let next = 0; next < 4; next += 1) {
      expect((await running.settled(last.id)).status).toBe('ACTIVE');
      const held = await connect(at.address, at.port);
      await running.ask('DELETE', `/loadbalancers/${last.id}`);
      await expect
        .poll(
          async () => {
            last = await create(`number ${next}`);
            return last?.id;
          },
          { ...patiently, interval: 10 },
        )
        .toBeDefined();
      // The process that carried it ends while this one's is started.
      held.destroy();
    }
    expect((await running.settled(last.id)).status).toBe('ACTIVE');
    expect(await nodeAt(at)).toMatch(/^n/);
  });

  it('what a region killed in the middle of a reload left behind is ended, and nothing else', async () => {
    // Kills the region when it starts HAProxy for the second time, and is that HAProxy from then on: one that says nothing, because
    // HAProxy ends at the first word that nobody reads.
    // Where the kernel ends it with the region nothing is left, so this one takes that back first.
    const killer = join(folder, 'killer');
    await writeFile(
      killer,
      `#!/bin/sh\n[ "$FREE" ] || FREE=1 exec setpriv --pdeathsig clear "$0" "$@"\ncase "$*" in *haproxy-2.cfg*) kill -9 $PPID; exec 2>/dev/null;; esac\nexec ${haproxy.path} "$@"\n`,
    );
    await chmod(killer, 0o755);
    const killed = await region({ HAPROXY: killer });
    const [frontend, checkout] = [await killed.named('web-frontend'), await killed.named('checkout')];
    await carried(listenerOf(frontend));
    const before = await killed.statuses();
    const gone = once(killed.process, 'exit');
    await killed.ask('PUT', `/loadbalancers/${frontend.id}`, { loadBalancer: { timeout: 61 } });
    await gone;
    const home = join(folder, 'haproxy');
    await expect.poll(async () => (await processesOf(home)).length, patiently).toBe(2);

    // HAProxy too, on a port of ours, with a configuration named like ours, but it is somebody else's.
    const elsewhere = await mkdtemp(join(tmpdir(), 'holdfast-elsewhere-'));
    ending.push(() => rm(elsewhere, { recursive: true, force: true }));
    const { address, port } = listenerOf(checkout);
    const foreign = await haproxyIn(elsewhere, [`${address}:${port}`]);

    const again = await region();
    expect((await again.settled(frontend.id)).status).toBe('ACTIVE');
    await carried(listenerOf(frontend));
    await expect.poll(async () => (await again.settled(checkout.id)).status, patiently).toBe('ERROR');
    expect(await again.feed(checkout.id)).toContain(
      `Port ${port} on ${address} is in use by another program. Stop that program or choose another port.`,
    );
    expect(await again.statuses()).toEqual({ ...before, checkout: 'ERROR' });
    expect(await nodeAt({ address, port })).toBe('foreign');
    expect((await processesOf(home)).length).toBe(1);
    expect((await processesOf(elsewhere)).map(({ pid }) => pid)).toEqual([foreign.pid]);

    // The port becomes free.
    await foreign.kill();
    await expect.poll(async () => (await again.settled(checkout.id)).status, patiently).toBe('ACTIVE');
    expect(await again.feed(checkout.id)).toContain('The load balancer carries traffic again.');
    await carried(listenerOf(checkout));
    expect(await again.statuses()).toEqual(before);
  });

  it('load balancers leave ERROR by themselves when HAProxy starts at last, over a restart of the region, too', async () => {
    const [program, full] = [join(folder, 'program'), join(folder, 'full')];
    const shell = (end: string) =>
      `#!/bin/sh\n[ "$1" = -v ] || [ ! -e ${full} ] || ${end}\nexec ${haproxy.path} "$@"\n`;
    await writeFile(program, shell('kill -9 $$'), { mode: 0o755 });
    let running = await region({ HAPROXY: program });
    const before = await running.statuses();
    const frontend = await running.named('web-frontend');
    const legacy = Object.keys(before).filter((name) => before[name] === 'ERROR');
    await carried(listenerOf(frontend));
    await running.end('SIGTERM');

    await writeFile(full, '');
    running = await region({ HAPROXY: program });
    await expect.poll(async () => (await running.named('web-frontend')).status, patiently).toBe('ERROR');
    expect(await running.feed(frontend.id)).toContain('HAProxy does not start');
    await running.end('SIGTERM');

    running = await region({ HAPROXY: program });
    expect((await running.statuses())['web-frontend']).toBe('ERROR');
    await rm(full);
    await expect.poll(() => running.statuses(), patiently).toEqual(before);
    await carried(listenerOf(frontend));
    // Those that are in ERROR for another reason stay there.
    expect(legacy).toContain('legacy-portal');
  });
});
