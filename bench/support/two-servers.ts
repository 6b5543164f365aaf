import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../e2e/support/postgres.ts';
import { RegionClient } from '../../e2e/support/region-client.ts';
import { claimPlace } from '../../e2e/support/stack.ts';
import { findHaproxy } from '../../scripts/machine.ts';
import { root } from '../../scripts/program.ts';
import { startPanel, startRegion } from '../../scripts/stack.ts';

const secret = 'one secret that both of the servers share';

/** The `haproxy` block of docs/operations.md, on plain HTTP and with these servers: what is documented is what is tried. */
async function documented(port: number, servers: readonly [number, number]): Promise<string> {
  const text = await readFile(join(root, 'docs/operations.md'), 'utf8');
  const block = /```haproxy\n(.*?)```/s.exec(text)?.[1] ?? '';
  const configuration = block
    .replace(/bind :443 .*/, `bind 127.0.0.1:${port}`)
    .replace('Host panel.example.com', `Host 127.0.0.1:${port}`)
    .replace('10.0.0.11:4000', `127.0.0.1:${servers[0]}`)
    .replace('10.0.0.12:4000', `127.0.0.1:${servers[1]}`);
  if (!configuration.includes(`127.0.0.1:${servers[1]}`) || configuration.includes(':443'))
    throw new Error('docs/operations.md has no HAProxy configuration with two servers on :443 any more.');
  return configuration;
}

/** Two panel servers behind HAProxy that share `SESSION_SECRET` and a history in PostgreSQL, over one region. */
export interface TwoServers {
  readonly url: string;
  readonly region: RegionClient;
  /** Ends one of the servers as a crash would. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

/** Starts them. `loadBalancers`: how many the region holds. Throws where HAProxy or PostgreSQL is not installed. */
export async function startTwoServers(loadBalancers: number): Promise<TwoServers> {
  const haproxy = findHaproxy();
  if ('missing' in haproxy) throw new Error(haproxy.missing);
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-servers-'));
  const postgres = await startPostgres();
  const { ports, release } = await claimPlace(98);
  const servers = [ports.panel, ports.beside] as const;
  const url = `http://127.0.0.1:${ports.front}`;
  const env = {
    PATH: process.env.PATH,
    HOST: '127.0.0.1',
    REGION_PORT: String(ports.region),
    LOG_LEVEL: 'warn',
    HAPROXY: 'off',
  };
  const region = startRegion({
    env: {
      ...env,
      DATA_DIR: join(folder, 'region'),
      REGION_SEED: String(loadBalancers),
      REGION_SETTLE_MS: '300',
      REGION_RATE_LIMITS: 'off',
    },
    show: false,
  });
  const panels = servers.map((each) =>
    startPanel({
      env: {
        ...env,
        PORT: String(each),
        DATA_DIR: join(folder, String(each)),
        PUBLIC_URL: url,
        SESSION_SECRET: secret,
        DATABASE_URL: postgres.url,
      },
      show: false,
    }),
  );
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'haproxy.cfg');
  await writeFile(file, await documented(ports.front, servers));
  await Promise.all([region.ready(), ...panels.map((panel) => panel.ready())]);
  const balancer = spawn(haproxy.path, ['-db', '-f', file], { stdio: ['ignore', 'ignore', 'pipe'] });
  let printed = '';
  balancer.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const ended = new Promise<void>((resolve) => balancer.once('close', () => resolve()));
  // A run that is cut off cannot stop it.
  const cut = () => balancer.kill();
  process.once('exit', cut);
  const close = async () => {
    process.off('exit', cut);
    balancer.kill('SIGTERM');
    await ended;
    await Promise.all([region.stop(), ...panels.map((panel) => panel.stop())]);
    await postgres.stop();
    release();
    await rm(folder, { recursive: true, force: true });
  };
  while ((await fetch(`${url}/healthz`).catch(() => null))?.status !== 200) {
    if (balancer.exitCode !== null) {
      await close();
      throw new Error(`HAProxy did not start: ${printed}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    url,
    region: new RegionClient(`http://127.0.0.1:${ports.region}`),
    crash: () => panels[0]!.kill('SIGKILL'),
    close,
  };
}
