import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { debianPython, octaviaOnMachine } from '../../scripts/machine.ts';
import { claimPorts, type PlaceClaim } from '../../scripts/places.ts';
import type { Facts, SeedName } from './facts.ts';
import { type Handles, handlesIn } from './handles.ts';
import { administrator, type KeystoneCall } from './keystone.ts';

const haproxy = octaviaOnMachine();

/** Why a test with a real Octavia is skipped here, as the title that such tests stand below; null where they run. */
export const noOctavia: string | null = haproxy === undefined ? 'platform: needs Octavia' : null;

export interface OctaviaOptions {
  /** What the regions hold at first: each takes seconds, so a test asks for what it needs. Nothing when left out. */
  readonly seed?: readonly SeedName[] | 'all';
  /** Two regions take twice the time; one when left out. */
  readonly regions?: 1 | 2;
  /** Rows of a page at most; 1000 when left out, as Octavia has it. */
  readonly pageMaximum?: number;
  /** Who may do what: by Octavia's own roles, its default before 16.0.0 (`advanced`, when left out), or by Keystone's (`default-roles`). */
  readonly policy?: 'advanced' | 'default-roles';
  /** Whether a reload keeps the tables of clients; SINGLE, which does not, when left out, as Octavia has it. */
  readonly topology?: 'SINGLE' | 'ACTIVE_STANDBY';
  /** A folder to keep; one that holds a peer's data already is started as it was left. One of its own, removed at the end, when left out. */
  readonly folder?: string;
}

/** A real Keystone and Octavia on loopback. See docs/octavia.md. */
export interface Octavia extends Facts {
  readonly handles: Handles;
  /** Where everything lies: configurations, logs, what HAProxy said. */
  readonly folder: string;
  /** A request to Keystone as its administrator; the path below `/v3`. Rejects with Keystone's answer when it refuses. */
  readonly keystone: KeystoneCall;
  /** Ends every process; resolves when all are gone. */
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('service/main.py', import.meta.url));
/** Milliseconds; a loaded machine takes minutes. */
const startTime = 300_000;
const stopTime = 30_000;
const places = { firstPort: 19_000, count: 9, needed: 6 };

/** A socket's path may have 107 characters, and the longest of the peer's has ninety behind its folder. */
const temporaryFolder = () => mkdtemp(join(tmpdir().length > 10 ? '/tmp' : tmpdir(), 'oct-'));

/** The first line; null when the stream ends without one, or it takes too long. */
function firstLine(stream: Readable): Promise<string | null> {
  return new Promise((done) => {
    const lines = createInterface({ input: stream });
    const late = setTimeout(() => end(null), startTime);
    const end = (line: string | null) => {
      clearTimeout(late);
      done(line);
    };
    lines.once('line', end);
    lines.once('close', () => end(null));
  });
}

function wordsOf({ seed, regions, pageMaximum, policy, topology, folder }: OctaviaOptions): string[] {
  const given = {
    seed: typeof seed === 'string' ? seed : seed?.join(','),
    regions,
    'page-maximum': pageMaximum,
    policy,
    topology,
  };
  return [
    ...Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, `${value}`])),
    ...(folder === undefined ? ['--temporary'] : []),
  ];
}

/** The place of the peer whose data a folder holds: its catalog and load balancers name ports and networks. Undefined for a new one. */
function keptPlace(folder: string): number | undefined {
  const path = join(folder, 'peer.json');
  if (!existsSync(path)) return undefined;
  const { identityUrl } = JSON.parse(readFileSync(path, 'utf8')) as Facts;
  return (Number(new URL(identityUrl).port) - places.firstPort) / 10;
}

async function claimPlace(kept: number | undefined): Promise<PlaceClaim> {
  const claim = await claimPorts(places, kept ?? process.pid % places.count);
  if (kept === undefined || claim.number === kept) return claim;
  claim.release();
  throw new Error(`The ports of this folder's peer, from ${places.firstPort + 10 * kept} on, are taken.`);
}

/**
 * Starts a peer in a place of its own: ports from 19000 on, networks from 127.220.0.0/16 on. Rejects with a sentence when it does not
 * start. It ends with this process, however that ends.
 */
export async function startOctavia(options: OctaviaOptions = {}): Promise<Octavia> {
  if (haproxy === undefined)
    throw new Error('It needs root, HAProxy, and Debian’s python3-octavia 11 and python3-keystone.');
  const folder = options.folder === undefined ? await temporaryFolder() : resolve(options.folder);
  await mkdir(folder, { recursive: true });
  const place = await claimPlace(keptPlace(folder));
  const network = `127.${220 + 4 * place.number}`;
  const child = spawn(
    debianPython,
    [
      ...['-W', 'ignore', program, folder, '--haproxy', haproxy],
      ...['--base-port', `${place.ports[0]}`, '--networks', network, ...wordsOf(options)],
    ],
    // Of a process group of its own: Ctrl-C reaches this process alone, which then ends it in order.
    { detached: true, env: { PATH: process.env.PATH, LANG: 'C.UTF-8', PYTHONDONTWRITEBYTECODE: '1' } },
  );
  let printed = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed = (printed + text).slice(-4000);
  });
  // Nothing is written there: its end tells the peer that this process is gone.
  child.stdin.on('error', () => {});
  const gone = new Promise<void>((done) => {
    child.once('error', (error) => {
      printed += error.message;
      done();
    });
    child.once('close', () => done());
  });
  const stop = async () => {
    child.stdin.end();
    const hard = setTimeout(() => child.kill('SIGKILL'), stopTime);
    await gone;
    clearTimeout(hard);
    place.release();
  };
  const line = await firstLine(child.stdout);
  if (line === null) {
    await stop();
    throw new Error(`Octavia did not start. ${printed.trim()}`.trim());
  }
  const facts = JSON.parse(line) as Facts;
  return { ...facts, folder, handles: handlesIn(folder, facts.regions[0]!.name), keystone: administrator(facts), stop };
}
