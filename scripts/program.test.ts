import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { claimPlace } from '../e2e/support/stack.ts';
import { root } from './program.ts';

/** Starts panel and region, reads through the panel, says who they are and is killed outright in the midst of it. */
const starter = `
  const { startStack } = await import(${JSON.stringify(pathToFileURL(join(root, 'e2e/support/stack.ts')).href)});
  const stack = await startStack(70, { HAPROXY: 'off', LOG_LEVEL: 'debug' });
  await fetch(stack.url + '/session');
  console.log(JSON.stringify({ pids: stack.pids(), folder: stack.folder }));
  setInterval(() => undefined, 1_000);`;

/** A process that has ended stays in the list until whoever inherited it takes notice; Linux calls it Z. */
function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform === 'linux' && /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}

test.skipIf(process.platform === 'win32')(
  'programs end with the one that started them, even when it is killed outright',
  async () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', starter], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await new Promise<string[]>((resolve) =>
      createInterface(child.stdout).once('line', (...said) => resolve(said)),
    );
    const { pids, folder } = JSON.parse(line!) as { pids: Record<'panel' | 'region', number>; folder: string };
    try {
      expect([isGone(pids.panel), isGone(pids.region)]).toEqual([false, false]);
      child.kill('SIGKILL');
      await expect.poll(() => isGone(pids.region), { timeout: 15_000 }).toBe(true);
      await expect.poll(() => isGone(pids.panel), { timeout: 15_000 }).toBe(true);
    } finally {
      for (const pid of Object.values(pids)) if (!isGone(pid)) process.kill(pid, 'SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

/** Every write to it fails as on a full disk. Source: full(4). */
const fullDisk = '/dev/full';
const noFullDisk = existsSync(fullDisk) ? '' : `platform: needs ${fullDisk}: `;

test.skipIf(noFullDisk !== '')(
  `${noFullDisk}a full disk under the log neither ends a program nor keeps it from ending`,
  async () => {
    const place = await claimPlace(72);
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-full-'));
    const region = `http://127.0.0.1:${place.ports.region}`;
    const env = {
      PATH: process.env.PATH,
      DATA_DIR: folder,
      HAPROXY: 'off',
      PORT: String(place.ports.panel),
      REGION_PORT: String(place.ports.region),
      REGION_VIPS: place.virtualIps,
      CLB_IDENTITY_URL: `${region}/v2.0`,
    };
    const programs = ['region/main.ts', 'server/main.ts'].map((entry) =>
      spawn(process.execPath, [join(root, entry)], { env, stdio: ['ignore', openSync(fullDisk, 'w'), 'inherit'] }),
    );
    onTestFinished(() => {
      for (const program of programs) program.kill('SIGKILL');
      place.release();
      rmSync(folder, { recursive: true, force: true });
    });
    const answers = (url: string) =>
      fetch(url).then(
        ({ status }) => status === 200,
        () => false,
      );
    await expect.poll(() => answers(`${region}/`), { timeout: 15_000 }).toBe(true);
    await expect.poll(() => answers(`http://127.0.0.1:${place.ports.panel}/healthz`), { timeout: 15_000 }).toBe(true);
    const ends = programs.map((program) => new Promise((resolve) => program.once('exit', resolve)));
    for (const program of programs) program.kill('SIGTERM');
    expect(await Promise.all(ends)).toEqual([0, 0]);
  },
);
