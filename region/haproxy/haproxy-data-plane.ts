import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import type { DataPlane, DataPlaneReport, RunningLoadBalancer, SessionEntry } from '../data-plane.ts';
import { notCarried } from './capabilities.ts';
import { ChannelClosed } from './command-channel.ts';
import { ConnectionLogs } from './connection-logs.ts';
import { CounterReadings } from './counter-readings.ts';
import { type Cut, cutOf, cutSessions } from './cut-sessions.ts';
import { healthChange } from './health-lines.ts';
import { unusableTexts } from './monitor-texts.ts';
import { NodeHealth } from './node-health.ts';
import { endOrphans } from './orphan-processes.ts';
import { type Ground, listenersOf, type Plan } from './plan.ts';
import { PortWatch } from './port-watch.ts';
import { Refusals } from './refusals.ts';
import { needsNoReload, runningChanges } from './running-changes.ts';
import type { Section } from './section.ts';
import { Sections } from './sections.ts';
import { entriesOf, tableOf } from './session-tables.ts';
import { Starter } from './starter.ts';
import { Statistics } from './statistics.ts';
import { TableHandover } from './table-handover.ts';
import type { Worker } from './worker.ts';

export interface HaproxyOptions {
  /** As `findHaproxy` answers it. */
  readonly haproxy: { readonly path: string; readonly version: string };
  /** The data plane's own folder: configuration, maps, keys, logs. Made if missing; nobody else may use it. */
  readonly folder: string;
  /** Told, in a sentence each, of what an operator should know. */
  readonly log?: (sentence: string) => void;
}

/** Milliseconds. */
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
  readonly #starter: Starter;
  readonly #logs: ConnectionLogs;
  readonly #tables: TableHandover;
  readonly #statistics = new Statistics();
  readonly #health = new NodeHealth();
  /** What the current process runs, by load balancer id. */
  #running: Plan = new Map();
  /** The listeners that the current process was started with. */
  #held: ReadonlySet<string> = new Set();
  readonly #refusals: Refusals;
  readonly #ports: PortWatch;
  readonly #readings: CounterReadings;
  #wanted: ReadonlyMap<number, RunningLoadBalancer> = new Map();
  #report: DataPlaneReport | null = null;
  #worker: Worker | null = null;
  readonly #finishing = new Set<Worker>();
  #reload: { live: Promise<void>; done: Promise<void> } | null = null;
  #nextReload: Promise<void> | null = null;
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
    this.#ports = new PortWatch(this.#refusals, this.#sections);
    this.#readings = new CounterReadings({
      statistics: this.#statistics,
      finishing: this.#finishing,
      current: () => this.#worker,
      alongside: async () => this.#reload || this.#tryPorts(),
      log,
    });
    this.#starter = new Starter({
      haproxy: haproxy.path,
      folder: this.#folder,
      sections: this.#sections,
      logs: this.#logs,
      tables: this.#tables,
      health: this.#health,
      refusals: this.#refusals,
      signal: this.#closing.signal,
      now: () => ({ wanted: this.#wanted, running: this.#running, held: this.#held, worker: this.#worker }),
      refuse: (source, sentence, ground) => this.#refuse(source, sentence, ground),
    });
  }

  get #closed(): boolean {
    return this.#closing.signal.aborted;
  }

  async start(report: DataPlaneReport): Promise<void> {
    this.#report = report;
    const ended = await endOrphans(this.#folder);
    if (ended > 0) this.#log(`Ended ${ended} HAProxy process${ended === 1 ? '' : 'es'} that a crash had left behind.`);
    await this.#starter.prepare();
    this.#readings.start();
  }

  async apply(loadBalancers: ReadonlyMap<number, RunningLoadBalancer>): Promise<ReadonlyMap<number, string>> {
    this.#wanted = loadBalancers;
    const asked = new Map(loadBalancers);
    const { sent, reload } = this.#applyRunning();
    await sent;
    const tried = await this.#tryPorts();
    const trouble = await (reload || tried ? this.#reloadSoon() : this.#reload?.live)?.then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const refusals = new Map<number, string>();
    for (const [id, source] of asked) {
      const running = this.#running.get(id)?.source === source;
      const sentence = running ? null : (this.#refusals.of(source)?.sentence ?? trouble);
      if (sentence && this.#sections.of(source)) refusals.set(id, sentence);
    }
    this.#refusals.told(asked.keys(), refusals);
    return refusals;
  }

  unusableTexts: DataPlane['unusableTexts'] = (monitor) =>
    unusableTexts(monitor, (text) => this.#starter.judge(text)).catch((error: unknown) => {
      this.#log(`HAProxy could not be asked about a monitor: ${error instanceof Error ? error.message : error}`);
      return [];
    });

  notCarried = notCarried;
  counters: DataPlane['counters'] = (loadBalancerId) => this.#statistics.totals(loadBalancerId);

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
    const read = this.#readings.stop();
    await this.#nextReload?.catch(() => {});
    await this.#reload?.done;
    await Promise.all([this.#worker, ...this.#finishing].map((worker) => worker?.kill()));
    await read;
    await this.#logs.close();
    await this.#starter.leave();
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
    const { plan, worker, previous, begun } = await this.#starter.start();
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
    if (this.#behind) this.#mendingPause = 0;
    this.#behind = false;
    this.#forgetTheUnwanted();
    this.#health.tellBegun(begun, this.#wanted, this.#report);
    if (worker) this.#attend(worker);
    if (previous) {
      this.#finishing.add(previous);
      await previous.finish();
    }
    await this.#tell([], cuts);
    // Changes made while the new process was starting went to the one before it only.
    const { sent, reload } = this.#applyRunning();
    await sent;
    live();
    if (this.#refusals.recovered(this.#wanted, this.#running)) this.#report?.recovered();
    if (worker) await this.#tables.fill(worker, tables, this.#runningSections());
    if (previous) await this.#readings.retire(previous);
    if (reload && !this.#closed) void this.#reloadSoon().catch(() => {});
  }

  #runningSections(): Section[] {
    return [...this.#running.values()].map(({ section }) => section);
  }

  /** `source`: what is wanted, or what a load balancer falls back to when that is refused. */
  #refuse(source: RunningLoadBalancer, sentence: string, ground: Ground): void {
    const wanted = this.#wanted.get(source.id) ?? source;
    const known = source !== wanted && this.#refusals.of(wanted);
    if (!known && this.#refusals.add(wanted, sentence, ground)) {
      this.#log(`Load balancer ${source.id} is refused: ${sentence}`);
    }
    if (this.#running.get(source.id)?.source === source) {
      this.#running.delete(source.id);
      this.#refusals.told([source.id], new Map([[source.id, sentence]]));
      this.#report?.failed(source.id, sentence);
    }
  }

  #forgetTheUnwanted(): void {
    this.#refusals.keepOnly(this.#wanted, this.#running);
    this.#statistics.keepOnly((id) => this.#wanted.has(id));
    this.#health.keepOnly(this.#wanted);
  }

  /** Tries again what waits for a port, once one that it waits for is free. Returns whether there is one. */
  async #tryPorts(): Promise<boolean> {
    const found = await this.#ports.find(this.#wanted, this.#running, this.#held);
    if (found && !this.#closed) this.#reloadSoon().catch(() => {});
    return found;
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
}
