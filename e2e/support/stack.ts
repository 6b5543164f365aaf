import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { claimPorts } from '../../scripts/places.ts';
import type { Program } from '../../scripts/program.ts';
import { startPanel, startRegion } from '../../scripts/stack.ts';
import { RegionClient } from './region-client.ts';

/** A panel server and a local region of their own: own ports, data folder and virtual IPs. */
export interface Stack {
  /** Where a browser opens the panel. */
  url: string;
  /** The region, asked directly: what it says is what was stored. */
  region: RegionClient;
  /** The data folder of both programs. */
  readonly folder: string;
  /** Ends one program with a signal (SIGTERM: as an operator would; SIGKILL: as a crash) and starts it again on the same data. */
  restartRegion(signal?: NodeJS.Signals): Promise<void>;
  restartPanel(signal?: NodeJS.Signals): Promise<void>;
  /** Ends one program and leaves it off until its restart. */
  stopRegion(signal?: NodeJS.Signals): Promise<void>;
  stopPanel(signal?: NodeJS.Signals): Promise<void>;
  /** Lets a program write nothing more to its files, as on a full disk, until `freeDisk` or its end. Linux only. */
  fillDisk(program: 'region' | 'panel'): Promise<void>;
  freeDisk(program: 'region' | 'panel'): Promise<void>;
  /** Process numbers of the programs that run now. */
  pids(): { readonly panel: number; readonly region: number };
  /** All that both programs have printed so far. */
  output(): string;
  close(): Promise<void>;
}

/** Settings of the person who runs the tests must not reach the programs under test. */
const passedOn = ['PATH', 'HOME', 'TMPDIR', 'HAPROXY', 'SystemRoot'];

/** What a stack has for itself on this machine until it is released. */
export interface Place {
  readonly ports: {
    readonly panel: number;
    readonly region: number;
    /** For a proxy between panel and region. */
    readonly between: number;
    /** For a second panel server. */
    readonly beside: number;
    /** For a server in front of the panel. */
    readonly front: number;
  };
  /** As REGION_VIPS. */
  readonly virtualIps: string;
  release(): void;
}

/** Claims the first place that nobody holds, from the given one (0 ≤ preferred < 100) on. */
export async function claimPlace(preferred: number): Promise<Place> {
  const { number, ports, release } = await claimPorts({ firstPort: 18_000, count: 100, needed: 5 }, preferred);
  const [panel, region, between, beside, front] = ports as [number, number, number, number, number];
  return {
    ports: { panel, region, between, beside, front },
    virtualIps: `ORD=127.${20 + 2 * number}.0.0/16,DFW=127.${21 + 2 * number}.0.0/16`,
    release,
  };
}

/** Sets the largest file that a process may write, in bytes. Source: prlimit(1), setrlimit(2): RLIMIT_FSIZE. */
const limitFiles = async (pid: number, size: number | 'unlimited') => {
  await promisify(execFile)('prlimit', [`--pid=${pid}`, `--fsize=${size}:`]);
};

/**
 * Starts panel and region in a place of their own.
 * `preferred` (0 ≤ preferred < 100): where to look first for one; `settings` are environment variables.
 */
export async function startStack(preferred: number, settings: Readonly<Record<string, string>> = {}): Promise<Stack> {
  const place = await claimPlace(preferred);
  try {
    const stack = await startStackAt(place, settings);
    return {
      ...stack,
      async close() {
        await stack.close();
        place.release();
      },
    };
  } catch (error) {
    place.release();
    throw error;
  }
}

/** Starts panel and region in a place that the caller releases. */
export async function startStackAt(
  { ports, virtualIps }: Place,
  settings: Readonly<Record<string, string>>,
): Promise<Stack> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-e2e-'));
  const env: NodeJS.ProcessEnv = {
    ...Object.fromEntries(passedOn.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
    HOST: '127.0.0.1',
    PORT: String(ports.panel),
    REGION_PORT: String(ports.region),
    DATA_DIR: folder,
    REGION_CONTROL: 'on',
    REGION_RATE_LIMITS: 'off',
    REGION_SETTLE_MS: '300',
    REGION_VIPS: virtualIps,
    LOG_LEVEL: 'info',
    ...settings,
  };
  const printed: (() => string)[] = [];
  const start = (program: Program) => {
    printed.push(program.output);
    return program;
  };
  let region = start(startRegion({ env, show: false }));
  let panel = start(startPanel({ env, show: false }));
  const end = (program: Program, signal: NodeJS.Signals) =>
    signal === 'SIGTERM' ? program.stop() : program.kill(signal);
  const close = async () => {
    await Promise.all([panel.stop(), region.stop()]);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all([region.ready(), panel.ready()]);
  } catch (error) {
    await close();
    throw error;
  }
  const pidOf = (program: 'region' | 'panel') => (program === 'region' ? region : panel).pid;
  return {
    folder,
    fillDisk: (program) => limitFiles(pidOf(program), 0),
    freeDisk: (program) => limitFiles(pidOf(program), 'unlimited'),
    url: `http://127.0.0.1:${ports.panel}`,
    region: new RegionClient(`http://127.0.0.1:${ports.region}`),
    async restartRegion(signal = 'SIGTERM') {
      await end(region, signal);
      region = start(startRegion({ env, show: false }));
      await region.ready();
    },
    async restartPanel(signal = 'SIGTERM') {
      await end(panel, signal);
      panel = start(startPanel({ env, show: false }));
      await panel.ready();
    },
    stopRegion: (signal = 'SIGTERM') => end(region, signal),
    stopPanel: (signal = 'SIGTERM') => end(panel, signal),
    pids: () => ({ panel: panel.pid, region: region.pid }),
    output: () => printed.map((read) => read()).join(''),
    close,
  };
}
