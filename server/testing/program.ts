import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { encoded } from '../../contract/shared/text.ts';

const main = join(import.meta.dirname, '..', 'main.ts');

export interface RunningProgram {
  readonly child: ChildProcess;
  /** Every line of its log so far. */
  readonly lines: Record<string, unknown>[];
  /** Resolves with its port once it is ready. */
  readonly ready: Promise<number>;
  /** Resolves with its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** What it has written to standard error. */
  said(): string;
}

/** Starts the panel server as a program, on a free port. `preload`: a script that runs in it before anything else. */
export function startProgram(environment: Readonly<Record<string, string>>, preload?: string): RunningProgram {
  const before = preload === undefined ? [] : [`--import=data:text/javascript,${encoded(preload)}`];
  const child = spawn(process.execPath, [...before, main], {
    env: { PATH: process.env.PATH, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: Record<string, unknown>[] = [];
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const ready = Promise.withResolvers<number>();
  createInterface(child.stdout).on('line', (line) => {
    const entry = JSON.parse(line);
    lines.push(entry);
    if (entry.msg === 'The panel is ready') ready.resolve(entry.port);
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return { child, lines, ready: ready.promise, ended, said: () => said };
}
