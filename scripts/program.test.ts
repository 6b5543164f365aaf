import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
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
