import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from './program.ts';

let clone: string;
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'holdfast clone '));
  mkdirSync(join(clone, 'scripts'));
  copyFileSync(join(root, 'scripts/run.mjs'), join(clone, 'scripts/run.mjs'));
  const packages = { '': {}, 'node_modules/one': { version: '1.0.0' } };
  writeFileSync(join(clone, 'package-lock.json'), JSON.stringify({ packages }));
});
afterEach(() => rmSync(clone, { recursive: true }));

/** Runs a shell command in the clone with no npm on its path: an installation ends as soon as it begins. */
function said(command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', command], {
      cwd: clone,
      env: { PATH: join(clone, 'nothing') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => (text += part));
    child.once('error', reject);
    child.once('close', () => resolve(text));
  });
}
const run = `exec "${process.execPath}" scripts/run.mjs scripts/start.ts`;

test.each([
  // Numbers of processes begin anew with a machine or a container, so the one that was cut off may have had the same.
  ['of this process’s own number', 'echo $$ > .cache/installing'],
  ['of a process that is gone', 'echo 999999999 > .cache/installing'],
  ['without a number, as of a full disk', ': > .cache/installing'],
])('an installation that was cut off holds none up: a lock %s', async (_, left) => {
  mkdirSync(join(clone, '.cache'));
  expect(await said(`${left}; ${run}`)).toContain('npm cannot be started');
});

test('a clone that cannot be written is named in a sentence', async () => {
  writeFileSync(join(clone, '.cache'), 'no folder');
  expect(await said(run)).toBe(`${join(clone, '.cache')} cannot be written (EEXIST).\n`);
});
