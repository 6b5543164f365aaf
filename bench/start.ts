import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimPlace } from '../e2e/support/stack.ts';
import { root } from '../scripts/program.ts';
import { atMost, type Figure } from './support/figure.ts';
import { form } from './support/form.ts';
import { median, round } from './support/statistics.ts';

const runs = form(9, 2);

async function untilReady(url: string, hasEnded: () => boolean): Promise<void> {
  for (;;) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.status === 200) return;
    if (hasEnded()) throw new Error('npm start ended before it was ready.');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Milliseconds from `npm start` in a clone to the first 200 of `/healthz`. */
async function startIn(clone: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-start-'));
  const { ports, virtualIps, release } = await claimPlace(97);
  const env = {
    ...process.env,
    PORT: String(ports.panel),
    REGION_PORT: String(ports.region),
    DATA_DIR: folder,
    REGION_VIPS: virtualIps,
  };
  const started = performance.now();
  const child = spawn('npm', ['start'], { cwd: clone, env, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('close', resolve));
  await untilReady(`http://127.0.0.1:${ports.panel}/healthz`, () => child.exitCode !== null);
  const took = performance.now() - started;
  child.kill('SIGTERM');
  await ended;
  release();
  await rm(folder, { recursive: true, force: true });
  return took;
}

/** `npm start` on an installed and built clone, and on a fresh one that installs and builds first with packages in npm's cache. */
export default async function start(): Promise<Figure[]> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(await startIn(root));
  const seconds = round(median(times) / 1000);

  const parent = await mkdtemp(join(tmpdir(), 'holdfast-clone-'));
  const clone = join(parent, 'holdfast');
  const began = performance.now();
  const { status, stderr } = spawnSync('git', ['clone', '--quiet', '--no-local', root, clone], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`git clone failed: ${stderr}`);
  const cloned = performance.now() - began;
  const fresh = round((cloned + (await startIn(clone))) / 1000, 1);
  // npm ends before what it started has written the last of its caches.
  await rm(parent, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  return [
    { what: `npm start to /healthz, median of ${runs}`, value: seconds, unit: 's', ...atMost(seconds, 1.5) },
    {
      what: `npm start to /healthz, fastest of ${runs}`,
      value: round(Math.min(...times) / 1000),
      unit: 's',
    },
    {
      what: 'git clone, npm start to /healthz, packages in npm’s cache',
      value: fresh,
      unit: 's',
      ...atMost(fresh, 60),
    },
  ];
}
