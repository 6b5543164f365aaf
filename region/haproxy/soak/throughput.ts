/**
 * Requests per second through the data plane's HAProxy beside the same nodes behind a minimal configuration written by hand: kept
 * connections, runs in turn, median of an odd number of runs.
 * Run: node region/haproxy/soak/throughput.ts [runs = 7] [seconds a run = 2] [connections = 32]
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PersistenceTypeName } from '../../../contract/persistence.ts';
import { processesOf } from '../leftovers.ts';
import { loadBalancerOn, nodeOn } from '../testing/load-balancers.ts';
import { addressOf, haproxy, Stage } from '../testing/stage.ts';
import { startWorker } from '../worker.ts';
import { argument, percentile } from './numbers.ts';

const runs = argument(1, 7);
const seconds = argument(2, 2);
const connections = argument(3, 32);
if (haproxy.path === null) throw new Error(haproxy.reason);
const folder = await mkdtemp(join(tmpdir(), 'holdfast-throughput-'));
const nodePorts = [18_091, 18_092, 18_093];
const nodeAddress = addressOf(201);
const byHand = addressOf(202);

const start = async (name: string, text: string) => {
  const configuration = join(folder, `${name}.cfg`);
  const socket = join(folder, `${name}.sock`);
  await writeFile(configuration, `global\n  stats socket ${socket} level admin\n${text}`);
  return startWorker({
    haproxy: haproxy.path!,
    configuration,
    socket,
    previousSocket: null,
    descriptors: [],
    patience: 5000,
  });
};
// The nodes are HAProxy too, so that they are not what is measured.
const times = 'defaults\n  mode http\n  timeout client 30s\n  timeout server 30s\n  timeout connect 5s\n';
const nodes = await start(
  'nodes',
  `${times}${nodePorts
    .map(
      (port, index) =>
        `frontend n${index}\n  bind ${nodeAddress}:${port}\n  http-request return status 200 content-type text/plain string n${index} hdr X-Node n${index}\n`,
    )
    .join('')}`,
);
const minimal = await start(
  'minimal',
  `${times}frontend f\n  bind ${byHand}:8000\n  default_backend b\nbackend b\n  balance roundrobin\n${nodePorts
    .map((port, index) => `  server n${index} ${nodeAddress}:${port}\n`)
    .join('')}`,
);
const stage = await Stage.open();
const carried = addressOf(203);
const loadBalancer = loadBalancerOn(
  1,
  carried,
  nodePorts.map((port, index) => nodeOn(index + 1, port, { address: nodeAddress })),
);
await stage.run(
  loadBalancer,
  ...Array.from({ length: 24 }, (_, index) =>
    loadBalancerOn(index + 2, addressOf(210), loadBalancer.nodes, { port: 8001 + index }),
  ),
);
const [worker] = await processesOf(join(stage.folder, 'haproxy'));

/** Processor time of a process so far, in its clock's ticks (proc(5), utime and stime). */
const ticks = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return Number(fields[11]) + Number(fields[12]);
};

async function load(address: string, pid: number): Promise<{ perSecond: number; perTick: number }> {
  let answers = 0;
  let running = true;
  const request = `GET / HTTP/1.1\r\nHost: ${address}\r\n\r\n`;
  const before = ticks(pid);
  const started = performance.now();
  const ended = Array.from(
    { length: connections },
    () =>
      new Promise<void>((resolve, reject) => {
        const socket = createConnection({ host: address, port: 8000 });
        socket.on('connect', () => socket.write(request));
        socket.on('data', () => {
          answers += 1;
          if (running) socket.write(request);
          else socket.end();
        });
        socket.on('close', () => resolve());
        socket.on('error', reject);
      }),
  );
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  running = false;
  await Promise.all(ended);
  return { perSecond: (answers * 1000) / (performance.now() - started), perTick: answers / (ticks(pid) - before) };
}

const types: (PersistenceTypeName | null)[] = [null, 'SOURCE_IP', 'HTTP_COOKIE'];
for (const type of types) {
  await stage.change(1, { sessionPersistence: type });
  const ours: { perSecond: number; perTick: number }[] = [];
  const theirs: typeof ours = [];
  await load(byHand, minimal.pid);
  for (let run = 0; run < runs; run += 1) {
    theirs.push(await load(byHand, minimal.pid));
    ours.push(await load(carried, worker!.pid));
  }
  for (const measure of ['perSecond', 'perTick'] as const) {
    const [a, b] = [ours, theirs].map((each) => each.map((run) => run[measure])) as [number[], number[]];
    const [mine, hand] = [percentile(a, 0.5), percentile(b, 0.5)];
    const range = (numbers: number[]) => `${Math.min(...numbers).toFixed(0)}–${Math.max(...numbers).toFixed(0)}`;
    console.log(
      `${type ?? 'DISABLED'}, requests ${measure === 'perSecond' ? 'a second' : 'a tick of processor time'}: ${mine.toFixed(0)} (${range(a)}) beside ${hand.toFixed(0)} (${range(b)}): ${(mine / hand).toFixed(3)}`,
    );
  }
}
await stage.close();
await Promise.all([minimal.kill(), nodes.kill()]);
await rm(folder, { recursive: true, force: true });
