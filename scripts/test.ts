import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Counts, countsVariable, readCounts, sum } from './counts/counts.ts';
import {
  findChromium,
  findHaproxy,
  findLibcloud,
  findOctavia,
  findPostgres,
  findSnippetPrograms,
  mayInstall,
} from './machine.ts';
import { root } from './program.ts';
import { buildIfStale } from './web-app.ts';

/** `npm test`; with `--no-e2e` it is `npm run check`, which needs no browser. */
const withE2e = !process.argv.includes('--no-e2e');
const module = (path: string) => join(root, 'node_modules', path);

interface Command {
  name: string;
  /** A script for Node and its arguments. */
  words: string[];
}

const checks: Command[] = [
  { name: 'types', words: [module('typescript/bin/tsc'), '-p', '.'] },
  { name: 'lint', words: [module('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'] },
  { name: 'OpenAPI document', words: ['scripts/lint-openapi.ts'] },
];

const env: NodeJS.ProcessEnv = { ...process.env };
const running = new Set<ChildProcess>();

for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    for (const child of running) child.kill(signal);
    process.exit(1);
  });
}

function run(words: string[], extra: NodeJS.ProcessEnv, show: boolean): Promise<{ code: number; printed: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, words, {
      cwd: root,
      env: { ...env, ...extra },
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    running.add(child);
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
    }
    child.once('error', (error) => resolve({ code: 1, printed: error.message }));
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, printed });
    });
  });
}

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

const passed: Counts = { passed: 1, failed: 0, failures: [], skipped: [] };
const failed = (name: string): Counts => ({ passed: 0, failed: 1, failures: [`${name}: see above`], skipped: [] });

/** A command whose exit code is its one test. */
async function check({ name, words }: Command): Promise<Counts> {
  const start = performance.now();
  const { code, printed } = await run(words, {}, false);
  if (code !== 0) console.log(printed.trim());
  console.log(`${name}: ${code === 0 ? 'passed' : 'failed'} in ${seconds(start)}`);
  return code === 0 ? passed : failed(name);
}

/** A test runner that leaves its counts in a file (scripts/counts). */
async function runner({ name, words }: Command, folder: string): Promise<Counts> {
  const start = performance.now();
  const file = join(folder, `${name}.json`);
  const { code } = await run(words, { [countsVariable]: file }, true);
  const counts = readCounts(file, code);
  counts.failures = counts.failures.map((failure) => `${name}: ${failure}`);
  console.log(`${name}: ${counts.passed} passed, ${counts.failed} failed in ${seconds(start)}`);
  return counts;
}

function build(): Counts {
  try {
    buildIfStale();
    return passed;
  } catch (error) {
    console.log(error instanceof Error ? error.message : error);
    return failed('build');
  }
}

/** Points the tests to the programs that they drive, installing those where that is possible. Returns what should be here and is not. */
async function prepareMachine(): Promise<Counts[]> {
  const haproxy = findHaproxy();
  if ('path' in haproxy) env.HAPROXY = haproxy.path;
  else console.log(haproxy.missing);
  const postgres = findPostgres();
  if (postgres) env.POSTGRES_BIN = postgres;
  findSnippetPrograms();
  if (!withE2e) return [];
  const libcloud = findLibcloud();
  const octavia = findOctavia();
  const chromium = findChromium();
  if (chromium) env.CHROMIUM = chromium;
  else await run([module('playwright/cli.js'), 'install', 'chromium'], {}, true);
  const missed = [
    ...(octavia === undefined ? ['installing Octavia and Keystone'] : []),
    ...(libcloud ? [] : ['installing Apache Libcloud']),
  ];
  return process.env.CI === 'true' && mayInstall() ? missed.map(failed) : [];
}

const start = performance.now();
const missing = await prepareMachine();
const results: Counts[] = [...missing, build(), ...(await Promise.all(checks.map(check)))];
const folder = mkdtempSync(join(tmpdir(), 'holdfast-test-'));
const projects = withE2e ? [] : ['--project', 'unit', '--project', 'component'];
const vitest = [module('vitest/vitest.mjs'), 'run', ...projects];
results.push(await runner({ name: withE2e ? 'vitest' : 'unit and component', words: vitest }, folder));
if (withE2e) results.push(await runner({ name: 'e2e', words: [module('playwright/cli.js'), 'test'] }, folder));
rmSync(folder, { recursive: true });

const total = sum(results);
for (const failure of total.failures) console.log(`Failed: ${failure}`);
for (const name of total.skipped) console.log(`Skipped on this platform: ${name}`);
console.log(`All of it took ${seconds(start)}.`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
