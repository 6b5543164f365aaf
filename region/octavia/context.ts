import { faults } from '../../contract/octavia/faults.ts';
import type { OperationId } from '../../contract/octavia/operations/index.ts';
import type { RequestOperationId, RequestValue } from '../../contract/octavia/schemas/index.ts';
import type { Clock } from '../../contract/shared/clock.ts';
import { type Answer, forbidden, missing, Refusal } from './answer.ts';
import type { Changes } from './changes.ts';
import type { Random } from './ids.ts';
import { type LoadBalancer, type Pool, type Quota, type QuotaName, quotaNames, type Row, type Store } from './model.ts';
import type { Caller, Policy } from './policy.ts';
import type { Views } from './views.ts';

export interface Provider {
  readonly name: string;
  readonly description: string;
}

/** What handlers work with: one region. */
export interface Service {
  readonly store: Store;
  readonly changes: Changes;
  readonly clock: Clock;
  readonly random: Random;
  readonly views: Views;
  readonly policy: Policy;
  readonly largestPage: number;
  /** Where clients reach it, without a slash at the end. */
  readonly url: string;
  readonly version: string;
  readonly providers: readonly Provider[];
  /** The next free virtual IP. */
  virtualIp(): string;
}

/** One request, signed in and routed. */
export interface Context {
  readonly service: Service;
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** From the first slash on. */
  readonly path: string;
}

export type ServiceOperationId = Exclude<OperationId, `octavia.identity.${string}` | 'octavia.versions.list'>;

/** An operation: the context and, where it takes a body, what stands inside the body's root key, read. */
export type Handler<Id extends ServiceOperationId> = Id extends RequestOperationId
  ? (context: Context, value: RequestValue<Id>) => Answer
  : (context: Context) => Answer;

export type Handlers = { readonly [Id in ServiceOperationId]: Handler<Id> };

/** Throws POLICY403 unless the caller may read or write what is the project's. */
export function require(context: Context, right: 'read' | 'write', project: string): void {
  if (!context.service.policy.may(context.caller, right, project)) throw forbidden();
}

export function requireOperator({ service, caller }: Context): void {
  if (!service.policy.isOperator(caller)) throw forbidden();
}

/** The object that the path or body names. Throws NOTFOUND404 with the service's word for it. */
export function found<Item extends Row>(item: Item | undefined, kind: string, id: string): Item {
  if (!item) throw missing(kind, id);
  return item;
}

export const loadBalancerOf = ({ service }: Context, id: string): LoadBalancer =>
  found(service.store.loadBalancers.get(id), 'Load Balancer', id);

export const poolOf = ({ service }: Context, id: string): Pool => found(service.store.pools.get(id), 'Pool', id);

/** The pool whose members the path names; unknown ones are refused by the routing, in its own shape. */
export function parentPool(context: Context): Pool {
  const { poolId = '' } = context.params;
  const pool = context.service.store.pools.get(poolId);
  if (!pool) throw new Refusal('PARENT404', faults.PARENT404.words.default('Pool', poolId));
  return pool;
}

const quotaResources: Readonly<Record<QuotaName, string>> = {
  load_balancer: 'Load Balancer',
  listener: 'Listener',
  member: 'Member',
  pool: 'Pool',
  health_monitor: 'Health Monitor',
  l7policy: 'L7 Policy',
  l7rule: 'L7 Rule',
};

export const unlimited: Quota = Object.fromEntries(quotaNames.map((name) => [name, -1])) as Quota;

const tables = {
  load_balancer: 'loadBalancers',
  listener: 'listeners',
  member: 'members',
  pool: 'pools',
  health_monitor: 'monitors',
  l7policy: 'policies',
  l7rule: 'rules',
} as const;

/** Throws QUOTA403 when the project has as many as it may. `count`: how many are to come. */
export function requireQuota({ service }: Context, name: QuotaName, project: string, count = 1): void {
  const limit = service.store.quotas.get(project)?.[name] ?? -1;
  if (limit < 0) return;
  let used = 0;
  for (const row of service.store[tables[name]].values()) if (row.project_id === project) used += 1;
  if (used + count > limit) throw new Refusal('QUOTA403', faults.QUOTA403.words.default(quotaResources[name]));
}
