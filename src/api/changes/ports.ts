import type { Clock } from '../../../contract/shared/clock.ts';
import type { LoadBalancerDetails, LoadBalancerRef, Subject } from '../../model/load-balancer.ts';
import type { ApiError } from '../http/client.ts';
import type { ErrorMeaning, Standing } from '../providers/provider.ts';
import type { ChangeRequest } from './change.ts';

/** What a later read showed of a write. */
export type Verdict = 'confirmed' | 'failed' | 'unconfirmed';

/** What a change touches outside itself. */
export interface ChangePorts {
  readonly clock: Clock;
  /** Sends the write once; gives the history's record of it, null where there is none. */
  write<Value>(request: ChangeRequest<Value>): Promise<string | null>;
  details(ref: LoadBalancerRef): Promise<LoadBalancerDetails>;
  /** Resolves when a read begun after the call shows the load balancer outside every pending status (or gone); rejects when the signal aborts. */
  settled(ref: LoadBalancerRef, signal?: AbortSignal): Promise<unknown>;
  standing(details: LoadBalancerDetails, subject: Subject): Standing;
  meaningOf(error: ApiError, subject: Subject): ErrorMeaning;
  /** `after`: the value that was read; null leaves the one that was asked for. */
  verdict(record: string, verdict: Verdict, after: string | null, detail: string): void;
  /** Told of every details read, so that pages show the newest. */
  onRead(details: LoadBalancerDetails): void;
}
