import { mkdirSync, writeSync } from 'node:fs';
import { type AddressInfo, isIPv6 } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { systemClock } from '../contract/shared/clock.ts';
import { type Answer, plainFault } from './clb/answer.ts';
import { certificateProblem } from './clb/certificates.ts';
import { createRegion, type Region } from './clb/region.ts';
import { demoUsers } from './clb/users.ts';
import { VirtualIpRange } from './clb/virtual-ip-range.ts';
import type { DataPlane } from './data-plane.ts';
import { type DemoNodes, startDemoNodes } from './haproxy/demo-nodes/demo-nodes.ts';
import { findHaproxy } from './haproxy/find-haproxy.ts';
import { haproxyDataPlane } from './haproxy/haproxy-data-plane.ts';
import { httpServer } from './http-server.ts';
import { readSettings, type Settings } from './settings.ts';
import { sqliteSink } from './storage/sqlite.ts';

/** The local region as a program: `npm run region`. Settings come from the environment; see docs/region.md. */

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function stop(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const random = () => crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32;

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    stop(`The folder ${folder} cannot be made (${reasonOf(error)}); set DATA_DIR to one that can be written to.`);
  }
}

const settings = readSettings(process.env, process.platform);
if (typeof settings === 'string') stop(settings);
makeFolder(settings.dataDir);

/** pino's own destination tries again for ever, at the end, to write to a reader that is gone (sonic-boom 4.2.1, `flushSync`). */
function writeLine(line: string): void {
  try {
    writeSync(1, line);
  } catch {
    // The reader is gone or the disk is full: a line less, and the region goes on.
  }
}
const log = pino({ level: settings.logLevel, base: { program: 'region' } }, { write: writeLine });
const urlOf = ({ host }: Settings, port: number) => `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;

let region: Region | null = null;
let dataPlane: DataPlane | null = null;
let nodes: DemoNodes | null = null;
const starting: Answer = { ...plainFault(503, 'The region is starting.'), headers: { 'retry-after': '1' } };
const server = httpServer(
  (call) => region?.answer(call) ?? starting,
  (sentence) => log.warn(sentence),
);

/** The port is taken before anything else is started, so that a second region disturbs nothing of the first. */
function listen({ host, port }: Settings): Promise<number> {
  return new Promise((resolve) => {
    const refused = (error: NodeJS.ErrnoException) => {
      const hint = `set REGION_PORT to another one, or stop what listens there`;
      stop(
        error.code === 'EADDRINUSE'
          ? `Port ${port} on ${host} is in use; ${hint}.`
          : `The region cannot listen on ${host}, port ${port} (${error.message}); set HOST and REGION_PORT.`,
      );
    };
    server.once('error', refused);
    server.listen(port, host, () => {
      server.off('error', refused);
      // Such as when the system has no descriptor left for one more connection: the others go on.
      server.on('error', (error) => log.warn(`A connection could not be taken: ${error.message}`));
      resolve((server.address() as AddressInfo).port);
    });
  });
}

async function start(given: Settings): Promise<void> {
  const sink = sqliteSink(join(given.dataDir, 'region.sqlite'));
  const found = await findHaproxy(process.env);
  const tell = (sentence: string) => log.warn(sentence);
  const port = await listen(given);
  if (given.seed === 'demo' || typeof given.seed === 'number') {
    const address = new VirtualIpRange('ORD', given.virtualIps.ORD).nodeAddress;
    nodes = await startDemoNodes({ folder: join(given.dataDir, 'demo-nodes'), address, now: Date.now(), log: tell });
  }
  dataPlane =
    found.path === null
      ? null
      : haproxyDataPlane({ haproxy: found, folder: join(given.dataDir, 'haproxy'), log: tell });
  region = await createRegion({
    clock: systemClock,
    random,
    sink,
    dataPlane,
    seed: given.seed,
    settle: given.settle,
    rateLimits: given.rateLimits,
    control: given.control,
    virtualIps: given.virtualIps,
    url: urlOf(given, port),
    certificateProblem,
    warn: tell,
    ...(found.path === null && { notCarried: found.reason }),
  });
  const users = demoUsers.map(({ name, apiKey }) => `${name} (${apiKey})`).join(', ');
  log.info(`The local region answers at ${urlOf(given, port)}; sign in with the API key of ${users}.`);
  log.info(dataPlane ? dataPlane.state().sentence : (found.reason ?? 'No traffic is carried.'));
}

/** Milliseconds in which everything is closed; what hangs then ends with the process. */
const endTime = 6_000;

let stopping = false;
function end(exitCode: number): void {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(1), endTime);
  server.close();
  server.closeIdleConnections();
  const close = async () => {
    // A region that is still starting has a data plane already.
    await (region ?? dataPlane)?.close();
    await nodes?.close();
    server.closeAllConnections();
  };
  close().then(
    () => process.exit(exitCode),
    (error: unknown) => {
      log.error(`The region could not be closed properly: ${reasonOf(error)}`);
      process.exit(1);
    },
  );
}

process.on('SIGINT', () => end(0));
process.on('SIGTERM', () => end(0));
// A rejection that nothing handles comes here, too. What state such an error left is not known: another process takes over.
process.on('uncaughtException', (error) => {
  log.error(`An error was caught nowhere, and the region ends: ${error?.stack ?? String(error)}`);
  end(1);
});

start(settings).catch((error: unknown) => {
  if (!stopping) stop(reasonOf(error));
});
