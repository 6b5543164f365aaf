import { type ChildProcess, execFile, type SpawnOptions, spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';

/** Programs that end with this process, however it ends. */

/** What else is tied to this process where no kernel does it: an orderly end and a crash, but no SIGKILL, pass here. */
const living = new Set<ChildProcess>();
let hooked = false;
function endWithUs(child: ChildProcess): void {
  living.add(child);
  child.once('exit', () => living.delete(child));
  if (hooked) return;
  hooked = true;
  process.on('exit', () => {
    for (const each of living) each.kill('SIGKILL');
  });
}

const usualFolders = ['/usr/bin', '/bin', '/usr/local/bin'];
/** Milliseconds for a program that only says whether it can. */
const trialTime = 5000;

/** util-linux's `setpriv`, where it can have the kernel end a program with its parent; other programs of the name cannot. */
async function findSetpriv(): Promise<string | null> {
  if (process.platform !== 'linux') return null;
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...usualFolders];
  for (const path of folders.map((folder) => join(folder, 'setpriv'))) {
    try {
      await access(path, constants.X_OK);
      await promisify(execFile)(path, ['--pdeathsig', 'KILL', '--', 'true'], { timeout: trialTime });
      return path;
    } catch {
      // The next folder's.
    }
  }
  return null;
}
let setpriv: Promise<string | null> | undefined;

/** The parent that ends between the start of `setpriv` and its asking the kernel is noticed by who the parent is afterwards (prctl(2)). */
const unlessOrphan = '[ "$PPID" = "$0" ] && exec "$@"';

/**
 * Starts a program that the kernel kills when this process is gone; where the kernel cannot, it is killed when this process exits by itself.
 * Rejects when nothing could be started. The process that is returned is the program's own.
 */
export async function spawnBound(
  program: string,
  words: readonly string[],
  options: SpawnOptions,
): Promise<ChildProcess> {
  setpriv ??= findSetpriv();
  const binder = await setpriv;
  const child = binder
    ? spawn(
        binder,
        ['--pdeathsig', 'KILL', '--', '/bin/sh', '-c', unlessOrphan, `${process.pid}`, program, ...words],
        options,
      )
    : spawn(program, words, options);
  endWithUs(child);
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  // Whatever goes wrong with it later shows in its end.
  child.on('error', () => {});
  return child;
}

/** Collects what a stream brings, whatever becomes of it; the answer is what there is so far. */
function textOf(stream: Readable): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (more: string) => {
    text += more;
  });
  stream.on('error', () => {});
  return () => text;
}

export interface Outcome {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What it wrote to its standard output. */
  readonly said: string;
  /** What it wrote to its standard error. */
  readonly printed: string;
}

/** Runs a program to its end, which comes by force after `patience` milliseconds. Rejects when it could not be started. */
export async function runBound(
  program: string,
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
  patience: number,
): Promise<Outcome> {
  const child = await spawnBound(program, words, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const late = setTimeout(() => child.kill('SIGKILL'), patience);
  const [said, printed] = [textOf(child.stdout!), textOf(child.stderr!)];
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      clearTimeout(late);
      resolve({ code, signal, said: said(), printed: printed() });
    });
  });
}
