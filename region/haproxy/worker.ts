import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { spawnBound } from './bound-process.ts';
import { ChannelClosed, CommandChannel } from './command-channel.ts';
import { startWords } from './orphan-processes.ts';

/** HAProxy did not start; the message is what it printed, and how it ended. Whether its words condemn a configuration is another question. */
export class StartFailed extends Error {}

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
  /** Gives up and ends what was started. */
  readonly signal?: AbortSignal;
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
  /** No new connections; it ends when the last one and the channel have ended. Resolves when it has let its ports go. */
  finish(): Promise<void>;
  /** Ends now. */
  kill(): Promise<void>;
}

/** Milliseconds between two looks at whether the command socket is there; HAProxy tells a parent nothing else. */
const look = 4;

/**
 * Starts a HAProxy process beside the one that runs: it takes over the listening sockets as they are, so that no connection is
 * refused between the two, and the one before is told to finish only when this one answers.
 * Throws StartFailed.
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { haproxy, environment, configuration, socket, previousSocket, descriptors, patience } = options;
  const words = [...startWords(configuration), ...(previousSocket ? ['-x', previousSocket] : [])];
  const child = await spawnBound(haproxy, words, {
    ...(environment && { env: environment }),
    stdio: ['ignore', 'ignore', 'pipe', ...descriptors],
  }).catch((error: unknown) => {
    throw new StartFailed(`HAProxy could not be started: ${reasonOf(error)}.`);
  });
  const printed: string[] = [];
  let listener = (line: string): void => {
    printed.push(line);
  };
  child.stderr!.on('error', () => {});
  createInterface({ input: child.stderr! }).on('line', (line) => listener(line));
  const ended = endOf(child);
  const signal = AbortSignal.any([AbortSignal.timeout(patience), ...(options.signal ? [options.signal] : [])]);
  const channel = await answering(socket, ended, signal).catch(async (reason: unknown) => {
    child.kill('SIGKILL');
    await ended;
    throw new StartFailed([...printed, reasonOf(reason)].join('\n'));
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
    finish: async () => {
      child.kill('SIGUSR1');
      try {
        while (!/^Stopping: 1/m.test(await channel.send('show info'))) await wait(1);
        // One thread says that it stops before another has closed the last listener; this command waits until no other thread is at work.
        await channel.send('show fd 0');
      } catch (error) {
        if (!(error instanceof ChannelClosed)) throw error;
      }
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

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const endOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.once('close', (code, signal) => resolve(signal ? `ended by ${signal}` : `ended with code ${code}`));
  });

async function answering(socket: string, ended: Promise<string>, signal: AbortSignal): Promise<CommandChannel> {
  let over: string | null = null;
  const end = Promise.race([
    ended.then((how) => `HAProxy ${how}.`),
    new Promise<string>((resolve) => {
      signal.addEventListener('abort', () => resolve('HAProxy did not answer in time.'), { once: true });
    }),
  ]).then((sentence) => {
    over = sentence;
    return null;
  });
  for (;;) {
    const opening = CommandChannel.open(socket).catch(() => undefined);
    const channel = await Promise.race([opening, end]);
    if (channel) return channel;
    if (over !== null) {
      void opening.then((late) => late?.close());
      throw new Error(over);
    }
    await wait(look);
  }
}
