import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

/** A process by its number and its start, because numbers are used again. */
interface ProcessMark {
  readonly pid: number;
  readonly started: string;
}

interface Record {
  readonly owner: ProcessMark;
  readonly sockets: string;
}

const recordPath = (folder: string): string => join(folder, 'processes.json');

const configurations = (folder: string): string => join(folder, 'haproxy-');

/** Where a HAProxy process's configuration lies. What runs one of them is ours: the folder is the region's own. */
export const configurationPath = (folder: string, generation: number): string =>
  `${configurations(folder)}${generation}.cfg`;

/** The first words behind the program's name that a HAProxy process of ours is started with. */
export const startWords = (configuration: string): string[] => ['-db', '-f', configuration];

/** When a process started, in the system's own words; null when it is gone with all that it held. */
async function startOf(pid: number): Promise<string | null> {
  if (process.platform !== 'linux') return printed('ps', ['-o', 'lstart=', '-p', String(pid)]);
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    // Source: proc(5), fields 3, 20 and 22; the command in field 2 may hold spaces. A zombie whose other threads still end holds its sockets.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' && Number(fields[17]) <= 1 ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

const printed = (program: string, words: readonly string[]): Promise<string | null> =>
  promisify(execFile)(program, [...words], { maxBuffer: 2 ** 24 }).then(
    ({ stdout }) => stdout.trim() || null,
    () => null,
  );

/** A living process's mark; null when there is none of this number. */
export const markOf = async (pid: number): Promise<ProcessMark | null> => {
  const started = await startOf(pid);
  return started === null ? null : { pid, started };
};

const lives = async ({ pid, started }: ProcessMark): Promise<boolean> => (await startOf(pid)) === started;

/** Writes down whose folder it is and where its command sockets lie, before the first process is started. */
export async function recordOwner(folder: string, sockets: string): Promise<void> {
  const record: Record = { owner: (await markOf(process.pid))!, sockets };
  await mkdir(folder, { recursive: true });
  const fresh = `${recordPath(folder)}.new`;
  await writeFile(fresh, JSON.stringify(record), { mode: 0o600 });
  await rename(fresh, recordPath(folder));
}

/**
 * Ends the HAProxy processes that a crashed region left behind: those of this user that run a configuration of this folder; and removes
 * their sockets. Returns how many were ended, once nothing holds their ports any more.
 * Throws a sentence when the region that uses the folder still runs: two of them cannot share one.
 */
export async function endOrphans(folder: string): Promise<number> {
  const record = await readRecord(folder);
  if (record && record.owner.pid !== process.pid && (await lives(record.owner))) {
    throw new Error(
      `${folder} is in use by another region (process ${record.owner.pid}). Stop it, or give this one its own DATA_DIR.`,
    );
  }
  const left = await processesOf(folder);
  await Promise.all(left.map(endProcess));
  if (record) await rm(record.sockets, { recursive: true, force: true });
  await forgetOwner(folder);
  return left.length;
}

/** The living processes that run a configuration of this folder. */
export async function processesOf(folder: string): Promise<ProcessMark[]> {
  const words = startWords(configurations(folder)).join(' ');
  const pids = await (process.platform === 'linux' ? pidsByArguments(words) : pidsByCommand(words));
  return (await Promise.all(pids.map(markOf))).filter((mark) => mark !== null);
}

async function pidsByArguments(first: string): Promise<number[]> {
  const user = process.getuid?.();
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      try {
        const [, ...words] = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
        if (!words.join(' ').startsWith(first)) return [];
        return (await stat(`/proc/${pid}`)).uid === user ? [Number(pid)] : [];
      } catch {
        return [];
      }
    }),
  );
  return found.flat();
}

async function pidsByCommand(first: string): Promise<number[]> {
  const lines = (await printed('ps', ['-xww', '-o', 'pid=,command=']))?.split('\n') ?? [];
  return lines.filter((line) => line.includes(` ${first}`)).map((line) => Number.parseInt(line, 10));
}

async function readRecord(folder: string): Promise<Record | null> {
  try {
    return JSON.parse(await readFile(recordPath(folder), 'utf8')) as Record;
  } catch {
    return null;
  }
}

/** Ends a process, after two seconds by force. Resolves when the last of its threads is gone, and with it the ports that it held. */
export async function endProcess(mark: ProcessMark): Promise<void> {
  const until = performance.now() + 2000;
  let signal: NodeJS.Signals | null = 'SIGTERM';
  while (await lives(mark)) {
    if (signal) send(mark.pid, signal);
    signal = performance.now() > until ? 'SIGKILL' : null;
    await pause(10);
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It has ended meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Removes the record at an orderly end. */
export const forgetOwner = (folder: string): Promise<void> => rm(recordPath(folder), { force: true });
