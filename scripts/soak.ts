import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { form, isShort } from '../bench/support/form.ts';
import { findHaproxy } from './machine.ts';
import { root } from './program.ts';

/**
 * `npm run soak`: the long forms of what `npm test` does shortly. Names as arguments run only those: `npm run soak fuzz crash`.
 * `npm run soak -- load servers memory --short` tries those three out, each in about a minute. Ends with 1 when one of them fails.
 */
interface Soak {
  readonly name: string;
  /** A script for Node and its arguments. */
  readonly words: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly needs?: 'haproxy';
}

const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const tests = (...files: string[]) => [vitest, 'run', '--project', 'integration', ...files];
const times = (long: number, short: number) => String(form(long, short));
const traffic = (file: string, ...numbers: string[]) => [`region/haproxy/soak/${file}.ts`, ...numbers];
/** A measurement whose aims must be met; its figures are kept like those of `npm run bench`. */
const measured = (name: string) => ['bench/run.ts', name, '--strict', ...(isShort ? ['--short'] : [])];

const soaks: readonly Soak[] = [
  { name: 'faults', words: tests('e2e/faults.test.ts') },
  { name: 'fuzz', words: tests('server/fuzz'), env: { FUZZ_RUNS: times(50_000, 5_000) } },
  { name: 'region', words: tests('region/properties.test.ts'), env: { PROPERTY_REQUESTS: times(50_000, 5_000) } },
  { name: 'crash', words: tests('region/crash.test.ts'), env: { CRASHES: times(50, 10) } },
  { name: 'load', words: measured('load') },
  { name: 'servers', words: measured('servers'), needs: 'haproxy' },
  { name: 'memory', words: measured('memory') },
  { name: 'changes-under-load', words: traffic('under-load', times(1_000, 100), times(30, 6)), needs: 'haproxy' },
  { name: 'change-latency', words: traffic('change-latency', '25', times(100, 20)), needs: 'haproxy' },
  { name: 'throughput', words: traffic('throughput', times(29, 1)), needs: 'haproxy' },
];

const wanted = process.argv.slice(2).filter((word) => word !== '--short');
const unknown = wanted.filter((name) => !soaks.some((soak) => soak.name === name));
if (unknown.length > 0) {
  console.error(`There is no soak ${unknown.join(', ')}; there are ${soaks.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}

const haproxy = findHaproxy();

let current: ChildProcess | undefined;
let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    stopped = true;
    current?.kill(signal);
  });
}

function run({ words, env }: Soak): Promise<boolean> {
  return new Promise((resolve) => {
    const followParent = pathToFileURL(join(root, 'scripts/follow-parent.mjs')).href;
    const child = spawn(process.execPath, [`--import=${followParent}`, ...words], {
      cwd: root,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, ...('path' in haproxy && { HAPROXY: haproxy.path }), ...env },
    });
    current = child;
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
}

const results: string[] = [];
let failed = false;
for (const soak of soaks) {
  if (stopped) break;
  if (wanted.length > 0 && !wanted.includes(soak.name)) continue;
  if (soak.needs && 'missing' in haproxy) {
    results.push(`${soak.name}: skipped. ${haproxy.missing}`);
    continue;
  }
  const started = performance.now();
  const passed = await run(soak);
  failed ||= !passed;
  results.push(
    `${soak.name}: ${passed ? 'passed' : 'failed'} in ${((performance.now() - started) / 1000).toFixed(0)} s`,
  );
}
console.log(results.join('\n'));
process.exitCode = failed || stopped ? 1 : 0;
