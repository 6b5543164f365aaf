import { spawnSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { chromiumOnMachine, postgresOnMachine } from '../../scripts/machine.ts';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
  /** Programs that ran or waited to run in the last minute before the measurements; results from before it was kept have none. */
  readonly load?: number;
  readonly versions: Readonly<Record<string, string>>;
}

/** First line that a program prints of itself, wherever it prints it; "no NAME" when it cannot be run. */
function versionOf(name: string, program: string, flag: string): string {
  const path = `${process.env.PATH}:/usr/sbin`;
  const { status, stdout, stderr } = spawnSync(program, [flag], {
    encoding: 'utf8',
    env: { ...process.env, PATH: path },
  });
  const line = status === 0 ? (stdout.trim() || stderr.trim()).split('\n')[0] : undefined;
  return line?.replace(/ - https:.*| built on .*/, '').replace(/^nginx version: /, '') ?? `no ${name}`;
}

/** What a figure was measured on; it means little without. */
export const machine = (): Machine => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  load: Math.round(loadavg()[0]! * 10) / 10,
  versions: {
    chromium: versionOf('Chromium', chromiumOnMachine() ?? 'chromium', '--version'),
    haproxy: versionOf('HAProxy', 'haproxy', '-v'),
    nginx: versionOf('nginx', 'nginx', '-v'),
    postgres: versionOf('PostgreSQL', join(postgresOnMachine() ?? '', 'postgres'), '--version'),
  },
});
