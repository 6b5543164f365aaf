import { faults } from '../../contract/clb/faults.ts';
import type { RequestOperationId, RequestValue } from '../../contract/clb/schemas/index.ts';
import type { Clock } from '../../contract/shared/clock.ts';
import type { DataPlane, RegionName } from '../data-plane.ts';
import { type Answer, Refusal } from './answer.ts';
import type { Jobs } from './jobs.ts';
import type { LoadBalancer } from './model.ts';
import type { RateLimits } from './rate-limits.ts';
import type { Params, RegionOperationId } from './router.ts';
import type { Store } from './store.ts';
import type { VirtualIpRange } from './virtual-ip-range.ts';

/** What handlers work with. */
export interface Service {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly rateLimits: RateLimits;
  readonly dataPlane: DataPlane | null;
  /** Throws VAL400 for a certificate that is unreadable or not the key's. */
  readonly checkCertificate: (certificate: string, privateKey: string, chain: string | undefined) => void;
  readonly virtualIps: Readonly<Record<RegionName, VirtualIpRange>>;
  /** Where clients reach the region. */
  readonly url: string;
}

/** One request, signed in and routed. */
export interface Context {
  readonly service: Service;
  readonly region: RegionName;
  readonly account: string;
  /** Name of the user. */
  readonly author: string;
  readonly params: Params;
  readonly query: URLSearchParams;
  /** Below the endpoint, as it came. */
  readonly path: string;
}

/** An operation: the context and, where it takes a body, what stands inside the body's root key, checked. */
export type Handler<Id extends RegionOperationId> = Id extends RequestOperationId
  ? (context: Context, value: RequestValue<Id>) => Answer | Promise<Answer>
  : (context: Context) => Answer | Promise<Answer>;

export type Handlers = { readonly [Id in RegionOperationId]: Handler<Id> };

/** The load balancer that the path names. Throws LB404 when it is unknown or another account's. */
export function named(
  { service, account, region, params }: Context,
  words: string = faults.LB404.words.default,
): LoadBalancer {
  const found = service.store.find(account, region, params.loadBalancerId);
  if (!found) throw new Refusal('LB404', words);
  return found;
}

/** The load balancer whose part is to be shown. Throws LB404, or DEL410 when it is deleted. */
export function shown(context: Context): LoadBalancer {
  const found = named(context);
  if (found.status === 'DELETED') throw new Refusal('DEL410', faults.DEL410.words.default);
  return found;
}
