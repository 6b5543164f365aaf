import type { RequestValue } from '../../contract/octavia/schemas/index.ts';
import { invalid } from './answer.ts';
import type { Context } from './context.ts';
import { requireQuota } from './context.ts';
import { checkRule } from './l7-checks.ts';
import { checkFields, checkPair, checkPort } from './listener-checks.ts';
import type { LoadBalancer, Pool } from './model.ts';
import { checkMonitorType } from './monitor-checks.ts';
import {
  checkAlgorithm,
  checkL7,
  checkMember,
  checkMonitor,
  checkPersistence,
  checkProtocol,
} from './provider-driver.ts';
import { addListener, addMember, addMonitor, addPolicy, addPool, addRule, type NewPool } from './rows.ts';

type Create = RequestValue<'octavia.loadBalancers.create'>;
type PoolTree = NonNullable<Create['pools']>[number];

/** Whether a pool says more than its name: then it is one to make, else a reference by name. */
const whole = (pool: PoolTree) => pool.protocol !== undefined && pool.protocol !== null;

function makePool(context: Context, loadBalancer: LoadBalancer, given: PoolTree): Pool {
  const { service } = context;
  requireQuota(context, 'pool', loadBalancer.project_id);
  const pool = addPool(service, loadBalancer, given as NewPool);
  checkProtocol(loadBalancer, pool.protocol);
  checkAlgorithm(loadBalancer, pool.lb_algorithm);
  checkPersistence(loadBalancer, pool.session_persistence);
  if (given.healthmonitor) {
    requireQuota(context, 'health_monitor', loadBalancer.project_id);
    checkMonitorType(pool, given.healthmonitor);
    checkMonitor(loadBalancer, given.healthmonitor.type);
    addMonitor(service, pool, given.healthmonitor);
  }
  requireQuota(context, 'member', loadBalancer.project_id, given.members?.length ?? 0);
  for (const member of given.members ?? []) {
    checkMember(loadBalancer, member);
    addMember(service, pool, member);
  }
  return pool;
}

/**
 * Makes everything that a one-call creation names below the load balancer; pools are found by their names. Throws what Octavia refuses
 * it with; the caller takes back what was made. Source: octavia/api/v2/controllers/load_balancer.py, `_graph_create`.
 */
export function growTree(context: Context, loadBalancer: LoadBalancer, { listeners, pools }: Create): void {
  const { service } = context;
  const given = [
    ...(pools ?? []),
    ...(listeners ?? []).flatMap(({ default_pool, l7policies }) =>
      [default_pool, ...(l7policies ?? []).map(({ redirect_pool }) => redirect_pool)].flatMap((pool) =>
        pool ? [pool] : [],
      ),
    ),
  ];
  if (given.some(({ name }) => !name))
    throw invalid('Pools must be named when creating a fully populated loadbalancer.');
  const made = new Map<string, Pool>();
  for (const pool of given.filter(whole)) made.set(pool.name as string, makePool(context, loadBalancer, pool));
  const byName = (pool: PoolTree | undefined) => {
    if (!pool) return null;
    const found = made.get(pool.name as string);
    if (!found) throw invalid(`Pool '${pool.name}' is referenced, but not specified.`);
    return found;
  };
  for (const each of listeners ?? []) {
    requireQuota(context, 'listener', loadBalancer.project_id);
    checkPort(context, loadBalancer, each.protocol, each.protocol_port);
    checkFields(loadBalancer, each.protocol, each, true);
    const pool = byName(each.default_pool);
    if (pool) checkPair(each.protocol, pool.protocol);
    const listener = addListener(service, loadBalancer, each, pool?.id ?? null);
    for (const { redirect_pool, rules, ...policy } of each.l7policies ?? []) {
      checkL7(loadBalancer);
      const target = byName(redirect_pool);
      if (target) checkPair(each.protocol, target.protocol);
      const row = addPolicy(service, listener, { ...policy, ...(target && { redirect_pool_id: target.id }) });
      for (const rule of rules ?? []) {
        checkRule(rule);
        addRule(service, row, rule);
      }
    }
  }
}
