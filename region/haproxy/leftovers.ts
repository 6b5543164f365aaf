import { execFile } from 'node:child_process';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
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
  readonly workers: readonly ProcessMark[];
  readonly sockets: string;
}

const recordPath = (folder: string): string => join(folder, 'processes.json');

/** When a process started, in the system's own words; null when there is no such process. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // Field 22 counted from 1; the command in field 2 may hold spaces, and a zombie (Z) runs no more. Source: proc(5).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    if (process.platform === 'linux') return null;
  }
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]);
    return stdout.trim() || null;
  } catch {
    return null;
  }
}

const markOf = async (pid: number): Promise<ProcessMark | null> => {
  const started = await startOf(pid);
  return started === null ? null : { pid, started };
};

const lives = async ({ pid, started }: ProcessMark): Promise<boolean> => (await startOf(pid)) === started;

/** Writes down which processes are ours, so that the next start can end those that a crash left behind and no others. */
export async function recordProcesses(folder: string, pids: readonly number[], sockets: string): Promise<void> {
  const marks = await Promise.all(pids.map(markOf));
  const record: Record = {
    owner: (await markOf(process.pid))!,
    workers: marks.filter((mark) => mark !== null),
    sockets,
  };
  await mkdir(folder, { recursive: true });
  const fresh = `${recordPath(folder)}.new`;
  await writeFile(fresh, JSON.stringify(record), { mode: 0o600 });
  await rename(fresh, recordPath(folder));
}

/**
 * Ends the processes that a crashed region left in this folder and removes their sockets. Returns how many were ended.
 * Throws a sentence when the region that wrote the record still runs: two of them cannot share a folder.
 */
export async function cleanLeftovers(folder: string): Promise<number> {
  const record = await readRecord(folder);
  if (!record) return 0;
  if (record.owner.pid !== process.pid && (await lives(record.owner))) {
    throw new Error(
      `${folder} is in use by another region (process ${record.owner.pid}). Stop it, or give this one its own DATA_DIR.`,
    );
  }
  let ended = 0;
  for (const worker of record.workers) {
    if (!(await lives(worker))) continue;
    await end(worker);
    ended += 1;
  }
  await rm(record.sockets, { recursive: true, force: true });
  await rm(recordPath(folder), { force: true });
  return ended;
}

async function readRecord(folder: string): Promise<Record | null> {
  try {
    return JSON.parse(await readFile(recordPath(folder), 'utf8')) as Record;
  } catch {
    return null;
  }
}

async function end(worker: ProcessMark): Promise<void> {
  process.kill(worker.pid, 'SIGTERM');
  const until = performance.now() + 2000;
  while (await lives(worker)) {
    if (performance.now() > until) process.kill(worker.pid, 'SIGKILL');
    await pause(10);
  }
}

/** Removes the record at an orderly end. */
export const forgetProcesses = (folder: string): Promise<void> => rm(recordPath(folder), { force: true });
