import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type Program } from '../../scripts/program.ts';
import { startPanel, startRegion } from '../../scripts/stack.ts';
import { RegionClient } from './region-client.ts';

/** A panel server and a local region of their own: own ports, data folder and virtual IPs. */
export interface Stack {
  /** Where a browser opens the panel. */
  url: string;
  /** The region, asked directly: what it says is what was stored. */
  region: RegionClient;
  /** Ends one program with a signal (SIGTERM: as an operator would; SIGKILL: as a crash) and starts it again on the same data. */
  restartRegion(signal?: NodeJS.Signals): Promise<void>;
  restartPanel(signal?: NodeJS.Signals): Promise<void>;
  /** Ends one program and leaves it off until its restart. */
  stopRegion(signal?: NodeJS.Signals): Promise<void>;
  stopPanel(signal?: NodeJS.Signals): Promise<void>;
  /** Process numbers of the programs that run now. */
  pids(): { readonly panel: number; readonly region: number };
  /** All that both programs have printed so far. */
  output(): string;
  close(): Promise<void>;
}

/** Settings of the person who runs the tests must not reach the programs under test. */
const passedOn = ['PATH', 'HOME', 'TMPDIR', 'HAPROXY', 'SystemRoot'];

const places = 100;

/** Holds `127.{20 + 2 × place}.0.0/15` for this stack, from the given place on the first that no other stack on this machine holds. */
async function claimAddresses(from: number): Promise<{ place: number; claim: Server }> {
  for (let each = 0; each < places; each += 1) {
    const place = (from + each) % places;
    const claim = createServer();
    const held = await new Promise<boolean>((resolve) => {
      claim.once('error', () => resolve(false));
      claim.listen(7999, process.platform === 'linux' ? `127.${20 + 2 * place}.255.253` : '127.0.0.1', () =>
        resolve(true),
      );
    });
    if (held || process.platform !== 'linux') return { place, claim };
  }
  throw new Error('A hundred stacks run on this machine already. End some of them.');
}

/**
 * Starts panel and region.
 * `preferred` (0 ≤ preferred < 100): where to look first for virtual IPs that no other stack uses; `settings` are environment variables.
 */
export async function startStack(preferred: number, settings: Readonly<Record<string, string>> = {}): Promise<Stack> {
  const { place, claim } = await claimAddresses(preferred);
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-e2e-'));
  const [port, regionPort] = [await freePort(), await freePort()];
  const env: NodeJS.ProcessEnv = {
    ...Object.fromEntries(passedOn.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
    HOST: '127.0.0.1',
    PORT: String(port),
    REGION_PORT: String(regionPort),
    DATA_DIR: folder,
    REGION_CONTROL: 'on',
    REGION_RATE_LIMITS: 'off',
    REGION_SETTLE_MS: '300',
    REGION_VIPS: `ORD=127.${20 + 2 * place}.0.0/16,DFW=127.${21 + 2 * place}.0.0/16`,
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
    claim.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all([region.ready(), panel.ready()]);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    url: `http://127.0.0.1:${port}`,
    region: new RegionClient(`http://127.0.0.1:${regionPort}`),
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
