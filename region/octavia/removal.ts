import type { HealthMonitor, L7Policy, L7Rule, Listener, LoadBalancer, Member, Pool, Store } from './model.ts';

/** Takes rows out of the tree, with what hangs below them. */

const drop = (ids: string[], id: string) => {
  const at = ids.indexOf(id);
  if (at >= 0) ids.splice(at, 1);
};

export function removeRule(store: Store, rule: L7Rule): void {
  const policy = store.policies.get(rule.l7policy_id);
  if (policy) drop(policy.ruleIds, rule.id);
  store.rules.delete(rule.id);
}

export function removePolicy(store: Store, policy: L7Policy): void {
  for (const rule of store.rulesOf(policy)) removeRule(store, rule);
  const listener = store.listeners.get(policy.listener_id);
  if (listener) {
    drop(listener.policyIds, policy.id);
    store.policiesOf(listener).forEach((each, index) => {
      each.position = index + 1;
    });
  }
  store.policies.delete(policy.id);
}

export function removeListener(store: Store, listener: Listener): void {
  for (const policy of store.policiesOf(listener)) removePolicy(store, policy);
  const loadBalancer = store.loadBalancers.get(listener.load_balancer_id);
  if (loadBalancer) drop(loadBalancer.listenerIds, listener.id);
  store.listeners.delete(listener.id);
}

export function removeMember(store: Store, member: Member): void {
  const pool = store.pools.get(member.pool_id);
  if (pool) drop(pool.memberIds, member.id);
  store.members.delete(member.id);
}

export function removeMonitor(store: Store, monitor: HealthMonitor): void {
  const pool = store.pools.get(monitor.pool_id);
  if (pool) pool.monitorId = null;
  store.monitors.delete(monitor.id);
}

export function removePool(store: Store, pool: Pool): void {
  for (const member of store.membersOf(pool)) removeMember(store, member);
  const monitor = store.monitors.get(pool.monitorId);
  if (monitor) removeMonitor(store, monitor);
  const loadBalancer = store.loadBalancers.get(pool.load_balancer_id);
  if (loadBalancer) {
    drop(loadBalancer.poolIds, pool.id);
    for (const listener of store.listenersOf(loadBalancer)) {
      if (listener.default_pool_id === pool.id) listener.default_pool_id = null;
    }
  }
  store.pools.delete(pool.id);
}

/** Listeners and pools of a load balancer, with everything below them. */
export function removeChildren(store: Store, loadBalancer: LoadBalancer): void {
  for (const listener of store.listenersOf(loadBalancer)) removeListener(store, listener);
  for (const pool of store.poolsOf(loadBalancer)) removePool(store, pool);
}
