import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second, in which /proc counts (proc(5), `utime`). */
const ticks = (): number => Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
let perSecond: number | undefined;

/** Fields of /proc/PID/stat from the third on; the second, a name in parentheses, may hold anything. */
const fieldsOf = (pid: number): string[] =>
  readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');

function descendants(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      parents.set(Number(name), Number(fieldsOf(Number(name))[1]));
    } catch {
      // It has ended since the folder was read.
    }
  }
  const found = [pid];
  for (const each of found) for (const [child, parent] of parents) if (parent === each) found.push(child);
  return found;
}

/** Seconds of processor time that a process and its children have used, in user and system mode. Linux only. */
export function cpuSeconds(pid: number): number {
  perSecond ??= ticks();
  const used = descendants(pid).map((each) => {
    const fields = fieldsOf(each);
    return Number(fields[11]) + Number(fields[12]);
  });
  return used.reduce((sum, each) => sum + each, 0) / perSecond;
}
