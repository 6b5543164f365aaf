import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { DataPlane, DataPlaneReport, RunningLoadBalancer, SessionEntry } from '../data-plane.ts';
import { bindProblem } from './bind-check.ts';
import { notCarried } from './capabilities.ts';
import { ChannelClosed } from './command-channel.ts';
import { cannotListen, condemns, judge, refusalOf, singleOut } from './config-errors.ts';
import { type Configuration, configurationOf, culprits } from './configuration.ts';
import { ConnectionLogs } from './connection-logs.ts';
import { type Cut, cutOf, cutSessions } from './cut-sessions.ts';
import { healthChange } from './health-lines.ts';
import { unusableTexts } from './monitor-texts.ts';
import { NodeHealth, type Statuses } from './node-health.ts';
import { openSslEnvironment } from './openssl.ts';
import { cleanLeftovers, configurationPath, forgetOwner, recordOwner } from './orphan-processes.ts';
import { type Ground, listenerKey, listenersOf, type Plan, planOf } from './plan.ts';
import { Refusals } from './refusals.ts';
import { needsNoReload, runningChanges } from './running-changes.ts';
import type { Section } from './section.ts';
import { Sections } from './sections.ts';
import { serverStates } from './server-states.ts';
import { entriesOf, type Tables, tableOf } from './session-tables.ts';
import { Statistics, statisticsCommand } from './statistics.ts';
import { TableHandover } from './table-handover.ts';
import { StartFailed, startWorker, type Worker } from './worker.ts';

export interface HaproxyOptions {
  /** As `findHaproxy` answers it. */
  readonly haproxy: { readonly path: string; readonly version: string };
  /** The data plane's own folder: configuration, maps, keys, logs. Made if missing; nobody else may use it. */
  readonly folder: string;
  /** Told, in a sentence each, of what an operator should know. */
  readonly log?: (sentence: string) => void;
}

/** Milliseconds in which a process must answer. */
const patience = 30_000;
/** Milliseconds for which a start that came to nothing, through nobody's configuration, is repeated before anybody hears of it. */
const startingTime = 3000;
/** Milliseconds between two readings of the counters. */
const readingPause = 1000;
const longestMendingPause = 5000;
/** Milliseconds after which a process that ends has not died of its start. */
const soundAge = 10_000;

/** HAProxy as the region's data plane. See docs/traffic.md. */
export function haproxyDataPlane(options: HaproxyOptions): DataPlane {
  return new HaproxyDataPlane(options);
}

class HaproxyDataPlane implements DataPlane {
  readonly #haproxy: HaproxyOptions['haproxy'];
  readonly #folder: string;
  readonly #log: (sentence: string) => void;
  readonly #sections: Sections;
  readonly #logs: ConnectionLogs;
  readonly #tables: TableHandover;
  readonly #statistics = new Statistics();
  readonly #health = new NodeHealth();
  /** What the current process runs, by load balancer id. */
  #running: Plan = new Map();
  /** The listeners that the current process was started with. */
  #held: ReadonlySet<string> = new Set();
  readonly #refusals: Refusals;
  /** Load balancers of which the region believes that they are refused. */
  readonly #told = new Set<number>();
  #wanted: ReadonlyMap<number, RunningLoadBalancer> = new Map();
  #report: DataPlaneReport | null = null;
  #sockets = '';
  #environment: NodeJS.ProcessEnv = {};
  #generation = 0;
  #worker: Worker | null = null;
  readonly #finishing = new Set<Worker>();
  #reload: { live: Promise<void>; done: Promise<void> } | null = null;
  #nextReload: Promise<void> | null = null;
  #reading: NodeJS.Timeout | null = null;
  /** The reading under way, which touches the folder: closing waits for it. */
  #readingNow: Promise<void> = Promise.resolve();
  #mending: NodeJS.Timeout | null = null;
  #mendingPause = 0;
  /** The last reload came to nothing: what runs is not what is wanted. */
  #behind = false;
  #trouble: string | null = null;
  readonly #closing = new AbortController();

  constructor({ haproxy, folder, log = () => {} }: HaproxyOptions) {
    this.#haproxy = haproxy;
    this.#folder = resolve(folder);
    this.#log = log;
    this.#logs = new ConnectionLogs(join(this.#folder, 'logs'));
    this.#sections = new Sections(join(this.#folder, 'files'));
    this.#tables = new TableHandover(this.#folder);
    this.#refusals = new Refusals(this.#sections);
  }

  get #closed(): boolean {
    return this.#closing.signal.aborted;
  }

  async start(report: DataPlaneReport): Promise<void> {
    this.#report = report;
    const ended = await cleanLeftovers(this.#folder);
    if (ended > 0) this.#log(`Ended ${ended} HAProxy process${ended === 1 ? '' : 'es'} that a crash had left behind.`);
    await mkdir(join(this.#folder, 'files'), { recursive: true, mode: 0o700 });
    await mkdir(join(this.#folder, 'logs'), { recursive: true });
    this.#environment = await openSslEnvironment(this.#folder);
    // A socket's path may have 97 characters at most; a data folder's may have more.
    this.#sockets = await mkdtemp(join(tmpdir(), 'holdfast-'));
    await recordOwner(this.#folder, this.#sockets);
    this.#readLater();
  }

  async apply(loadBalancers: ReadonlyMap<number, RunningLoadBalancer>): Promise<ReadonlyMap<number, string>> {
    this.#wanted = loadBalancers;
    const asked = new Map(loadBalancers);
    const { sent, reload } = this.#applyRunning();
    await sent;
    await this.#lookForPorts();
    const trouble = await (reload || this.#nextReload ? this.#reloadSoon() : this.#reload?.live)?.then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const refusals = new Map<number, string>();
    for (const [id, source] of asked) {
      const running = this.#running.get(id)?.source === source;
      const sentence = running ? null : (this.#refusals.of(source)?.sentence ?? trouble);
      if (sentence && this.#sections.of(source)) refusals.set(id, sentence);
    }
    for (const id of asked.keys()) {
      if (refusals.has(id)) this.#told.add(id);
      else this.#told.delete(id);
    }
    return refusals;
  }

  unusableTexts: DataPlane['unusableTexts'] = (monitor) =>
    unusableTexts(monitor, (text) => judge(this.#haproxy.path, this.#environment, this.#folder, text)).catch(
      (error: unknown) => {
        this.#log(`HAProxy could not be asked about a monitor: ${error instanceof Error ? error.message : error}`);
        return [];
      },
    );

  notCarried(loadBalancer: RunningLoadBalancer): string | null {
    return notCarried(loadBalancer);
  }

  counters(loadBalancerId: number) {
    return this.#statistics.totals(loadBalancerId);
  }

  async sessions(loadBalancerId: number): Promise<readonly SessionEntry[] | null> {
    await this.#reload?.done;
    const section = this.#running.get(loadBalancerId)?.section;
    const table = section && tableOf(section);
    if (!table) return null;
    return this.#worker ? entriesOf(this.#worker.channel, table) : [];
  }

  async forget(loadBalancerId: number, client: string): Promise<boolean> {
    await this.#reload?.done;
    const section = this.#running.get(loadBalancerId)?.section;
    const table = section && tableOf(section);
    if (!table || !this.#worker || !(isIP(client) || /^[0-9A-Fa-f]{1,64}$/.test(client))) return false;
    const known = (await entriesOf(this.#worker.channel, table)).some((entry) => entry.client === client);
    await this.#tell([`clear table ${table} key ${client}`]);
    return known;
  }

  state() {
    const engine = `HAProxy ${this.#haproxy.version}`;
    if (this.#trouble) return { carries: false, sentence: `${engine} carries no traffic: ${this.#trouble}` };
    return { carries: true, sentence: `${engine} carries the traffic of the load balancers.` };
  }

  async close(): Promise<void> {
    this.#closing.abort();
    if (this.#reading) clearTimeout(this.#reading);
    await this.#nextReload?.catch(() => {});
    await this.#reload?.done;
    await Promise.all([this.#worker, ...this.#finishing].map((worker) => worker?.kill()));
    await this.#readingNow;
    await this.#logs.close();
    if (this.#sockets) await rm(this.#sockets, { recursive: true, force: true });
    await forgetOwner(this.#folder);
  }

  /** Makes the changes that need no reload, at once. `reload`: whether others remain; `sent`: HAProxy has obeyed. */
  #applyRunning(): { sent: Promise<void>; reload: boolean } {
    const commands: string[] = [];
    const cuts: Cut[] = [];
    let reload = [...this.#running.keys()].some((id) => !this.#wanted.has(id));
    for (const [id, source] of this.#wanted) {
      const current = this.#running.get(id);
      if (current?.source === source || this.#refusals.of(source)) continue;
      const section = this.#sections.of(source);
      if (typeof section === 'string' || !current || !section || !needsNoReload(current.section, section)) {
        if (current || section) reload = true;
        continue;
      }
      commands.push(...this.#changes(current.section, section));
      const cut = cutOf(current.section, section);
      if (cut) cuts.push(cut);
      this.#running.set(id, { source, section });
      this.#refusals.delete(id);
    }
    return { sent: this.#tell(commands, cuts), reload };
  }

  #changes(before: Section, after: Section): string[] {
    const commands = runningChanges(after, before.running, after.running);
    const left = before.running.persistence === after.running.persistence ? null : tableOf(before);
    return left ? [...commands, `clear table ${left}`] : commands;
  }

  /** Says the same to every process that still serves somebody, then cuts connections. An old process may lack what a command names. */
  async #tell(commands: readonly string[], cuts: readonly Cut[] = []): Promise<void> {
    const workers = [this.#worker, ...this.#finishing].filter((worker) => worker !== null);
    await Promise.all(
      workers.map(async ({ channel }) => {
        try {
          await Promise.all(commands.map((command) => channel.send(command)));
          await cutSessions(channel, cuts);
        } catch (error) {
          if (!(error instanceof ChannelClosed)) throw error;
        }
      }),
    );
  }

  /** Joins the reload that waits, or asks for one. Resolves when it is live. */
  #reloadSoon(): Promise<void> {
    this.#nextReload ??= (async () => {
      await this.#reload?.done;
      this.#nextReload = null;
      if (this.#closed) return;
      const live = Promise.withResolvers<void>();
      const done = this.#runReload(live.resolve).then(
        () => live.resolve(),
        (error: unknown) => {
          live.reject(error);
          this.#failed(error);
        },
      );
      this.#reload = { live: live.promise, done };
      void done.finally(() => {
        if (this.#reload?.done === done) this.#reload = null;
      });
      await live.promise;
    })();
    return this.#nextReload;
  }

  async #runReload(live: () => void): Promise<void> {
    const { plan, worker, previous, begun } = await this.#startNext();
    const before = this.#runningSections();
    const tables = await this.#tables.read(previous, before);
    if (previous) await this.#tables.plant(previous, tables, before);
    const cuts = [...this.#running].flatMap(([id, { section }]) => {
      const next = plan.get(id);
      const cut: Cut | null = next ? cutOf(section, next.section) : { loadBalancerId: id, nodeIds: 'all' };
      return cut ? [cut] : [];
    });
    this.#running = plan;
    this.#held = listenersOf(plan);
    this.#worker = worker;
    this.#trouble = null;
    this.#behind = false;
    this.#forgetTheUnwanted();
    this.#health.tellBegun(begun, this.#wanted, this.#report);
    if (worker) this.#attend(worker);
    if (previous) {
      this.#finishing.add(previous);
      await this.#finish(previous);
    }
    await this.#tell([], cuts);
    // Changes made while the new process was starting went to the one before it only.
    const { sent, reload } = this.#applyRunning();
    await sent;
    live();
    this.#tellRecovered();
    if (worker) await this.#tables.fill(worker, tables, this.#runningSections());
    if (previous) await this.#retire(previous);
    if (reload && !this.#closed) void this.#reloadSoon().catch(() => {});
  }

  #runningSections(): Section[] {
    return [...this.#running.values()].map(({ section }) => section);
  }

  /**
   * Starts a process with all that is wanted, leaving out or keeping as they were the load balancers that it is refused for. A start that
   * fails for another reason than its configuration says nothing about any of them, and is repeated for a while.
   */
  async #startNext() {
    const begins = performance.now();
    for (let failures = 0; ; ) {
      const previous = this.#worker;
      const seeds = await this.#tables.read(previous, this.#runningSections());
      const plan = await planOf({
        wanted: this.#wanted,
        sections: this.#sections,
        running: this.#running,
        held: previous ? this.#held : new Set(),
        condemned: this.#refusals.condemned,
        refuse: (source, sentence, ground) => this.#refuse(source, sentence, ground),
      });
      const sections = [...plan.values()].map(({ section }) => section);
      const begun = this.#health.statusesOf(sections, this.#wanted);
      if (plan.size === 0) return { plan, worker: null, previous, begun };
      const { configuration, path, socket, descriptors } = await this.#write(sections, seeds, begun);
      try {
        const worker = await startWorker({
          haproxy: this.#haproxy.path,
          environment: this.#environment,
          configuration: path,
          socket,
          previousSocket: previous?.socket ?? null,
          descriptors,
          patience,
          signal: this.#closing.signal,
        });
        return { plan, worker, previous, begun };
      } catch (error) {
        if (!(error instanceof StartFailed) || this.#closed) throw error;
        // Without the process whose listeners it was to take over, a refusal says nothing about anybody.
        if (previous && this.#worker !== previous) continue;
        if (await this.#blame(error.message, configuration, sections, path)) continue;
        failures += 1;
        const pause = 25 * 2 ** failures;
        if (performance.now() + pause - begins > startingTime) {
          throw new Error(`HAProxy does not start: ${refusalOf(error.message)}`);
        }
        await wait(pause, undefined, { signal: this.#closing.signal });
      }
    }
  }

  async #write(sections: readonly Section[], seeds: Tables, begun: Statuses) {
    this.#generation += 1;
    const path = configurationPath(this.#folder, this.#generation);
    const socket = join(this.#sockets, `${this.#generation}.sock`);
    const stateFile = join(this.#folder, 'server-states');
    const logged = sections.filter((section) => section.logged);
    const descriptors = await this.#logs.descriptorsOf(logged.map(({ id }) => id));
    const logTargets = new Map(logged.map(({ id }, index) => [id, `fd@${index + 3} format raw local0`]));
    const configuration = configurationOf(sections, { socket, stateFile, logTargets });
    await this.#sections.writeFiles(sections);
    const write = (file: string, text: string) => writeFile(file, text, { mode: 0o600 });
    await Promise.all([
      write(path, configuration.text),
      ...this.#tables.files(sections, seeds).map(([file, text]) => write(file, text)),
      write(
        stateFile,
        serverStates(sections, (id, nodeId) => begun.get(`${id}/${nodeId}`) ?? 'ONLINE'),
      ),
    ]);
    await rm(configurationPath(this.#folder, this.#generation - 2), { force: true });
    return { configuration, path, socket, descriptors };
  }

  /** Finds whose configuration or listener HAProxy's words condemn. Returns whether there is one: other words may mean anything. */
  async #blame(
    refusal: string,
    configuration: Configuration,
    sections: readonly Section[],
    path: string,
  ): Promise<boolean> {
    const ground: Ground | null = condemns(refusal) ? 'value' : cannotListen(refusal) ? 'listener' : null;
    if (!ground) return false;
    let guilty = culprits(refusal, configuration, sections, path);
    if (guilty.length === 0 && ground === 'value') {
      const innocent = (section: Section) => this.#running.get(section.id)?.section === section;
      guilty = await singleOut(this.#haproxy.path, this.#environment, this.#folder, sections, innocent);
    }
    for (const id of guilty) {
      const source = this.#wanted.get(id);
      // What ran until now and is refused now cannot be kept either.
      const ran = this.#running.get(id);
      if (ran && (ran.section === sections.find((section) => section.id === id) || !source)) this.#running.delete(id);
      if (source) this.#refuse(source, refusalOf(refusal, id), ground);
    }
    return guilty.length > 0;
  }

  #refuse(source: RunningLoadBalancer, sentence: string, ground: Ground): void {
    if (this.#refusals.add(source, sentence, ground)) this.#log(`Load balancer ${source.id} is refused: ${sentence}`);
    if (this.#running.get(source.id)?.source === source) {
      this.#running.delete(source.id);
      this.#told.add(source.id);
      this.#report?.failed(source.id, sentence);
    }
  }

  #forgetTheUnwanted(): void {
    this.#refusals.keepOnly(this.#wanted, this.#running);
    this.#statistics.keepOnly((id) => this.#wanted.has(id));
    this.#health.keepOnly(this.#wanted);
  }

  /** The region learns that something runs of which it was told that it does not. */
  #tellRecovered(): void {
    let recovered = false;
    for (const id of this.#told) {
      const source = this.#wanted.get(id);
      if (source && this.#running.get(id)?.source !== source) continue;
      this.#told.delete(id);
      recovered ||= source !== undefined;
    }
    if (recovered) this.#report?.recovered();
  }

  /** Tries again what waits for a port, once one that it waits for is free. */
  async #lookForPorts(): Promise<void> {
    for (const source of this.#refusals.waiting(this.#wanted)) {
      const section = this.#sections.of(source);
      if (!section || typeof section === 'string') continue;
      const others = listenersOf(new Map([...this.#running].filter(([id]) => id !== source.id)));
      const problems = await Promise.all(
        section.listeners.map((listener) => {
          const key = listenerKey(listener);
          return others.has(key) || (this.#held.has(key) ? null : bindProblem(listener.address, listener.port));
        }),
      );
      if (problems.some(Boolean) || this.#closed) continue;
      this.#reloadSoon().catch(() => {});
      return;
    }
  }

  #attend(worker: Worker): void {
    worker.onLine((line) => {
      const change = worker === this.#worker ? healthChange(line) : null;
      if (!change) return;
      this.#health.note(change, this.#wanted);
      this.#report?.nodeStatus(change.loadBalancerId, change.nodeId, change.status, change.detail);
    });
    const since = performance.now();
    void worker.ended.then((how) => {
      this.#statistics.ended(worker);
      this.#finishing.delete(worker);
      if (worker !== this.#worker || this.#closed) return;
      this.#worker = null;
      if (performance.now() - since > soundAge) this.#mendingPause = 0;
      this.#trouble = `it ${how} and is being started again.`;
      this.#log(`HAProxy (process ${worker.pid}) ${how}; starting it again.`);
      this.#mend();
    });
  }

  /** A reload came to nothing, and is tried again later. While an earlier process goes on, so does its traffic. */
  #failed(error: unknown): void {
    if (this.#closed) return;
    const sentence = error instanceof Error ? error.message : String(error);
    this.#behind = true;
    if (!this.#worker) this.#trouble = sentence;
    this.#log(sentence);
    this.#mend();
  }

  #mend(): void {
    this.#mending ??= setTimeout(() => {
      this.#mending = null;
      if (this.#closed || (this.#worker && !this.#behind)) return;
      this.#mendingPause = Math.min(longestMendingPause, this.#mendingPause * 2 || 50);
      this.#reloadSoon().catch(() => {});
    }, this.#mendingPause);
    this.#mending.unref();
  }

  /** Resolves when the process takes no more connections and has let its ports go. */
  async #finish(worker: Worker): Promise<void> {
    worker.finish();
    try {
      while (!/^Stopping: 1/m.test(await worker.channel.send('show info'))) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      // One thread says that it stops before another has closed the last listener; this command waits until no other thread is at work.
      await worker.channel.send('show fd 0');
    } catch (error) {
      if (!(error instanceof ChannelClosed)) throw error;
    }
  }

  /**
   * Reads a finishing process for the last time once it serves nobody, and lets it end. Its end is not waited for: whoever else holds
   * a connection to it, of a kind that is not counted, would hold up every change until then.
   */
  async #retire(worker: Worker): Promise<void> {
    if (!this.#finishing.has(worker)) return;
    const reading = await this.#read(worker);
    if (!reading) return;
    const busy = [...reading.values()].some(({ plain, secure }) => plain.currentConn + secure.currentConn > 0);
    if (busy) return;
    worker.channel.close();
  }

  async #read(worker: Worker) {
    try {
      return this.#statistics.read(worker, await worker.channel.send(statisticsCommand));
    } catch {
      return null;
    }
  }

  #readLater(pause = readingPause): void {
    if (this.#closed) return;
    this.#reading = setTimeout(() => {
      this.#readingNow = this.#readAll();
    }, pause);
    this.#reading.unref();
  }

  async #readAll(): Promise<void> {
    const started = performance.now();
    if (this.#worker) await this.#read(this.#worker);
    for (const worker of [...this.#finishing]) await this.#retire(worker);
    if (!this.#reload) await this.#lookForPorts();
    // A large region's counters are long; reading them must stay a small part of the work.
    this.#readLater(Math.max(readingPause, 20 * (performance.now() - started)));
  }
}
