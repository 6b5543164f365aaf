/**
 * Requests per second through the data plane's HAProxy beside the same nodes and the same persistence in a minimal configuration written by
 * hand: kept connections, median of an odd number of runs. A run takes turns between the two several times a second, so that what else goes on
 * on the machine falls on both. Both have the same number of threads and write no log.
 * Run: node region/haproxy/soak/throughput.ts [runs = 7] [seconds a run = 2] [connections = 32]
 */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { persistenceCookieOf } from '../../../contract/clb/persistence-cookie.ts';
import { processesOf } from '../orphan-processes.ts';
import { loadBalancerOn, nodeOn } from '../testing/load-balancers.ts';
import { addressOf, haproxy, Stage } from '../testing/stage.ts';
import { startWorker, type Worker } from '../worker.ts';
import { closing } from './closing.ts';
import { argument, percentile } from './numbers.ts';

interface Run {
  readonly perSecond: number;
  /** Microseconds of HAProxy's processor time for one request. */
  readonly processor: number;
}

interface Case {
  readonly what: string;
  readonly type: Choice;
  /** Clients bring the cookie of the node that they had first, as browsers do. Both configurations read it. */
  readonly withCookie?: true;
}

const cases: readonly Case[] = [
  { what: 'persistence disabled', type: 'DISABLED' },
  { what: 'SOURCE_IP', type: 'SOURCE_IP' },
  { what: 'HTTP_COOKIE', type: 'HTTP_COOKIE', withCookie: true },
  { what: 'HTTP_COOKIE, nothing but first visits', type: 'HTTP_COOKIE' },
];

export interface Throughput extends Case {
  readonly ours: readonly Run[];
  readonly byHand: readonly Run[];
}

/** Of the load balancer that is measured, and of the configuration by hand. */
const persistenceCookie = persistenceCookieOf(1);
const nodePorts = [18_091, 18_092, 18_093];
const times = 'defaults\n  mode http\n  timeout client 30s\n  timeout server 30s\n  timeout connect 5s\n';
// The nodes are HAProxy too, so that they are not what is measured.
const nodesOn = (address: string): string =>
  `${times}${nodePorts
    .map(
      (port, index) =>
        `frontend n${index}\n  bind ${address}:${port}\n  http-request return status 200 content-type text/plain string n${index} hdr X-Node n${index}\n`,
    )
    .join('')}`;

const listenerOf = { DISABLED: 8000, SOURCE_IP: 8001, HTTP_COOKIE: 8002 } as const;
type Choice = keyof typeof listenerOf;
/** What somebody writes by hand for one listener and its nodes: the persistence and nothing else. */
const byHandLines: Record<Choice, string> = {
  DISABLED: 'balance roundrobin',
  SOURCE_IP: 'balance roundrobin\n  stick-table type ip size 10k expire 30m\n  stick on src',
  HTTP_COOKIE: `balance roundrobin\n  cookie ${persistenceCookie} insert indirect nocache`,
};
const minimalOn = (address: string, nodeAddress: string): string =>
  times +
  (Object.keys(listenerOf) as Choice[])
    .map((choice) => {
      const servers = nodePorts.map(
        (port, index) =>
          `  server n${index} ${nodeAddress}:${port}${choice === 'HTTP_COOKIE' ? ` cookie ${index + 1}` : ''}\n`,
      );
      return `frontend f${choice}\n  bind ${address}:${listenerOf[choice]}\n  default_backend ${choice}\nbackend ${choice}\n  ${byHandLines[choice]}\n${servers.join('')}`;
    })
    .join('');

/** Processor time of a process so far, in microseconds. */
const processorTime = (pid: number): number =>
  readdirSync(`/proc/${pid}/task`).reduce(
    (sum, thread) => sum + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1000,
    0,
  );

interface Target {
  readonly address: string;
  readonly port: number;
  readonly pid: number;
}

const requestOf = ({ withCookie }: Case, connection: number): string => {
  const cookie = withCookie ? `Cookie: ${persistenceCookie}=${1 + (connection % nodePorts.length)}\r\n` : '';
  return `GET / HTTP/1.1\r\nHost: throughput.example.com\r\n${cookie}\r\n`;
};

/** What was counted at one of the two. */
class Count {
  #answers = 0;
  #milliseconds = 0;
  #processor = 0;

  /** Asks over kept connections for a while, one request at a time on each. `requests`: what each of them asks. */
  async ask({ address, port, pid }: Target, milliseconds: number, requests: readonly string[]): Promise<void> {
    let running = true;
    const before = processorTime(pid);
    const started = performance.now();
    const connection = (request: string) =>
      new Promise<void>((resolve, reject) => {
        const socket = createConnection({ host: address, port });
        socket.on('connect', () => socket.write(request));
        socket.on('data', (answer) => {
          if (!answer.includes('HTTP/1.1 200 OK')) reject(new Error(`Not an answer: ${answer}`));
          this.#answers += 1;
          if (running) socket.write(request);
          else socket.end();
        });
        socket.on('close', () => resolve());
        socket.on('error', reject);
      });
    const ended = requests.map(connection);
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    running = false;
    await Promise.all(ended);
    this.#milliseconds += performance.now() - started;
    this.#processor += processorTime(pid) - before;
  }

  result(): Run {
    return { perSecond: (this.#answers * 1000) / this.#milliseconds, processor: this.#processor / this.#answers };
  }
}

/** Milliseconds after which the other has its turn. */
const turn = 250;

async function run(targets: readonly Target[], seconds: number, requests: readonly string[]): Promise<Run[]> {
  const counts = targets.map((target) => ({ target, count: new Count() }));
  for (let time = 0; time < seconds * 1000; time += turn) {
    // Each is first as often as last.
    const order = (time / turn) % 2 === 0 ? counts : counts.toReversed();
    for (const { target, count } of order) await count.ask(target, turn, requests);
  }
  return counts.map(({ count }) => count.result());
}

/** Runs of both, for each case, beside 24 other load balancers. `seconds`: what each of the two has of a run. */
export async function throughput(runs: number, seconds: number, connections: number): Promise<Throughput[]> {
  if (haproxy.path === null) throw new Error(haproxy.reason);
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-throughput-'));
  const start = async (name: string, text: string): Promise<Worker> => {
    const configuration = join(folder, `${name}.cfg`);
    const socket = join(folder, `${name}.sock`);
    await writeFile(configuration, `global\n  stats socket ${socket} level admin\n${text}`);
    const options = { previousSocket: null, descriptors: [], patience: 5000 };
    return startWorker({ haproxy: haproxy.path!, configuration, socket, ...options });
  };
  const [nodeAddress, byHand, carried] = [addressOf(201), addressOf(202), addressOf(203)];
  const nodes = await start('nodes', nodesOn(nodeAddress));
  const minimal = await start('minimal', minimalOn(byHand, nodeAddress));
  const stage = await Stage.open();
  const close = closing(async () => {
    await stage.close();
    await Promise.all([minimal.kill(), nodes.kill()]);
    await rm(folder, { recursive: true, force: true });
  });
  const loadBalancer = loadBalancerOn(
    1,
    carried,
    nodePorts.map((port, index) => nodeOn(index + 1, port, { address: nodeAddress })),
  );
  const others = Array.from({ length: 24 }, (_, index) =>
    loadBalancerOn(index + 2, addressOf(210), loadBalancer.nodes, { port: 8001 + index }),
  );
  await stage.run(loadBalancer, ...others);
  const [worker] = await processesOf(join(stage.folder, 'haproxy'));

  const results: Throughput[] = [];
  for (const each of cases) {
    await stage.change(1, { sessionPersistence: each.type === 'DISABLED' ? null : each.type });
    const measured = { ...each, ours: [] as Run[], byHand: [] as Run[] };
    const requests = Array.from({ length: connections }, (_, connection) => requestOf(each, connection));
    const targets = [
      { address: carried, port: 8000, pid: worker!.pid },
      { address: byHand, port: listenerOf[each.type], pid: minimal.pid },
    ];
    await run(targets, seconds / 4, requests);
    for (let count = 0; count < runs; count += 1) {
      const [ours, hand] = await run(targets, seconds, requests);
      measured.ours.push(ours!);
      measured.byHand.push(hand!);
    }
    results.push(measured);
  }
  await close();
  return results;
}

/**
 * How ours stands to the other, as the median over the runs, and the medians and spreads of both in words. The two of one run took turns, so
 * a run's own ratio holds whatever else the machine did meanwhile; a ratio of medians may set a slow run of one beside a fast one of the other.
 */
export function compared({ ours, byHand }: Throughput, measure: keyof Run): { ratio: number; words: string } {
  const [a, b] = [ours, byHand].map((runs) => runs.map((run) => run[measure])) as [number[], number[]];
  const [mine, hand] = [percentile(a, 0.5), percentile(b, 0.5)];
  const digits = measure === 'perSecond' ? 0 : 1;
  const range = (all: number[]) => `${Math.min(...all).toFixed(digits)}–${Math.max(...all).toFixed(digits)}`;
  return {
    ratio: percentile(
      a.map((value, index) => value / b[index]!),
      0.5,
    ),
    words: `${mine.toFixed(digits)} (${range(a)}) beside ${hand.toFixed(digits)} (${range(b)})`,
  };
}

if (import.meta.main) {
  for (const result of await throughput(argument(1, 29), argument(2, 0.7), argument(3, 32))) {
    for (const [measure, what] of [
      ['perSecond', 'requests a second'],
      ['processor', 'µs of processor time a request'],
    ] as const) {
      const { ratio, words } = compared(result, measure);
      console.log(`${result.what}, ${what}: ${words}: ${ratio.toFixed(3)}`);
    }
  }
}
