import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './program.ts';

/** All that the bundle is made from. */
const inputs = ['index.html', 'vite.config.ts', 'package-lock.json', 'tsconfig.json', 'contract', 'public', 'src'];
const isTest = /\.test\.tsx?$|^src\/test\//;

const dist = join(root, 'dist');
const cache = join(root, '.cache');
const stampFile = join(cache, 'build-stamp');

function* filesBelow(path: string): Generator<string> {
  const full = join(root, path);
  if (!existsSync(full)) return;
  if (!statSync(full).isDirectory()) {
    yield path;
    return;
  }
  for (const name of readdirSync(full).sort()) yield* filesBelow(`${path}/${name}`);
}

/** One value for the contents of every input: the same value, the same bundle. */
function stamp(): string {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const path of filesBelow(input)) {
      if (!isTest.test(path))
        hash
          .update(path)
          .update('\0')
          .update(readFileSync(join(root, path)))
          .update('\0');
    }
  }
  return hash.digest('hex');
}

function isFresh(now: string): boolean {
  if (!existsSync(join(dist, 'index.html')) || !existsSync(stampFile)) return false;
  return readFileSync(stampFile, 'utf8') === now;
}

/**
 * Builds the web app into dist/ unless dist/ was built from the same inputs. A server that runs meanwhile sees the old files or the
 * new ones, never half of each.
 * Throws a sentence when the build fails.
 */
export function buildIfStale(options: { force?: boolean } = {}): void {
  const now = stamp();
  if (!options.force && isFresh(now)) return;
  console.log('Building the web app…');
  const fresh = join(cache, `build-${process.pid}`);
  const former = join(cache, `former-${process.pid}`);
  mkdirSync(cache, { recursive: true });
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const words = ['build', '--outDir', fresh, '--emptyOutDir', '--logLevel', options.force ? 'info' : 'warn'];
  // A test that builds has an environment of its own (NODE_ENV=test), with which React would come in its larger development form.
  const env = { ...process.env, NODE_ENV: 'production' };
  const result = spawnSync(process.execPath, [vite, ...words], { cwd: root, stdio: 'inherit', env });
  if (result.status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    throw new Error('The web app does not build; the reason is above.');
  }
  if (existsSync(dist)) renameSync(dist, former);
  renameSync(fresh, dist);
  rmSync(former, { recursive: true, force: true });
  writeFileSync(stampFile, now);
}
