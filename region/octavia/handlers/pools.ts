import { faults } from '../../../contract/octavia/faults.ts';
import { providerOf } from '../../../contract/octavia/providers.ts';
import type { RequestValue } from '../../../contract/octavia/schemas/index.ts';
import { type Answer, invalid, json, nothing, Refusal } from '../answer.ts';
import { noAttribute } from '../broken.ts';
import { type Context, type Handlers, loadBalancerOf, poolOf, require, requireQuota } from '../context.ts';
import { checkPair, requireChildren } from '../listener-checks.ts';
import type { Listener, LoadBalancer, Pool } from '../model.ts';
import { persistenceOf } from '../persistence-checks.ts';
import { checkAlgorithm, checkPersistence, checkProtocol } from '../provider-driver.ts';
import { removePool } from '../removal.ts';
import { addPool, poolTls, tagsOf } from '../rows.ts';
import { listAll, show } from './lists.ts';

const root = 'pool';
type Create = RequestValue<'octavia.pools.create'>;

function named(context: Context, right: 'read' | 'write'): Pool {
  const pool = poolOf(context, context.params.poolId ?? '');
  require(context, right, pool.project_id);
  return pool;
}

/** Where a new pool belongs. With both named, the listener's protocol is not looked at. */
function parentOf(context: Context, { loadbalancer_id, listener_id }: Create): [LoadBalancer, Listener | null] {
  if (loadbalancer_id) return [loadBalancerOf(context, loadbalancer_id), null];
  if (!listener_id) throw invalid('Must provide at least one of: loadbalancer_id, listener_id');
  const listener = context.service.store.listeners.get(listener_id);
  if (!listener) throw noAttribute('NoneType', 'load_balancer_id');
  return [loadBalancerOf(context, listener.load_balancer_id), listener];
}

function create(context: Context, value: Create): Answer {
  const { service } = context;
  const [loadBalancer, parent] = parentOf(context, value);
  require(context, 'write', loadBalancer.project_id);
  if (parent) {
    requireChildren(parent.protocol);
    checkPair(parent.protocol, value.protocol);
  }
  const wanted = persistenceOf(value.session_persistence ?? null, value.protocol, null, true);
  requireQuota(context, 'pool', loadBalancer.project_id);
  const listener = service.store.listeners.get(value.listener_id);
  if (listener?.default_pool_id) throw new Refusal('DUP409', faults.DUP409.words.pool);
  service.changes.requireActive(loadBalancer);
  checkProtocol(loadBalancer, value.protocol);
  checkAlgorithm(loadBalancer, value.lb_algorithm);
  checkPersistence(loadBalancer, wanted);
  const pool = addPool(service, loadBalancer, value);
  if (listener) listener.default_pool_id = pool.id;
  service.changes.begin({
    loadBalancer,
    object: pool,
    listeners: listener ? [listener] : [],
    status: 'PENDING_CREATE',
  });
  return json(201, { [root]: service.views.pool(pool) });
}

function update(context: Context, value: RequestValue<'octavia.pools.update'>): Answer {
  const { service } = context;
  const pool = named(context, 'write');
  const loadBalancer = loadBalancerOf(context, pool.load_balancer_id);
  const { session_persistence: sent } = value;
  const persistence =
    sent === undefined ? pool.session_persistence : persistenceOf(sent, pool.protocol, pool.session_persistence, false);
  service.changes.requireActive(loadBalancer);
  if (value.lb_algorithm) checkAlgorithm(loadBalancer, value.lb_algorithm);
  checkPersistence(loadBalancer, sent === undefined ? null : persistence);
  if (value.name !== undefined) pool.name = value.name ?? '';
  if (value.description !== undefined) pool.description = value.description ?? '';
  if (value.admin_state_up !== undefined) pool.admin_state_up = value.admin_state_up ?? false;
  if (value.tags) pool.tags = tagsOf(value.tags);
  if (value.lb_algorithm) pool.lb_algorithm = value.lb_algorithm;
  pool.session_persistence = persistence;
  pool.tls = poolTls(value, pool.tls);
  const { persistenceNeedsAdminState } = providerOf(loadBalancer.provider);
  service.changes.begin({
    loadBalancer,
    object: pool,
    listeners: service.store.listenersUsing(pool),
    status: 'PENDING_UPDATE',
    refused: persistenceNeedsAdminState && sent !== undefined && value.admin_state_up === undefined,
  });
  return json(200, { [root]: service.views.pool(pool) });
}

function remove(context: Context): Answer {
  const { changes, store } = context.service;
  const pool = named(context, 'write');
  const loadBalancer = loadBalancerOf(context, pool.load_balancer_id);
  const policy = store
    .listenersOf(loadBalancer)
    .flatMap((listener) => store.policiesOf(listener))
    .find(({ redirect_pool_id }) => redirect_pool_id === pool.id);
  if (policy) throw new Refusal('INUSE409', faults.INUSE409.words.pool(pool.id, policy.id));
  changes.requireActive(loadBalancer);
  changes.begin({
    loadBalancer,
    object: pool,
    listeners: store.listenersUsing(pool),
    status: 'PENDING_DELETE',
    done: () => removePool(store, pool),
  });
  return nothing(204);
}

/** Asking for these makes Octavia fail with 500 (octavia/api/common/pagination.py filters by relations it cannot compare). */
const uncomparable = ['session_persistence', 'members', 'health_monitor'];

export const pools = {
  'octavia.pools.list': (context) => {
    const asked = uncomparable.find((name) => context.query.has(name));
    if (asked) throw new Refusal('GEN500', `Can't compare a collection to an object or collection: ${asked}.`);
    return listAll(context, {
      key: 'pools',
      table: context.service.store.pools,
      filters: ['protocol', 'lb_algorithm', 'loadbalancer_id', 'load_balancer_id'],
      value: (row, name) => (name === 'loadbalancer_id' ? row.load_balancer_id : undefined),
      view: (row) => context.service.views.pool(row),
    });
  },
  'octavia.pools.create': create,
  'octavia.pools.show': (context) => show(context, root, context.service.views.pool(named(context, 'read'))),
  'octavia.pools.update': update,
  'octavia.pools.delete': remove,
} satisfies Pick<Handlers, Extract<keyof Handlers, `octavia.pools.${string}`>>;
