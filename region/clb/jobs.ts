import { faults } from '../../contract/clb/faults.ts';
import type { OperationId } from '../../contract/clb/operations/index.ts';
import type { Clock } from '../../contract/shared/clock.ts';
import type { DataPlane } from '../data-plane.ts';
import { Refusal } from './answer.ts';
import { feedEvents } from './feed-events.ts';
import {
  type Change,
  type FeedEvent,
  type Finish,
  finished,
  type Job,
  type LoadBalancer,
  type Settings,
} from './model.ts';
import { itemKey, type Store } from './store.ts';
import { usageEvents } from './usage-events.ts';

/** A write to one load balancer. `set` is stored before the answer, `finish` when the job ends. */
export interface Write {
  readonly operation: OperationId;
  /** Name of the user who asks for it. */
  readonly author: string;
  readonly set?: Partial<Settings>;
  readonly finish?: Finish;
  readonly succeeded?: readonly FeedEvent[];
  readonly failed?: readonly FeedEvent[];
}

/** Milliseconds after which a job whose end could not be stored is tried again. */
const retry = 1000;

/** What is gone once a load balancer is deleted. Source: CLB v1.0 developer guide, "Load balancers". */
const deleted = {
  virtualIps: [],
  sslTermination: null,
  errorPage: null,
  sessionPersistence: null,
} as const satisfies Partial<Settings>;

interface Surroundings {
  readonly store: Store;
  readonly clock: Clock;
  readonly dataPlane: DataPlane | null;
  /** Milliseconds in BUILD and PENDING_UPDATE at least. */
  readonly settle: number;
  /** Told of what no client hears of, as a sentence. */
  readonly warn: (sentence: string) => void;
}

/**
 * The status machine: a write marks its load balancer, answers, and ends in a job. Only ACTIVE takes a write, so there is one at a
 * time for each load balancer. Source: CLB v1.0 developer guide, "API behavior".
 */
export class Jobs {
  readonly #at: Surroundings;
  readonly #failing = new Set<number>();
  /** Those in ERROR because the data plane refuses them. */
  readonly #notCarried = new Set<number>();
  #closed = false;

  constructor(surroundings: Surroundings) {
    this.#at = surroundings;
  }

  /** Throws the refusal that a load balancer's status calls for. */
  requireActive({ id, status }: LoadBalancer): void {
    if (status === 'DELETED') throw new Refusal('DEL422', faults.DEL422.words.default);
    if (status !== 'ACTIVE') throw new Refusal('IMM422', faults.IMM422.words.default(id, status));
  }

  /** Stores a new load balancer in BUILD. Resolves when it is durable; the job goes on. */
  async create(
    draft: Omit<LoadBalancer, 'status' | 'created' | 'updated' | 'job' | 'held'>,
    write: Write,
  ): Promise<LoadBalancer> {
    const now = this.#at.clock.now();
    const job = this.#job(write, 'ACTIVE');
    const made: LoadBalancer = { ...draft, status: 'BUILD', created: now, updated: now, job, held: false };
    await this.#at.store.commit([{ collection: 'loadBalancer', key: `${made.id}`, value: made }]);
    this.#start(made.id, job);
    return made;
  }

  /** Marks an ACTIVE load balancer and stores the write. Resolves when that is durable; the job goes on. */
  async update(loadBalancer: LoadBalancer, write: Write): Promise<void> {
    this.requireActive(loadBalancer);
    const job = this.#job(write, 'ACTIVE');
    const { store, clock } = this.#at;
    const updated = clock.now();
    const value: LoadBalancer = { ...loadBalancer, ...write.set, status: 'PENDING_UPDATE', updated, job };
    await store.commit([
      { collection: 'loadBalancer', key: `${value.id}`, value },
      ...usageEvents(loadBalancer, value, store, updated),
    ]);
    this.#start(value.id, job);
  }

  /** Marks ACTIVE load balancers for deletion, all in one commit. */
  async delete(loadBalancers: readonly LoadBalancer[], write: Write): Promise<void> {
    const updated = this.#at.clock.now();
    const marked = loadBalancers.map((loadBalancer) => ({
      ...loadBalancer,
      status: 'PENDING_DELETE' as const,
      updated,
      job: this.#job(write, 'DELETED'),
    }));
    await this.#at.store.commit(
      marked.map((value) => ({ collection: 'loadBalancer', key: `${value.id}`, value }) as const),
    );
    for (const { id, job } of marked) this.#start(id, job);
  }

  /** Takes up every job that was under way when the region stopped, and tells the data plane what is to run. */
  resume(): void {
    const { store } = this.#at;
    for (const { id, job, held, notCarried } of store.loadBalancers.values()) {
      if (job && !held) this.#start(id, job);
      if (notCarried !== undefined) this.#notCarried.add(id);
    }
    if (this.#at.dataPlane && store.running.size > 0) void this.#live(null);
  }

  /** Lets a held load balancer go on: its job ends, and one that has none becomes ACTIVE. */
  async release(loadBalancer: LoadBalancer): Promise<void> {
    const { job } = loadBalancer;
    const status = job ? loadBalancer.status : 'ACTIVE';
    await this.#store({ ...loadBalancer, held: false, status, updated: this.#at.clock.now() });
    if (job) this.#start(loadBalancer.id, job);
    else void this.#live(loadBalancer.id);
  }

  /** Tells the data plane what is to run now, after a change that no job made. */
  refresh(): void {
    void this.#live(null);
  }

  /** The next job of this load balancer ends in ERROR. */
  failNext(id: number): void {
    this.#failing.add(id);
  }

  /** Puts a load balancer that cannot run into ERROR. `reason`: a sentence for its feed. */
  async fail(id: number, reason: string): Promise<void> {
    const { store } = this.#at;
    const loadBalancer = store.loadBalancers.get(id);
    if (!loadBalancer || loadBalancer.status === 'DELETED' || loadBalancer.status === 'ERROR') return;
    this.#notCarried.add(id);
    const value = { ...loadBalancer, status: 'ERROR' as const, updated: this.#at.clock.now(), job: null };
    await this.#store({ ...value, notCarried: reason }, [feedEvents.notCarried(reason)]);
  }

  /** Makes those ACTIVE that are in ERROR for nothing but the data plane's refusal, which has ended. */
  async #recover(refused: ReadonlyMap<number, string>): Promise<void> {
    const { store, clock } = this.#at;
    for (const id of this.#notCarried) {
      const loadBalancer = store.loadBalancers.get(id);
      const still = loadBalancer?.status === 'ERROR' && loadBalancer.notCarried !== undefined;
      if (still && (refused.has(id) || !store.running.has(id))) continue;
      this.#notCarried.delete(id);
      if (!still) continue;
      try {
        await this.#store({ ...loadBalancer, status: 'ACTIVE', updated: clock.now(), notCarried: undefined }, [
          feedEvents.carriedAgain,
        ]);
      } catch (error) {
        this.#notCarried.add(id);
        throw error;
      }
    }
  }

  /** Stores a load balancer outside of any job, with feed entries. */
  async #store(value: LoadBalancer, entries: readonly FeedEvent[] = []): Promise<void> {
    await this.#at.store.commit([
      { collection: 'loadBalancer', key: `${value.id}`, value },
      ...this.entries(value.id, entries, 'system'),
    ]);
  }

  /** Feed entries as records. */
  entries(loadBalancerId: number, entries: readonly FeedEvent[], author: string): Change[] {
    const time = this.#at.clock.now();
    return entries.map((entry) => {
      const value = { ...entry, id: this.#at.store.nextId('event'), loadBalancerId, author, time };
      return { collection: 'event', key: itemKey(value), value };
    });
  }

  close(): void {
    this.#closed = true;
  }

  #job({ operation, author, finish, succeeded = [], failed = [] }: Write, ends: Job['ends']): Job {
    const due = this.#at.clock.now() + this.#at.settle;
    return { operation, author, ends, due, succeeded, failed, ...(finish && { finish }) };
  }

  #start(id: number, job: Job): void {
    const { clock, dataPlane, settle } = this.#at;
    // More left than a job takes: the clock was set back.
    const left = () => Math.min(settle, Math.max(0, job.due - clock.now()));
    if (!dataPlane) {
      clock.after(left(), () => this.#end(id, job, null));
      return;
    }
    void this.#live(id).then((refused) => clock.after(left(), () => this.#end(id, job, refused)));
  }

  /** Resolves when the data plane runs what the model holds, with its sentence about this load balancer if it refuses it. */
  async #live(id: number | null): Promise<string | null> {
    const { dataPlane, store, warn } = this.#at;
    if (!dataPlane || this.#closed) return null;
    const notStored = (error: unknown) => warn(`What the data plane carries could not be stored: ${String(error)}`);
    try {
      const refused = await dataPlane.apply(store.running);
      for (const [other, reason] of refused) {
        const status = store.loadBalancers.get(other)?.status;
        if (other !== id && status === 'ACTIVE') this.fail(other, reason).catch(notStored);
      }
      this.#recover(refused).catch(notStored);
      return (id !== null && refused.get(id)) || null;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      warn(`The data plane did not take a change: ${reason}`);
      return reason;
    }
  }

  #end(id: number, job: Job, refused: string | null): void {
    const { store, clock, warn } = this.#at;
    const loadBalancer = store.loadBalancers.get(id);
    if (this.#closed || !loadBalancer || loadBalancer.job !== job || loadBalancer.held) return;
    const injected = this.#failing.delete(id);
    const failed = injected || refused !== null;
    const entries = failed ? [...job.failed, ...(refused ? [feedEvents.notCarried(refused)] : [])] : job.succeeded;
    const value: LoadBalancer = {
      ...(failed ? loadBalancer : finished(loadBalancer)),
      ...(!failed && job.ends === 'DELETED' && deleted),
      status: failed ? 'ERROR' : job.ends,
      updated: clock.now(),
      job: null,
      notCarried: (!injected && refused) || undefined,
    };
    const changes: Change[] = [
      { collection: 'loadBalancer', key: `${id}`, value },
      ...this.entries(id, entries, job.author),
      ...usageEvents(loadBalancer, value, store, value.updated),
    ];
    store.commit(changes).then(
      () => {
        if (refused === null || injected) return;
        this.#notCarried.add(id);
        // What was refused may run by now.
        this.refresh();
      },
      (error: unknown) => {
        warn(`The end of a change of load balancer ${id} could not be stored (${String(error)}); trying again.`);
        clock.after(retry, () => this.#end(id, job, refused));
      },
    );
  }
}
