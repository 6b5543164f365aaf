import { spawn } from 'node:child_process';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Stripped and compiled sources, kept from start to start: a third of a program's starting time. */
const compileCache = join(root, '.cache/node');

/** Time a program has for its own graceful stop, in milliseconds; after it the program is killed. The panel takes 16 s at most. */
const stopTime = 17_000;
const readyTime = 30_000;
/** Time in which a program finds its port taken. */
const refusalTime = 5_000;
const pollInterval = 20;

export interface ProgramOptions {
  /** As it stands at the start of sentences: "The local region". */
  name: string;
  /** Entry file below the root. */
  entry: string;
  env: NodeJS.ProcessEnv;
  /** Answers 200 as soon as the program is ready. */
  readyUrl: string;
  /** Where its output goes: to this terminal, or kept for `output()`. */
  show: boolean;
  /** Arguments for Node itself, such as `--watch`. */
  nodeArguments?: string[];
}

export type End = number | NodeJS.Signals;

export interface Program {
  name: string;
  pid: number;
  /** Resolves when it answers; rejects with a sentence when it ends first or does not answer in time. */
  ready(): Promise<void>;
  /** Resolves with the exit code, or the signal's name, whatever ended it. */
  exited: Promise<End>;
  /** What it has printed, when it does not print to this terminal. */
  output(): string;
  /** Asks it to stop, kills it if it does not, and resolves when it is gone. */
  stop(): Promise<void>;
  /** Sends a signal, as a crash would, and resolves when it is gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Status of a GET, or undefined while nothing answers. A setting that makes no URL is the program's to explain. */
function statusOf(url: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    if (!URL.canParse(url)) {
      resolve(undefined);
      return;
    }
    const request = get(url, { agent: false, timeout: 2_000 }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', () => resolve(undefined));
    request.on('timeout', () => request.destroy());
  });
}

/** Starts one of the project's programs under the Node that runs this one; `ready()` tells when it answers. */
export function startProgram(options: ProgramOptions): Program {
  const child = spawn(
    process.execPath,
    [
      `--import=${pathToFileURL(join(root, 'scripts/follow-parent.mjs')).href}`,
      ...(options.nodeArguments ?? []),
      join(root, options.entry),
    ],
    {
      cwd: root,
      env: { NODE_COMPILE_CACHE: compileCache, ...options.env },
      stdio: options.show ? ['ignore', 'inherit', 'inherit', 'ipc'] : ['ignore', 'pipe', 'pipe', 'ipc'],
      // A process group of its own: Ctrl-C reaches the starter alone, which then stops each program in order.
      detached: process.platform !== 'win32',
    },
  );
  // Sooner than the child can listen: what answers already is another program on its port, and the child will say so.
  const taken = statusOf(options.readyUrl).then((status) => status !== undefined);
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  let end: End | undefined;
  const exited = new Promise<End>((resolve) => {
    child.once('error', (error) => {
      printed += error.message;
      resolve(1);
    });
    child.once('close', (code, signal) => resolve(signal ?? code ?? 1));
  });
  exited.then((code) => {
    end = code;
  });
  return {
    name: options.name,
    pid: child.pid ?? 0,
    exited,
    output: () => printed,
    async ready() {
      const deadline = performance.now() + readyTime;
      if (await taken) await Promise.race([exited, new Promise((resolve) => setTimeout(resolve, refusalTime).unref())]);
      for (;;) {
        const status = await statusOf(options.readyUrl);
        if (end !== undefined) throw new Error(endSentence(options.name, end, printed));
        if (status === 200) return;
        if (performance.now() > deadline) {
          throw new Error(
            `${options.name} did not answer at ${options.readyUrl} within ${readyTime / 1000} s. ${printed}`.trim(),
          );
        }
        await new Promise((resolve) => setTimeout(resolve, pollInterval));
      }
    },
    async stop() {
      if (end !== undefined) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopTime);
      await exited;
      clearTimeout(timer);
    },
    async kill(signal) {
      child.kill(signal);
      await exited;
    },
  };
}

/** What an unasked end means, with the program's own words where they were kept. */
export function endSentence(name: string, end: End, printed = ''): string {
  const how = typeof end === 'number' ? `exit code ${end}` : end;
  return `${name} stopped by itself (${how}). ${printed}`.trim();
}

/** A port that nothing listens on at this moment. */
export function freePort(host = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
