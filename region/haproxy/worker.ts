import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { CommandChannel } from './command-channel.ts';
import { startWords } from './orphan-processes.ts';

/** HAProxy would not start; the message is what it printed. */
export class StartRefused extends Error {}

export interface WorkerOptions {
  readonly haproxy: string;
  /** This process's own when left out. */
  readonly environment?: NodeJS.ProcessEnv;
  readonly configuration: string;
  readonly socket: string;
  /** The command socket of the process whose listeners this one takes over; null at the first start. */
  readonly previousSocket: string | null;
  /** Open files that the process gets as descriptors 3, 4, … */
  readonly descriptors: readonly number[];
  /** Milliseconds in which it must answer. */
  readonly patience: number;
}

/** One running HAProxy process. */
export interface Worker {
  readonly pid: number;
  readonly socket: string;
  readonly channel: CommandChannel;
  /** Resolves when the process has ended, with words for how. */
  readonly ended: Promise<string>;
  /** Called with each line that the process prints after its start. */
  onLine(listener: (line: string) => void): void;
  /** No new connections; it ends when the last one and the channel have ended. */
  finish(): void;
  /** Ends now. */
  kill(): Promise<void>;
}

/** Milliseconds between two looks at whether the command socket is there; HAProxy tells a parent nothing else. */
const look = 4;

/**
 * Starts a HAProxy process beside the one that runs: it takes over the listening sockets as they are, so that no connection is
 * refused between the two, and the one before is told to finish only when this one answers. Throws StartRefused with HAProxy's words.
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { haproxy, environment, configuration, socket, previousSocket, descriptors, patience } = options;
  const child = spawn(haproxy, [...startWords(configuration), ...(previousSocket ? ['-x', previousSocket] : [])], {
    ...(environment && { env: environment }),
    stdio: ['ignore', 'ignore', 'pipe', ...descriptors],
  });
  const printed: string[] = [];
  let listener = (line: string): void => {
    printed.push(line);
  };
  createInterface({ input: child.stderr! }).on('line', (line) => listener(line));
  const ended = endOf(child);
  const channel = await answering(socket, ended, patience).catch(async (reason: unknown) => {
    child.kill('SIGKILL');
    await ended;
    throw new StartRefused([...printed, reason instanceof Error ? reason.message : String(reason)].join('\n'));
  });
  return {
    pid: child.pid!,
    socket,
    channel,
    ended,
    onLine: (listen) => {
      listener = listen;
      for (const line of printed.splice(0)) listen(line);
    },
    finish: () => {
      child.kill('SIGUSR1');
    },
    kill: async () => {
      channel.close();
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), 2000);
      await ended;
      clearTimeout(hard);
    },
  };
}

const endOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal ? `ended by ${signal}` : `ended with code ${code}`));
  });

async function answering(socket: string, ended: Promise<string>, patience: number): Promise<CommandChannel> {
  let gone: string | null = null;
  const end = ended.then((how) => {
    gone = how;
    return null;
  });
  const until = performance.now() + patience;
  for (;;) {
    const channel = await Promise.race([CommandChannel.open(socket).catch(() => undefined), end]);
    if (channel) return channel;
    if (gone !== null) throw new Error(`HAProxy ${gone}.`);
    if (performance.now() > until) throw new Error(`HAProxy did not answer within ${patience} ms.`);
    await new Promise((resolve) => setTimeout(resolve, look));
  }
}
