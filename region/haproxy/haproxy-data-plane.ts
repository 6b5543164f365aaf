import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DataPlane, DataPlaneReport, NodeStatus, RunningLoadBalancer, SessionEntry } from '../data-plane.ts';
import { keepsTable, notCarried } from './capabilities.ts';
import { ChannelClosed } from './command-channel.ts';
import { refusalOf, singleOut } from './config-errors.ts';
import { type Configuration, configurationOf, culprits } from './configuration.ts';
import { ConnectionLogs } from './connection-logs.ts';
import { type Cut, cutOf, cutSessions } from './cut-sessions.ts';
import { healthChange } from './health-lines.ts';
import { openSslEnvironment } from './openssl.ts';
import { cleanLeftovers, configurationPath, forgetOwner, recordOwner } from './orphan-processes.ts';
import { listenersOf, type Plan, planOf } from './plan.ts';
import { needsNoReload, runningChanges } from './running-changes.ts';
import { backendName, type Section, seedMap } from './section.ts';
import { Sections } from './sections.ts';
import { serverStates } from './server-states.ts';
import { entriesOf, fillTables, plantSeeds, seedOf, type Tables, tableOf, tablesOf } from './session-tables.ts';
import { Statistics, statisticsCommand } from './statistics.ts';
import { StartRefused, startWorker, type Worker } from './worker.ts';

export interface HaproxyOptions {
  /** As `findHaproxy` answers it. */
  readonly haproxy: { readonly path: string; readonly version: string };
  /** The data plane's own folder: configuration, maps, keys, logs. Made if missing; nobody else may use it. */
  readonly folder: string;
  /** Told, in a sentence each, of what an operator should know. */
  readonly log?: (sentence: string) => void;
}

const patience = 30_000;
/** Milliseconds between two readings of the counters. */
const readingPause = 1000;
const longestMendingPause = 5000;

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
  /** Tables whose seed map's file is there and empty. */
  readonly #emptySeeds = new Set<string>();
  readonly #statistics = new Statistics();
  readonly #health = new Map<string, NodeStatus>();
  /** What the current process runs, by load balancer id. */
  #running: Plan = new Map();
  /** The listeners that the current process was started with. */
  #held: ReadonlySet<string> = new Set();
  /** Values that HAProxy, the machine or another load balancer's listener refused, and why. */
  readonly #refused = new Map<number, { source: RunningLoadBalancer; sentence: string }>();
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
  #trouble: string | null = null;
  #closed = false;

  constructor({ haproxy, folder, log = () => {} }: HaproxyOptions) {
    this.#haproxy = haproxy;
    this.#folder = resolve(folder);
    this.#log = log;
    this.#logs = new ConnectionLogs(join(this.#folder, 'logs'));
    this.#sections = new Sections(join(this.#folder, 'files'));
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
    const trouble = await (reload ? this.#reloadSoon() : this.#reload?.live)?.then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const refusals = new Map<number, string>();
    for (const [id, source] of asked) {
      const refused = this.#refused.get(id);
      if (refused?.source === source) refusals.set(id, refused.sentence);
      else if (trouble && this.#sections.of(source) && this.#running.get(id)?.source !== source)
        refusals.set(id, trouble);
    }
    return refusals;
  }

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
    this.#closed = true;
    if (this.#reading) clearTimeout(this.#reading);
    await this.#nextReload?.catch(() => {});
    await this.#reload?.done;
    await Promise.all([this.#worker, ...this.#finishing].map((worker) => worker?.kill()));
    await this.#readingNow;
    await this.#logs.close();
    await rm(this.#sockets, { recursive: true, force: true });
    await forgetOwner(this.#folder);
  }

  /** Makes the changes that need no reload, at once. `reload`: whether others remain; `sent`: HAProxy has obeyed. */
  #applyRunning(): { sent: Promise<void>; reload: boolean } {
    const commands: string[] = [];
    const cuts: Cut[] = [];
    let reload = [...this.#running.keys()].some((id) => !this.#wanted.has(id));
    for (const [id, source] of this.#wanted) {
      const current = this.#running.get(id);
      if (current?.source === source || this.#refused.get(id)?.source === source) continue;
      const section = this.#sections.of(source);
      if (typeof section === 'string' || !current || !section || !needsNoReload(current.section, section)) {
        if (current || section) reload = true;
        continue;
      }
      commands.push(...this.#changes(current.section, section));
      const cut = cutOf(current.section, section);
      if (cut) cuts.push(cut);
      this.#running.set(id, { source, section });
      this.#refused.delete(id);
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
    this.#dropRefusalsNotWanted();
    // A process that is told to finish empties its tables at once, but still has requests of connections that it took before.
    const tables = await this.#tables(previous);
    if (previous) await this.#plantSeeds(previous, tables);
    const cuts = [...this.#running].flatMap(([id, { section }]) => {
      const next = plan.get(id);
      const cut: Cut | null = next ? cutOf(section, next.section) : { loadBalancerId: id, nodeIds: 'all' };
      return cut ? [cut] : [];
    });
    this.#running = plan;
    this.#held = listenersOf(plan);
    this.#worker = worker;
    this.#trouble = null;
    this.#takeBack(begun);
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
    if (worker) await this.#fillTables(worker, tables);
    if (previous) await this.#retire(previous);
    if (reload && !this.#closed) void this.#reloadSoon().catch(() => {});
  }

  /** Starts a process with all that is wanted, leaving out or keeping as they were the load balancers that it is refused for. */
  async #startNext() {
    for (;;) {
      const previous = this.#worker;
      const seeds = await this.#tables(previous);
      const plan = await planOf({
        wanted: this.#wanted,
        sections: this.#sections,
        running: this.#running,
        held: previous ? this.#held : new Set(),
        refused: (id) => this.#refused.get(id)?.source,
        refuse: (source, sentence) => this.#refuse(source, sentence),
      });
      const sections = [...plan.values()].map(({ section }) => section);
      const begun = this.#statusesOf(sections);
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
        });
        return { plan, worker, previous, begun };
      } catch (error) {
        if (!(error instanceof StartRefused)) throw error;
        // Without the process whose listeners it was to take over, a refusal says nothing about anybody.
        if (previous && this.#worker !== previous) continue;
        await this.#blame(error.message, configuration, sections, path);
      }
    }
  }

  async #write(sections: readonly Section[], seeds: Tables, begun: ReadonlyMap<string, NodeStatus>) {
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
      ...this.#seedFiles(sections, seeds).map(([file, text]) => write(file, text)),
      write(
        stateFile,
        serverStates(sections, (id, nodeId) => begun.get(`${id}/${nodeId}`) ?? 'ONLINE'),
      ),
    ]);
    await rm(configurationPath(this.#folder, this.#generation - 2), { force: true });
    return { configuration, path, socket, descriptors };
  }

  #statusOf(id: number, nodeId: number): NodeStatus {
    return (
      this.#health.get(`${id}/${nodeId}`) ??
      this.#wanted.get(id)?.nodes.find((node) => node.id === nodeId)?.status ??
      'ONLINE'
    );
  }

  /** What the nodes that are checked count as now, by load balancer and node. */
  #statusesOf(sections: readonly Section[]): Map<string, NodeStatus> {
    return new Map(
      sections
        .filter(({ monitored }) => monitored)
        .flatMap(({ id, nodes }) => nodes.map((node) => [`${id}/${node.id}`, this.#statusOf(id, node.id)] as const)),
    );
  }

  /** Takes back what the process before found out while the one that follows it started: that one says nothing of a node as it began with it. */
  #takeBack(begun: ReadonlyMap<string, NodeStatus>): void {
    for (const [key, status] of begun) {
      if ((this.#health.get(key) ?? status) === status) continue;
      this.#health.set(key, status);
      const [loadBalancerId, nodeId] = key.split('/').map(Number) as [number, number];
      this.#report?.nodeStatus(loadBalancerId, nodeId, status, 'HAProxy was started anew and checks it again');
    }
  }

  /** Finds whose configuration HAProxy refused; throws when it is nobody's in particular. */
  async #blame(
    refusal: string,
    configuration: Configuration,
    sections: readonly Section[],
    path: string,
  ): Promise<void> {
    let guilty = culprits(refusal, configuration, sections, path);
    if (guilty.length === 0) {
      guilty = await singleOut(
        this.#haproxy.path,
        this.#environment,
        this.#folder,
        sections,
        (section) => this.#running.get(section.id)?.section === section,
      );
    }
    if (guilty.length === 0) throw new Error(`HAProxy does not start: ${refusalOf(refusal)}`);
    for (const id of guilty) {
      const source = this.#wanted.get(id);
      // What ran until now and is refused now cannot be kept either.
      const ran = this.#running.get(id);
      if (ran && (ran.section === sections.find((section) => section.id === id) || !source)) this.#running.delete(id);
      if (source) this.#refuse(source, refusalOf(refusal, id));
    }
  }

  #refuse(source: RunningLoadBalancer, sentence: string): void {
    this.#refused.set(source.id, { source, sentence });
    this.#log(`Load balancer ${source.id} is refused: ${sentence}`);
    if (this.#running.get(source.id)?.source === source) {
      this.#running.delete(source.id);
      this.#report?.failed(source.id, sentence);
    }
  }

  #dropRefusalsNotWanted(): void {
    for (const [id, { source }] of this.#refused) if (this.#wanted.get(id) !== source) this.#refused.delete(id);
    this.#statistics.keepOnly((id) => this.#wanted.has(id));
    for (const key of this.#health.keys()) {
      const [id = '', nodeId] = key.split('/');
      const { healthMonitor, nodes } = this.#wanted.get(Number(id)) ?? {};
      if (!healthMonitor || !nodes?.some((node) => node.id === Number(nodeId))) this.#health.delete(key);
    }
  }

  #attend(worker: Worker): void {
    worker.onLine((line) => {
      const change = worker === this.#worker ? healthChange(line) : null;
      if (!change) return;
      this.#health.set(`${change.loadBalancerId}/${change.nodeId}`, change.status);
      this.#report?.nodeStatus(change.loadBalancerId, change.nodeId, change.status, change.detail);
    });
    void worker.ended.then((how) => {
      this.#statistics.ended(worker);
      this.#finishing.delete(worker);
      if (worker !== this.#worker || this.#closed) return;
      this.#worker = null;
      this.#trouble = `it ${how} and is being started again.`;
      this.#log(`HAProxy (process ${worker.pid}) ${how}; starting it again.`);
      this.#mend();
    });
  }

  /** A reload came to nothing. While an earlier process goes on, so does its traffic. */
  #failed(error: unknown): void {
    if (this.#closed || this.#worker) return;
    this.#trouble = error instanceof Error ? error.message : String(error);
    this.#log(this.#trouble);
    this.#mend();
  }

  #mend(): void {
    this.#mending ??= setTimeout(() => {
      this.#mending = null;
      if (this.#closed || this.#worker) return;
      const started = performance.now();
      this.#reloadSoon().then(
        () => {
          this.#mendingPause = performance.now() - started > longestMendingPause ? 0 : this.#mendingPause;
        },
        () => {},
      );
      this.#mendingPause = Math.min(longestMendingPause, this.#mendingPause * 2 || 50);
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

  async #tables(worker: Worker | null): Promise<Tables> {
    if (!worker) return new Map();
    return tablesOf(
      worker.channel,
      [...this.#running.values()].map(({ section }) => section),
    ).catch(() => new Map());
  }

  #plantSeeds(worker: Worker, tables: Tables): Promise<void> {
    const sections = [...this.#running.values()].map(({ section }) => section);
    return plantSeeds(worker.channel, tables, sections, this.#folder).catch(() => {});
  }

  /** Path and content of the seed maps to write: those that hold somebody, or did, or are not there yet. */
  #seedFiles(sections: readonly Section[], seeds: Tables): [string, string][] {
    return sections.flatMap((section) =>
      section.choices.filter(keepsTable).flatMap((choice): [string, string][] => {
        const table = backendName(section.id, choice);
        const held = seeds.get(section.id);
        const text = held?.name === table ? seedOf(held.entries, section) : '';
        if (text === '' && this.#emptySeeds.has(table)) return [];
        if (text === '') this.#emptySeeds.add(table);
        else this.#emptySeeds.delete(table);
        return [[seedMap(this.#folder, table), text]];
      }),
    );
  }

  async #fillTables(worker: Worker, tables: Tables): Promise<void> {
    try {
      await fillTables(
        worker.channel,
        tables,
        [...this.#running.values()].map(({ section }) => section),
      );
      await Promise.all(
        [...tables.values()].map(({ name }) => worker.channel.send(`clear map ${seedMap(this.#folder, name)}`)),
      );
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
    // A large region's counters are long; reading them must stay a small part of the work.
    this.#readLater(Math.max(readingPause, 20 * (performance.now() - started)));
  }
}
