import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** First line that a program prints of itself; "not here" when it cannot be run. */
function versionOf(program: string, flag: string): string {
  try {
    return (
      execFileSync(program, [flag], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\n')[0] ?? ''
    ).trim();
  } catch {
    return 'not here';
  }
}

/** What a figure was measured on; it means little without. */
export const machine = (): Machine => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  versions: { chromium: versionOf('chromium', '--version'), haproxy: versionOf('haproxy', '-v') },
});
