import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { configurationOf } from './configuration.ts';
import type { Section } from './section.ts';

/** HAProxy's alerts about one load balancer (all of them without an id) as a sentence, without its process number and our paths. */
export function refusalOf(printed: string, id?: number): string {
  const alerts = printed
    .split('\n')
    .filter((line) => line.startsWith('[ALERT]') && !/Fatal errors found|Error\(s\) found/.test(line))
    .map((line) =>
      line
        .replace(/^\[ALERT\]\s*\(\d+\) : (config : )?/, '')
        .replaceAll(/\[?\/\S*haproxy-\d+\.cfg:\d+\]? : |parsing /g, ''),
    );
  const own = id === undefined ? [] : alerts.filter((line) => new RegExp(`\\b${id}\\b`).test(line));
  const words =
    (own.length > 0 ? own : alerts).slice(0, 3).join(' ') || printed.trim().split('\n').at(-1) || 'no reason given';
  return `HAProxy refuses this configuration: ${words.replaceAll(/\/\S*\//g, '')}`;
}

/** Asks HAProxy about each suspect alone; returns the ids that it refuses. `folder`: where the questions may be written. */
export async function singleOut(
  haproxy: string,
  environment: NodeJS.ProcessEnv,
  folder: string,
  sections: readonly Section[],
  aboveSuspicion: (section: Section) => boolean,
): Promise<number[]> {
  const guilty: number[] = [];
  const path = join(folder, 'question.cfg');
  for (const section of sections) {
    if (aboveSuspicion(section)) continue;
    const { text } = configurationOf([section], {
      socket: join(folder, 'question.sock'),
      stateFile: join(folder, 'server-states'),
      logTargets: new Map([[section.id, 'stderr format raw local0']]),
    });
    await writeFile(path, text, { mode: 0o600 });
    const fine = await promisify(execFile)(haproxy, ['-c', '-f', path], { env: environment }).then(
      () => true,
      () => false,
    );
    if (!fine) guilty.push(section.id);
  }
  await rm(path, { force: true });
  return guilty;
}
