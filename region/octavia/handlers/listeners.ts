import type { RequestValue } from '../../../contract/octavia/schemas/index.ts';
import { type Answer, json, nothing } from '../answer.ts';
import { type Context, found, type Handlers, loadBalancerOf, require, requireQuota } from '../context.ts';
import { checkDefaultPool, checkFields, checkPort } from '../listener-checks.ts';
import type { Listener } from '../model.ts';
import { removeListener } from '../removal.ts';
import { addListener, listenerSettings, tagsOf } from '../rows.ts';
import { listAll, show } from './lists.ts';
import { statsOf } from './load-balancers.ts';

const root = 'listener';

function named(context: Context, right: 'read' | 'write'): Listener {
  const { listenerId = '' } = context.params;
  const listener = found(context.service.store.listeners.get(listenerId), 'Listener', listenerId);
  require(context, right, listener.project_id);
  return listener;
}

function create(context: Context, value: RequestValue<'octavia.listeners.create'>): Answer {
  const { service } = context;
  const loadBalancer = loadBalancerOf(context, value.loadbalancer_id);
  require(context, 'write', loadBalancer.project_id);
  requireQuota(context, 'listener', loadBalancer.project_id);
  const { protocol, default_pool_id: pool } = value;
  if (pool) checkDefaultPool(context, loadBalancer, protocol, pool);
  service.changes.requireActive(loadBalancer);
  checkPort(context, loadBalancer, protocol, value.protocol_port);
  checkFields(loadBalancer, protocol, value, true);
  const listener = addListener(service, loadBalancer, value, pool ?? null);
  service.changes.begin({ loadBalancer, object: listener, status: 'PENDING_CREATE' });
  return json(201, { [root]: service.views.listener(listener) });
}

function update(context: Context, value: RequestValue<'octavia.listeners.update'>): Answer {
  const { service } = context;
  const listener = named(context, 'write');
  const loadBalancer = loadBalancerOf(context, listener.load_balancer_id);
  const pool = value.default_pool_id;
  if (pool) checkDefaultPool(context, loadBalancer, listener.protocol, pool);
  checkFields(
    loadBalancer,
    listener.protocol,
    {
      ...value,
      client_ca_tls_container_ref: value.client_ca_tls_container_ref ?? listener.settings.client_ca_tls_container_ref,
    },
    false,
  );
  service.changes.requireActive(loadBalancer);
  if (value.name !== undefined) listener.name = value.name ?? '';
  if (value.description !== undefined) listener.description = value.description ?? '';
  if (value.admin_state_up !== undefined) listener.admin_state_up = value.admin_state_up ?? false;
  if (value.tags) listener.tags = tagsOf(value.tags);
  if (pool !== undefined) listener.default_pool_id = pool;
  listener.settings = listenerSettings(value, listener.settings);
  service.changes.begin({ loadBalancer, object: listener, status: 'PENDING_UPDATE' });
  return json(200, { [root]: service.views.listener(listener) });
}

function remove(context: Context): Answer {
  const { changes, store } = context.service;
  const listener = named(context, 'write');
  const loadBalancer = loadBalancerOf(context, listener.load_balancer_id);
  changes.requireActive(loadBalancer);
  changes.begin({
    loadBalancer,
    object: listener,
    status: 'PENDING_DELETE',
    done: () => removeListener(store, listener),
  });
  return nothing(204);
}

const filters = [
  'protocol',
  'protocol_port',
  'default_pool_id',
  'load_balancer_id',
  'loadbalancer_id',
  'connection_limit',
];

export const listeners = {
  'octavia.listeners.list': (context) =>
    listAll(context, {
      key: 'listeners',
      table: context.service.store.listeners,
      filters,
      value: (row, name) =>
        name === 'loadbalancer_id'
          ? row.load_balancer_id
          : name === 'connection_limit'
            ? row.settings.connection_limit
            : undefined,
      view: (row) => context.service.views.listener(row),
    }),
  'octavia.listeners.create': create,
  'octavia.listeners.show': (context) => show(context, root, context.service.views.listener(named(context, 'read'))),
  'octavia.listeners.update': update,
  'octavia.listeners.delete': remove,
  'octavia.listeners.stats': (context) => {
    const listener = named(context, 'read');
    const loadBalancer = loadBalancerOf(context, listener.load_balancer_id);
    const share = loadBalancer.rate / Math.max(1, loadBalancer.listenerIds.length);
    return json(200, statsOf(context.service, { ...loadBalancer, rate: share }));
  },
} satisfies Pick<Handlers, Extract<keyof Handlers, `octavia.listeners.${string}`>>;
