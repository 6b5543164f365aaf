import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runBound } from './bound-process.ts';
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
        .replaceAll(/\[?\/\S*\/(haproxy|question)-[\w-]+\.cfg:\d+\]? : |parsing /g, ''),
    );
  const own = id === undefined ? [] : alerts.filter((line) => new RegExp(`\\b${id}\\b`).test(line));
  const words =
    (own.length > 0 ? own : alerts).slice(0, 3).join(' ') || printed.trim().split('\n').at(-1) || 'no reason given';
  return `HAProxy refuses this configuration: ${words.replaceAll(/\/\S*\//g, '')}`;
}

/** What the machine lacks at the moment; HAProxy says it where it says what is wrong with a configuration, too. */
const shortage =
  /out of memory|cannot allocate|unable to allocate|failed to allocate|not enough memory|too many open files|temporarily unavailable|no space left|input\/output error|interrupted system call/i;

/** Whether these words of HAProxy condemn a configuration. It may as well have ended for want of memory, files or ports. */
export const condemns = (printed: string): boolean =>
  /\[ALERT\].*(Fatal errors|Error\(s\)) found in configuration/.test(printed) && !shortage.test(printed);

/** Whether these words of HAProxy say that it could not listen somewhere. */
export const cannotListen = (printed: string): boolean => /\[ALERT\].*: cannot (bind|listen)/.test(printed);

/** Milliseconds for HAProxy to judge a configuration. */
const judgingTime = 20_000;

const attempts = 3;
const pauseBetweenAttempts = 50;

/** HAProxy gave no judgement: it was killed, hung, or could not be started. */
export class NoJudgement extends Error {}

/**
 * Asks HAProxy about a configuration without starting it. Resolves with what it printed when it condemns the configuration, else with null.
 * `folder`: where the question may be written. Throws NoJudgement.
 */
export async function judge(
  haproxy: string,
  environment: NodeJS.ProcessEnv,
  folder: string,
  text: string,
): Promise<string | null> {
  const path = join(folder, `question-${randomUUID()}.cfg`);
  await writeFile(path, text, { mode: 0o600 });
  let trouble = '';
  try {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      if (attempt > 0) await pause(pauseBetweenAttempts);
      try {
        const { code, signal, printed } = await runBound(haproxy, ['-c', '-f', path], environment, judgingTime);
        if (code === 0) return null;
        if (condemns(printed)) return printed;
        trouble = printed.trim() || `HAProxy ended ${signal ? `by ${signal}` : `with code ${code}`}.`;
      } catch (error) {
        trouble = `HAProxy could not be started: ${error instanceof Error ? error.message : error}.`;
      }
    }
    throw new NoJudgement(trouble);
  } finally {
    await rm(path, { force: true });
  }
}

/** Asks HAProxy about each suspect alone; returns the ids that it condemns. `folder`: where the questions may be written. */
export async function singleOut(
  haproxy: string,
  environment: NodeJS.ProcessEnv,
  folder: string,
  sections: readonly Section[],
  aboveSuspicion: (section: Section) => boolean,
): Promise<number[]> {
  const guilty: number[] = [];
  for (const section of sections) {
    if (aboveSuspicion(section)) continue;
    const { text } = configurationOf([section], {
      socket: join(folder, 'question.sock'),
      stateFile: join(folder, 'server-states'),
      logTargets: new Map([[section.id, 'stderr format raw local0']]),
    });
    const condemned = await judge(haproxy, environment, folder, text).catch((error: unknown) => {
      if (error instanceof NoJudgement) return null;
      throw error;
    });
    if (condemned !== null) guilty.push(section.id);
  }
  return guilty;
}
