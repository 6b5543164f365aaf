import type { LoadBalancer, LoadBalancerDetails, LoadBalancerRef } from '../../model/load-balancer.ts';
import type { ChangePorts } from '../changes/ports.ts';
import type { Session } from '../http/session.ts';
import type { ChangeKind } from '../providers/change-kind.ts';
import type { Provider } from '../providers/provider.ts';
import type { RunStorage } from './indexed-db.ts';
import type { BulkItem, StoredItem, StoredRun } from './types.ts';

/** What a run touches outside itself. */
export interface BulkPorts extends ChangePorts {
  readonly storage: RunStorage;
  /** Who is signed in. */
  session(): Pick<Session, 'user' | 'roles'>;
  provider(region: string): Provider;
  planDetails(ref: LoadBalancerRef, signal: AbortSignal): Promise<LoadBalancerDetails>;
  /** The newest row that is known without asking. */
  row(ref: LoadBalancerRef): LoadBalancer | undefined;
  /** Reads the rows of the region that changed since (milliseconds since the Unix epoch) into what `row` gives. */
  catchUp(region: string, since: number): Promise<void>;
  /** Ids of the history's records of these items of a run, by the items' keys. */
  recordsOf(run: StoredRun, items: readonly BulkItem[]): Promise<ReadonlyMap<string, string>>;
  /** By what an item is changed. */
  kindOf(item: Pick<StoredItem, 'region' | 'edit'>): ChangeKind<unknown>;
}
