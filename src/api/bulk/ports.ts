import type { LoadBalancer, LoadBalancerDetails, LoadBalancerRef } from '../../model/load-balancer.ts';
import type { ChangePorts } from '../changes/ports.ts';
import type { Session } from '../http/session.ts';
import type { Provider } from '../providers/provider.ts';
import type { RunStorage } from './indexed-db.ts';

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
  /** Ids of the history's records of a run's writes, by the key of their subject. */
  recordsOf(run: string): Promise<ReadonlyMap<string, string>>;
}
