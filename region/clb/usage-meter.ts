import type { Clock } from '../../contract/shared/clock.ts';
import type { Counters, DataPlane } from '../data-plane.ts';
import type { Change, LoadBalancer, Usage } from './model.ts';
import { itemKey, type Store } from './store.ts';
import { sslMode, vipType } from './usage-events.ts';

const minute = 60_000;

interface Surroundings {
  readonly store: Store;
  readonly clock: Clock;
  readonly dataPlane: DataPlane | null;
  readonly warn: (sentence: string) => void;
}

type Reading = { readonly plain: Counters; readonly secure: Counters };

/** Closes a usage record every minute for each load balancer that carried something. Source: CLB v1.0 developer guide, "Usage reports". */
export class UsageMeter {
  readonly #at: Surroundings;
  readonly #last = new Map<number, Reading>();
  #cancel: () => void = () => {};

  constructor(surroundings: Surroundings) {
    this.#at = surroundings;
  }

  start(): void {
    if (!this.#at.dataPlane) return;
    this.#cancel = this.#at.clock.after(minute, () => {
      this.#close();
      this.start();
    });
  }

  stop(): void {
    this.#cancel();
  }

  #close(): void {
    const { store, dataPlane, warn } = this.#at;
    const changes: Change[] = [];
    for (const id of store.running.keys()) {
      const reading = dataPlane?.counters(id);
      const loadBalancer = store.loadBalancers.get(id);
      if (!reading || !loadBalancer) continue;
      const record = this.#record(loadBalancer, reading);
      this.#last.set(id, reading);
      if (record) changes.push({ collection: 'usage', key: itemKey(record), value: record });
    }
    if (changes.length === 0) return;
    store.commit(changes).catch((error: unknown) => warn(`A minute's usage could not be stored: ${String(error)}`));
  }

  #record(loadBalancer: LoadBalancer, { plain, secure }: Reading): Usage | null {
    const { store, clock } = this.#at;
    const before = this.#last.get(loadBalancer.id);
    const since = (now: number, then = 0) => Math.max(0, now - then);
    const transfer = {
      incomingTransfer: since(plain.incomingTransfer, before?.plain.incomingTransfer),
      outgoingTransfer: since(plain.outgoingTransfer, before?.plain.outgoingTransfer),
      incomingTransferSsl: since(secure.incomingTransfer, before?.secure.incomingTransfer),
      outgoingTransferSsl: since(secure.outgoingTransfer, before?.secure.outgoingTransfer),
    };
    const idle = Object.values(transfer).every((bytes) => bytes === 0);
    if (idle && plain.currentConn === 0 && secure.currentConn === 0) return null;
    const endTime = clock.now();
    return {
      id: store.nextId('usage'),
      loadBalancerId: loadBalancer.id,
      startTime: endTime - minute,
      endTime,
      numPolls: 1,
      numVips: loadBalancer.virtualIps.length,
      vipType: vipType(loadBalancer),
      sslMode: sslMode(loadBalancer),
      averageNumConnections: plain.currentConn,
      averageNumConnectionsSsl: secure.currentConn,
      ...transfer,
    };
  }
}
