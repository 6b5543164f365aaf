import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { haproxyDataPlane } from './haproxy-data-plane.ts';
import { endOrphans, markOf, processesOf } from './orphan-processes.ts';
import { ask, nodesOf } from './testing/client.ts';
import { loadBalancerOn, nodeOn } from './testing/load-balancers.ts';
import { addressOf, clientAddress, haproxy, noHaproxy, Stage } from './testing/stage.ts';

describe.skipIf(noHaproxy !== null)('faults of the data plane', { timeout: 30_000 }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  beforeEach(() => stage.wanted.clear());
  afterAll(() => stage.close());

  it('refuses only the load balancer whose configuration HAProxy refuses, which keeps what it ran last', async () => {
    const nodes = [await stage.node(1)];
    await stage.run(loadBalancerOn(1, addressOf(1), nodes), loadBalancerOn(2, addressOf(2), nodes));
    const healthMonitor = {
      type: 'HTTP',
      delay: 1,
      timeout: 1,
      attemptsBeforeDeactivation: 1,
      path: '/',
      statusRegex: '(',
    } as const;
    stage.wanted.set(2, { ...stage.wanted.get(2)!, port: 8001 });
    const refusal = await stage.change(1, { healthMonitor, port: 8002 });
    expect(refusal).toMatch(/^HAProxy refuses this configuration: .*missing closing parenthesis/);
    expect(refusal).not.toContain(stage.folder);
    expect(await nodesOf(1, () => ({ address: addressOf(1), port: 8000 }))).toEqual(['n1']);
    expect(await nodesOf(1, () => ({ address: addressOf(2), port: 8001 }))).toEqual(['n1']);
    // It stays refused while nothing about it changes, and runs once it is mended.
    expect((await stage.run()).get(1)).toBe(refusal);
    expect(await stage.change(1, { healthMonitor: null })).toBeUndefined();
    expect(await nodesOf(1, () => ({ address: addressOf(1), port: 8002 }))).toEqual(['n1']);
  });

  it('refuses a value that would write configuration of its own', async () => {
    const monitor = {
      type: 'HTTP',
      delay: 1,
      timeout: 1,
      attemptsBeforeDeactivation: 1,
      statusRegex: '^200$',
    } as const;
    const nodes = [await stage.node(3)];
    const refusals = await stage.run(
      loadBalancerOn(3, addressOf(3), nodes, { healthMonitor: { ...monitor, path: '/\n  http-request deny' } }),
      loadBalancerOn(4, addressOf(4), nodes, {
        healthMonitor: { ...monitor, path: `/'"$PATH"%[src]#`, hostHeader: 'a.b' },
      }),
    );
    expect(refusals).toEqual(new Map([[3, 'The health monitor’s path contains a control character.']]));
    expect(await nodesOf(1, () => ({ address: addressOf(4), port: 8000 }))).toEqual(['n3']);
  });

  it('refuses only the load balancer whose port is taken, by another program or by a neighbour', async () => {
    const nodes = [await stage.node(5)];
    const other = createServer().listen(8000, addressOf(5));
    await once(other, 'listening');
    const refusals = await stage.run(
      loadBalancerOn(5, addressOf(5), nodes),
      loadBalancerOn(6, addressOf(6), nodes),
      loadBalancerOn(7, addressOf(6), nodes),
      loadBalancerOn(8, '192.0.2.1', nodes),
    );
    expect(Object.fromEntries(refusals)).toEqual({
      5: `Port 8000 on ${addressOf(5)} is in use by another program. Stop that program or choose another port.`,
      7: `Port 8000 on ${addressOf(6)} is already taken by load balancer 6.`,
      8: 'Port 8000 cannot be bound: 192.0.2.1 is not an address of this machine. Set REGION_VIPS to addresses that it has.',
    });
    expect(await nodesOf(1, () => ({ address: addressOf(6), port: 8000 }))).toEqual(['n5']);
    other.close();
    for (const id of [7, 8]) stage.wanted.delete(id);
    expect(await stage.change(5, { name: 'tried again' })).toBeUndefined();
    expect(await nodesOf(1, () => ({ address: addressOf(5), port: 8000 }))).toEqual(['n5']);
  });

  it('takes a port by itself once another program, or a neighbour, lets it go', async () => {
    const nodes = [await stage.node(22)];
    const other = createServer().listen(8000, addressOf(22));
    await once(other, 'listening');
    const refusals = await stage.run(
      loadBalancerOn(22, addressOf(22), nodes),
      loadBalancerOn(23, addressOf(23), nodes),
      loadBalancerOn(24, addressOf(23), nodes),
    );
    expect([...refusals.keys()]).toEqual([22, 24]);
    const before = stage.recoveries;
    other.close();
    await stage.until(() => stage.recoveries > before);
    expect(await nodesOf(1, () => ({ address: addressOf(22), port: 8000 }))).toEqual(['n22']);
    expect([...(await stage.run()).keys()]).toEqual([24]);
    // A neighbour that goes, and one that moves to another port.
    stage.wanted.delete(23);
    expect(await stage.run()).toEqual(new Map());
    expect([...(await stage.run(loadBalancerOn(25, addressOf(23), nodes))).keys()]).toEqual([25]);
    await stage.change(24, { port: 8001 });
    expect(await stage.run()).toEqual(new Map());
  });

  it('says of a load balancer what is wrong with what is wanted, when it cannot fall back to what it ran either', async () => {
    await stage.run(loadBalancerOn(34, addressOf(34), []));
    const other = createServer().listen(8001, addressOf(34));
    await once(other, 'listening');
    stage.wanted.set(34, { ...stage.wanted.get(34)!, port: 8001 });
    const refusals = await stage.run(loadBalancerOn(35, addressOf(34), []));
    expect([...refusals]).toEqual([[34, expect.stringMatching(/^Port 8001 on .* is in use by another program/)]]);
    const before = stage.recoveries;
    other.close();
    await stage.until(() => stage.recoveries > before);
    expect(await stage.run()).toEqual(new Map());
  });

  describe('with a HAProxy that something ends', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'holdfast-faults-'));
      return () => rm(folder, { recursive: true });
    });

    /** A data plane whose HAProxy runs these lines of shell first; `told` is what it reports. */
    async function planeWith(...lines: readonly string[]) {
      const program = join(folder, 'program');
      await writeFile(program, ['#!/bin/sh', ...lines, `exec ${haproxy.path} "$@"`, ''].join('\n'), { mode: 0o755 });
      const options = { haproxy: { path: program, version: '2.6' }, folder: join(folder, 'haproxy') };
      const plane = haproxyDataPlane(options);
      const told = { failed: [] as number[], recovered: 0 };
      await plane.start({
        nodeStatus: () => {},
        failed: (id) => told.failed.push(id),
        recovered: () => {
          told.recovered += 1;
        },
      });
      return { plane, told };
    }
    const counting = () => `echo >> ${join(folder, 'starts')}; starts=$(wc -l < ${join(folder, 'starts')})`;

    it.each([
      ['killed while it starts', 'kill -9 $$'],
      ['ended while it starts', 'kill -15 $$'],
      ['aborted while it starts', 'kill -6 $$'],
      ['without memory', 'echo "[ALERT] (1) : config : out of memory." >&2; exit 1'],
      [
        'without memory for what it reads',
        'echo "[ALERT] (1) : config : parsing [x.cfg:1] : unable to allocate memory" >&2; echo "[ALERT] (1) : config : Fatal errors found in configuration." >&2; exit 1',
      ],
      ['not to be run at the moment', 'exit 126'],
    ])('starts again one that is %s, and blames nobody', async (_, end) => {
      // Whether it starts or only judges.
      const { plane, told } = await planeWith(counting(), `[ $starts -gt 3 ] || { ${end}; }`);
      const wanted = new Map([26, 27].map((id) => [id, loadBalancerOn(id, addressOf(id), [])]));
      expect(await plane.apply(wanted)).toEqual(new Map());
      expect(plane.state().carries).toBe(true);
      expect(told).toEqual({ failed: [], recovered: 0 });
      await plane.close();
    });

    it('refuses the load balancer whose port HAProxy does not get, though it seemed free, and tries it again', async () => {
      const taken = join(folder, 'taken');
      const words =
        '[ALERT] (1) : Binding [x.cfg:1] for frontend 32: cannot bind socket (Address already in use) for [x:1]';
      const { plane, told } = await planeWith(
        `[ "$1" = -c ] || [ ! -e ${taken} ] || ! grep -q '^frontend 32$' "$3" || { echo "${words}" >&2; exit 1; }`,
      );
      await writeFile(taken, '');
      const wanted = new Map([32, 33].map((id) => [id, loadBalancerOn(id, addressOf(id), [])]));
      expect([...(await plane.apply(wanted)).keys()]).toEqual([32]);
      await rm(taken);
      await expect.poll(() => told.recovered, { timeout: 10_000 }).toBe(1);
      expect(await plane.apply(wanted)).toEqual(new Map());
      await plane.close();
    });

    it('condemns the load balancer that HAProxy condemns, though its judgements are killed again and again', async () => {
      const { plane } = await planeWith(
        counting(),
        `[ "$1" != -c ] || [ $((starts % 3)) = 0 ] || kill -9 $$`,
        // Without a line or a name it is asked about each alone.
        `[ "$1" = -c ] || ! grep -q "rstatus '('" "$3" || { echo "[ALERT] (1) : config : Fatal errors found in configuration." >&2; exit 1; }`,
      );
      const monitor = { type: 'HTTP', delay: 1, timeout: 1, attemptsBeforeDeactivation: 1, path: '/' } as const;
      const healthMonitor = { ...monitor, statusRegex: '(' };
      const refusals = await plane.apply(
        new Map([
          [28, loadBalancerOn(28, addressOf(28), [nodeOn(1, 9)], { healthMonitor })],
          [29, loadBalancerOn(29, addressOf(29), [])],
        ]),
      );
      expect([...refusals.keys()]).toEqual([28]);
      await plane.close();
    });

    it('goes on with what ran while the next one cannot start, and runs what was wanted once it can', async () => {
      const full = join(folder, 'full');
      const { plane, told } = await planeWith(`[ ! -e ${full} ] || kill -9 $$`);
      const node = await stage.node(30);
      const before = loadBalancerOn(30, addressOf(30), [node]);
      expect(await plane.apply(new Map([[30, before]]))).toEqual(new Map());
      await writeFile(full, '');
      const after = new Map([[30, { ...before, port: 8001 }]]);
      expect((await plane.apply(after)).get(30)).toMatch(/^HAProxy does not start/);
      expect(await nodesOf(1, () => ({ address: addressOf(30), port: 8000 }))).toEqual(['n30']);
      await rm(full);
      await expect.poll(() => told.recovered, { timeout: 10_000 }).toBe(1);
      expect(await nodesOf(1, () => ({ address: addressOf(30), port: 8001 }))).toEqual(['n30']);
      expect(await plane.apply(after)).toEqual(new Map());
      await plane.close();
    });

    it('ends at once with one that hangs while it starts', async () => {
      const { plane } = await planeWith(`echo $$ > ${join(folder, 'pid')}; while true; do sleep 1; done`);
      const applied = plane.apply(new Map([[31, loadBalancerOn(31, addressOf(31), [])]]));
      const pid = () => readFile(join(folder, 'pid'), 'utf8').then(Number, () => 0);
      await expect.poll(pid).toBeGreaterThan(0);
      await plane.close();
      await applied;
      expect(await markOf(await pid())).toBeNull();
    });
  });

  it('stops carrying a load balancer that is gone, and hands its port to the next at once', async () => {
    const nodes = [await stage.node(9)];
    await stage.run(loadBalancerOn(9, addressOf(9), nodes));
    stage.wanted.delete(9);
    expect(await stage.run(loadBalancerOn(10, addressOf(9), [await stage.node(10)]))).toEqual(new Map());
    expect(await nodesOf(1, () => ({ address: addressOf(9), port: 8000 }))).toEqual(['n10']);
    stage.wanted.delete(10);
    await stage.run();
    await expect(ask({ address: addressOf(9), port: 8000 })).rejects.toThrow('ECONNREFUSED');
  });

  it('starts HAProxy again when it dies, and keeps Source IP clients where they were', async () => {
    const nodes = [await stage.node(11), await stage.node(12), await stage.node(13)];
    await stage.run(loadBalancerOn(11, addressOf(11), nodes, { sessionPersistence: 'SOURCE_IP' }));
    const asked = (index: number) => ({ address: addressOf(11), port: 8000, from: clientAddress(index + 1) });
    const before = await nodesOf(8, asked);
    const [worker] = await processesOf(join(stage.folder, 'haproxy'));
    process.kill(worker!.pid, 'SIGKILL');
    await stage.until(() => stage.said.some((sentence) => sentence.includes('ended by SIGKILL')));
    // Any change waits for the process that is being started.
    expect(await stage.change(11, { timeout: 31 })).toBeUndefined();
    expect(await nodesOf(8, asked)).toEqual(before);
    expect(stage.dataPlane.state().carries).toBe(true);
  });

  it('starts HAProxy once the machine lets it, and says meanwhile that nothing is carried', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'holdfast-faults-'));
    const [full, program] = [join(folder, 'full'), join(folder, 'program')];
    // It finds no fault with any configuration, and starts with none while the machine is full.
    const lines = ['#!/bin/sh', `[ "$1" = -c ] || [ ! -e ${full} ] || exit 1`, `exec ${haproxy.path} "$@"`, ''];
    await writeFile(program, lines.join('\n'), { mode: 0o755 });
    await writeFile(full, '');
    const dataPlane = haproxyDataPlane({ haproxy: { path: program, version: '2.6' }, folder: join(folder, 'haproxy') });
    await dataPlane.start({ nodeStatus: () => {}, failed: () => {}, recovered: () => {} });
    const wanted = new Map([[18, loadBalancerOn(18, addressOf(18), [await stage.node(18)])]]);
    expect((await dataPlane.apply(wanted)).get(18)).toMatch(/^HAProxy does not start/);
    expect(dataPlane.state()).toMatchObject({ carries: false, sentence: expect.stringMatching(/carries no traffic/) });
    await rm(full);
    await expect.poll(() => dataPlane.state().carries, { timeout: 10_000 }).toBe(true);
    expect(await nodesOf(1, () => ({ address: addressOf(18), port: 8000 }))).toEqual(['n18']);
    await dataPlane.close();
    await rm(folder, { recursive: true });
  });

  it('calls a node what the next process takes it for, when its health changed while that one was starting', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'holdfast-faults-'));
    const [ready, program] = [join(folder, 'ready'), join(folder, 'program')];
    const wait = `case "$*" in *haproxy-2.cfg*) while [ ! -e ${ready} ]; do sleep 0.02; done;; esac`;
    await writeFile(program, ['#!/bin/sh', wait, `exec ${haproxy.path} "$@"`, ''].join('\n'), { mode: 0o755 });
    let status = 200;
    const server = createHttpServer((_, response) => response.writeHead(status).end()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const statuses = new Map<number, string>();
    const dataPlane = haproxyDataPlane({ haproxy: { path: program, version: '2.6' }, folder: join(folder, 'haproxy') });
    await dataPlane.start({ nodeStatus: (_, id, now) => statuses.set(id, now), failed: () => {}, recovered: () => {} });
    const healthMonitor = { type: 'HTTP', delay: 2, timeout: 1, attemptsBeforeDeactivation: 1, path: '/' } as const;
    const nodes = [nodeOn(20, (server.address() as AddressInfo).port)];
    const before = loadBalancerOn(20, addressOf(20), nodes, { healthMonitor });
    await dataPlane.apply(new Map([[20, before]]));
    const changed = dataPlane.apply(new Map([[20, { ...before, timeout: 31 }]]));
    status = 500;
    const becomes = (wanted: string) => expect.poll(() => statuses.get(20), { timeout: 10_000 }).toBe(wanted);
    await becomes('OFFLINE');
    status = 200;
    await writeFile(ready, '');
    await changed;
    await becomes('ONLINE');
    await dataPlane.close();
    server.close();
    await rm(folder, { recursive: true });
  });

  it('makes the next changes while somebody else still keeps the process before from ending', async () => {
    const nodes = [await stage.node(17)];
    await stage.run(loadBalancerOn(17, addressOf(17), nodes));
    const { sockets } = JSON.parse(await readFile(join(stage.folder, 'haproxy', 'processes.json'), 'utf8'));
    // An operator who looks at the process over its command socket.
    const [generation] = (await readdir(sockets)).map((name) => Number.parseInt(name, 10)).sort((a, b) => b - a);
    const operator = createConnection(join(sockets, `${generation}.sock`));
    operator.write('prompt\n');
    await once(operator, 'data');
    for (const timeout of [31, 32]) expect(await stage.change(17, { timeout })).toBeUndefined();
    expect(operator.readyState).toBe('open');
    operator.destroy();
  });

  it('carries no UDP and no IPv6, says so, and calls neither an error', async () => {
    const udp = loadBalancerOn(14, addressOf(14), [], { protocol: 'UDP' });
    const six = loadBalancerOn(15, '::1', [], {
      virtualIps: [{ id: 1, address: '::1', type: 'PUBLIC', ipVersion: 'IPV6' }],
    });
    expect((await stage.run(udp, six)).size).toBe(0);
    expect(stage.dataPlane.notCarried(udp)).toMatch(/^UDP is not carried locally/);
    expect(stage.dataPlane.notCarried(six)).toMatch(/^IPv6 is not carried locally/);
    expect(stage.dataPlane.notCarried(loadBalancerOn(16, addressOf(16), []))).toBeNull();
  });
});

describe.skipIf(noHaproxy !== null)('what a crash leaves behind', { timeout: 30_000 }, () => {
  it('refuses a folder that a living region uses', async () => {
    const stage = await Stage.open();
    const path = join(stage.folder, 'haproxy', 'processes.json');
    const record = JSON.parse(await readFile(path, 'utf8'));
    const parent = (await readFile(`/proc/${process.ppid}/stat`, 'utf8')).split(') ')[1]!.split(' ')[19]!;
    await writeFile(path, JSON.stringify({ ...record, owner: { pid: process.ppid, started: parent } }));
    await expect(endOrphans(join(stage.folder, 'haproxy'))).rejects.toThrow(
      /is in use by another region \(process \d+\)/,
    );
    await stage.close();
  });
});
