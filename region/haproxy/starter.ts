import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { RunningLoadBalancer } from '../data-plane.ts';
import { cannotListen, condemns, judge, refusalOf, singleOut } from './config-errors.ts';
import { type Configuration, configurationOf, culprits } from './configuration.ts';
import type { ConnectionLogs } from './connection-logs.ts';
import type { NodeHealth, Statuses } from './node-health.ts';
import { openSslEnvironment } from './openssl.ts';
import { configurationPath, forgetOwner, recordOwner } from './orphan-processes.ts';
import { type Ground, type Plan, planOf } from './plan.ts';
import type { Refusals } from './refusals.ts';
import type { Section } from './section.ts';
import type { Sections } from './sections.ts';
import { serverStates } from './server-states.ts';
import type { Tables } from './session-tables.ts';
import type { TableHandover } from './table-handover.ts';
import { StartFailed, startWorker, type Worker } from './worker.ts';

/** Milliseconds in which a process must answer. */
const startDeadline = 30_000;
/** Milliseconds for which a start that came to nothing, through nobody's configuration, is repeated before anybody hears of it. */
const startingTime = 3000;

interface Now {
  readonly wanted: ReadonlyMap<number, RunningLoadBalancer>;
  /** What the current process runs, or ran last. What is refused leaves it. */
  readonly running: Plan;
  /** The listeners that the current process was started with. */
  readonly held: ReadonlySet<string>;
  readonly worker: Worker | null;
}

export interface StartSurroundings {
  /** Path of the program. */
  readonly haproxy: string;
  /** The data plane's own folder. */
  readonly folder: string;
  readonly sections: Sections;
  readonly logs: ConnectionLogs;
  readonly tables: TableHandover;
  readonly health: NodeHealth;
  readonly refusals: Refusals;
  /** Gives up every start. */
  readonly signal: AbortSignal;
  /** What holds when a start gets to it. */
  now(): Now;
  refuse(source: RunningLoadBalancer, sentence: string, ground: Ground): void;
}

export interface Started {
  readonly plan: Plan;
  /** Null when there is nothing to run. */
  readonly worker: Worker | null;
  readonly previous: Worker | null;
  /** What the process took the nodes for when it began. */
  readonly begun: Statuses;
}

/** Starts HAProxy processes, one after the other, on configurations that it writes. */
export class Starter {
  readonly #at: StartSurroundings;
  #environment: NodeJS.ProcessEnv = {};
  #sockets = '';
  #generation = 0;

  constructor(surroundings: StartSurroundings) {
    this.#at = surroundings;
  }

  /** Makes what is missing in the folder, and marks it as this process's. */
  async prepare(): Promise<void> {
    const { folder } = this.#at;
    await mkdir(join(folder, 'files'), { recursive: true, mode: 0o700 });
    await mkdir(join(folder, 'logs'), { recursive: true });
    this.#environment = await openSslEnvironment(folder);
    // A socket's path may have 97 characters at most; a data folder's may have more.
    this.#sockets = await mkdtemp(join(tmpdir(), 'holdfast-'));
    await recordOwner(folder, this.#sockets);
  }

  /** Takes the mark back. */
  async leave(): Promise<void> {
    if (this.#sockets) await rm(this.#sockets, { recursive: true, force: true });
    await forgetOwner(this.#at.folder);
  }

  /** What HAProxy prints when it condemns a configuration, else null. Throws NoJudgement. */
  judge(text: string): Promise<string | null> {
    return judge(this.#at.haproxy, this.#environment, this.#at.folder, text);
  }

  /**
   * Starts a process with all that is wanted, leaving out or keeping as they were the load balancers that it is refused for. A start that
   * fails for another reason than its configuration says nothing about any of them, and is repeated for a while. Rejects when that did not help.
   */
  async start(): Promise<Started> {
    const { sections: rendered, tables, health, refusals, refuse, signal } = this.#at;
    const begins = performance.now();
    /** Those whose port HAProxy did not get this time, though it seemed to be free. */
    const barred = new Set<number>();
    for (let failures = 0; ; ) {
      const { wanted, running, held, worker: previous } = this.#at.now();
      const seeds = await tables.read(previous, sectionsOf(running));
      const plan = await planOf({
        wanted,
        sections: rendered,
        running,
        held: previous ? held : new Set(),
        condemned: (source) => barred.has(source.id) || refusals.condemned(source),
        refuse,
      });
      const sections = sectionsOf(plan);
      const begun = health.statusesOf(sections, wanted);
      if (plan.size === 0) return { plan, worker: null, previous, begun };
      const { configuration, path, socket, descriptors } = await this.#write(sections, seeds, begun);
      try {
        const worker = await startWorker({
          haproxy: this.#at.haproxy,
          environment: this.#environment,
          configuration: path,
          socket,
          previousSocket: previous?.socket ?? null,
          descriptors,
          patience: startDeadline,
          signal,
        });
        return { plan, worker, previous, begun };
      } catch (error) {
        if (!(error instanceof StartFailed) || signal.aborted) throw error;
        // Without the process whose listeners it was to take over, a refusal says nothing about anybody.
        if (previous && this.#at.now().worker !== previous) continue;
        const guilty = await this.#blame(error.message, configuration, sections, path);
        for (const id of guilty) barred.add(id);
        if (guilty.length > 0) continue;
        failures += 1;
        const pause = 25 * 2 ** failures;
        if (performance.now() + pause - begins > startingTime) {
          throw new Error(`HAProxy does not start: ${refusalOf(error.message)}`);
        }
        await wait(pause, undefined, { signal });
      }
    }
  }

  async #write(sections: readonly Section[], seeds: Tables, begun: Statuses) {
    const { folder, logs, tables, sections: rendered } = this.#at;
    this.#generation += 1;
    const path = configurationPath(folder, this.#generation);
    const socket = join(this.#sockets, `${this.#generation}.sock`);
    const stateFile = join(folder, 'server-states');
    const logged = sections.filter((section) => section.logged);
    const descriptors = await logs.descriptorsOf(logged.map(({ id }) => id));
    const logTargets = new Map(logged.map(({ id }, index) => [id, `fd@${index + 3} format raw local0`]));
    const configuration = configurationOf(sections, { socket, stateFile, logTargets });
    await rendered.writeFiles(sections);
    const states = serverStates(sections, (id, nodeId) => begun.get(`${id}/${nodeId}`) ?? 'ONLINE');
    const write = (file: string, text: string) => writeFile(file, text, { mode: 0o600 });
    await Promise.all([
      write(path, configuration.text),
      ...tables.files(sections, seeds).map(([file, text]) => write(file, text)),
      write(stateFile, states),
    ]);
    await rm(configurationPath(folder, this.#generation - 2), { force: true });
    return { configuration, path, socket, descriptors };
  }

  /** Finds whose configuration or listener HAProxy's words condemn, and refuses it. Returns whose; other words may mean anything. */
  async #blame(
    refusal: string,
    configuration: Configuration,
    sections: readonly Section[],
    path: string,
  ): Promise<readonly number[]> {
    const { haproxy, folder, refuse } = this.#at;
    const ground: Ground | null = condemns(refusal) ? 'value' : cannotListen(refusal) ? 'listener' : null;
    if (!ground) return [];
    let guilty = culprits(refusal, configuration, sections, path);
    if (guilty.length === 0 && ground === 'value') {
      const innocent = (section: Section) => this.#at.now().running.get(section.id)?.section === section;
      guilty = await singleOut(haproxy, this.#environment, folder, sections, innocent);
    }
    const { wanted, running } = this.#at.now();
    for (const id of guilty) {
      const source = wanted.get(id);
      // What ran until now and is refused now cannot be kept either.
      const ran = running.get(id);
      if (ran && (ran.section === sections.find((section) => section.id === id) || !source)) running.delete(id);
      if (source) refuse(source, refusalOf(refusal, id), ground);
    }
    return guilty;
  }
}

const sectionsOf = (plan: Plan): Section[] => [...plan.values()].map(({ section }) => section);
