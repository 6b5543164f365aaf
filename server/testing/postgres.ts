import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { Client } from 'pg';

const debian = '/usr/lib/postgresql';

function findPrograms(): string | undefined {
  const versions = existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, 'bin')) : [];
  return [...versions, ...(process.env.PATH ?? '').split(':')].find((folder) => existsSync(join(folder, 'initdb')));
}

/** Folder of PostgreSQL's programs; undefined when it is not installed. */
export const postgresPrograms = findPrograms();

export interface PostgresServer {
  /** Address of a new, empty database. */
  database(): Promise<string>;
  /** Ends the server: at once with all its processes (SIGKILL), or as an operator does for a fast restart (SIGINT). */
  end(signal: 'SIGKILL' | 'SIGINT'): Promise<void>;
  /** Starts it again on the same data. */
  start(): Promise<void>;
  /** Stops every process of it where it stands (SIGSTOP), and lets them go on. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Ends it for good and removes its data. */
  stop(): Promise<void>;
}

/** A process and those that it started. PostgreSQL's are sessions of their own, so that no process group holds them all. */
async function family(pid: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
  const pairs = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  return [pid, ...pairs.filter(([, parent]) => parent === pid).map(([child]) => child!)];
}

/** PostgreSQL does not run as root: root lends it the user that Debian's package makes, or nobody. */
async function user(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const found = lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody');
  return { uid: Number(found?.[2]), gid: Number(found?.[3]) };
}

/** Starts a PostgreSQL server of its own, in a temporary folder, reachable through a socket in that folder only. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-pg-'));
  const as = await user();
  if (as.uid !== undefined && as.gid !== undefined) await chown(folder, as.uid, as.gid);
  const program = (name: string) => join(postgresPrograms!, name);
  const data = join(folder, 'data');
  await promisify(execFile)(
    program('initdb'),
    ['-D', data, '-U', 'holdfast', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
    { ...as, cwd: folder },
  );
  let server: ChildProcess;
  let ended = Promise.resolve();
  async function start(): Promise<void> {
    for (;;) {
      const failure = await startOnce().then(
        () => null,
        (error: Error) => error,
      );
      if (!failure) return;
      // Processes of a server that was killed notice it one after the other.
      if (!failure.message.includes('still in use')) throw failure;
    }
  }
  async function startOnce(): Promise<void> {
    server = spawn(program('postgres'), ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-F'], {
      ...as,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
    await new Promise<void>((resolve, reject) => {
      const said: string[] = [];
      createInterface(server.stderr!).on('line', (line) => {
        said.push(line);
        if (line.includes('ready to accept connections')) resolve();
      });
      ended.then(() => reject(new Error(`PostgreSQL did not start: ${said.join(' ')}`)));
    });
  }
  const signal = async (name: NodeJS.Signals) => {
    for (const pid of await family(server.pid!)) {
      try {
        process.kill(pid, name);
      } catch {
        // It has ended meanwhile.
      }
    }
  };
  async function end(name: 'SIGKILL' | 'SIGINT'): Promise<void> {
    if (name === 'SIGINT') server.kill(name);
    else await signal(name);
    await ended;
  }
  await start();

  const address = (database: string) => `postgres://holdfast@localhost/${database}?host=${folder}`;
  let count = 0;
  return {
    async database() {
      const client = new Client(address('postgres'));
      await client.connect();
      const name = `test${++count}`;
      await client.query(`create database ${name}`);
      await client.end();
      return address(name);
    },
    end,
    start,
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    async stop() {
      await signal('SIGCONT');
      await end('SIGINT');
      await rm(folder, { recursive: true });
    },
  };
}
