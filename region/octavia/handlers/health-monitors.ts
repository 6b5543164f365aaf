import { faults } from '../../../contract/octavia/faults.ts';
import { retries } from '../../../contract/octavia/limits.ts';
import type { RequestValue } from '../../../contract/octavia/schemas/index.ts';
import { type Answer, json, nothing, Refusal } from '../answer.ts';
import { type Context, found, type Handlers, loadBalancerOf, poolOf, require, requireQuota } from '../context.ts';
import type { HealthMonitor } from '../model.ts';
import { checkHttpFields, checkMonitorType } from '../monitor-checks.ts';
import { checkMonitor } from '../provider-driver.ts';
import { removeMonitor } from '../removal.ts';
import { addMonitor, asksHttp, over, tagsOf } from '../rows.ts';
import { listAll, show } from './lists.ts';

const root = 'healthmonitor';

function named(context: Context, right: 'read' | 'write'): HealthMonitor {
  const { healthMonitorId = '' } = context.params;
  const monitor = found(context.service.store.monitors.get(healthMonitorId), 'Health Monitor', healthMonitorId);
  require(context, right, monitor.project_id);
  return monitor;
}

function create(context: Context, value: RequestValue<'octavia.healthMonitors.create'>): Answer {
  const { service } = context;
  const pool = poolOf(context, value.pool_id);
  require(context, 'write', pool.project_id);
  checkMonitorType(pool, value);
  const loadBalancer = loadBalancerOf(context, pool.load_balancer_id);
  requireQuota(context, 'health_monitor', pool.project_id);
  service.changes.requireActive(loadBalancer, pool);
  checkHttpFields(value.type, value);
  if (pool.monitorId !== null) throw new Refusal('DUP409', faults.DUP409.words.monitor);
  checkMonitor(loadBalancer, value.type);
  const monitor = addMonitor(service, pool, value);
  const listeners = service.store.listenersUsing(pool);
  service.changes.begin({ loadBalancer, object: monitor, pool, listeners, status: 'PENDING_CREATE' });
  const answer = json(201, { [root]: service.views.healthMonitor(monitor) });
  monitor.operating_status = 'ONLINE';
  return answer;
}

function update(context: Context, value: RequestValue<'octavia.healthMonitors.update'>): Answer {
  const { service } = context;
  const monitor = named(context, 'write');
  const pool = poolOf(context, monitor.pool_id);
  const loadBalancer = loadBalancerOf(context, pool.load_balancer_id);
  checkHttpFields(monitor.type, value, monitor.http_version);
  service.changes.requireActive(loadBalancer, pool);
  if (value.name !== undefined) monitor.name = value.name ?? '';
  if (value.admin_state_up !== undefined) monitor.admin_state_up = value.admin_state_up ?? false;
  if (value.tags) monitor.tags = tagsOf(value.tags);
  const http = asksHttp(monitor.type);
  const { delay, timeout, max_retries } = monitor;
  const defaults = {
    delay,
    timeout,
    max_retries,
    max_retries_down: retries.defaultDown as number,
    http_method: http ? 'GET' : null,
    url_path: http ? '/' : null,
    expected_codes: http ? '200' : null,
    http_version: null as number | null,
    domain_name: null as string | null,
  };
  Object.assign(monitor, over({ ...defaults, ...pick(monitor, defaults) }, value, defaults));
  const listeners = service.store.listenersUsing(pool);
  service.changes.begin({ loadBalancer, object: monitor, pool, listeners, status: 'PENDING_UPDATE' });
  return json(200, { [root]: service.views.healthMonitor(monitor) });
}

const pick = <Fields extends object>(row: object, fields: Fields): Partial<Fields> =>
  Object.fromEntries(
    Object.keys(fields).map((name) => [name, (row as Record<string, unknown>)[name]]),
  ) as Partial<Fields>;

function remove(context: Context): Answer {
  const { changes, store } = context.service;
  const monitor = named(context, 'write');
  const pool = poolOf(context, monitor.pool_id);
  const loadBalancer = loadBalancerOf(context, pool.load_balancer_id);
  changes.requireActive(loadBalancer, pool);
  changes.begin({
    loadBalancer,
    object: monitor,
    pool,
    listeners: store.listenersUsing(pool),
    status: 'PENDING_DELETE',
    done: () => removeMonitor(store, monitor),
  });
  return nothing(204);
}

export const healthMonitors = {
  'octavia.healthMonitors.list': (context) =>
    listAll(context, {
      key: 'healthmonitors',
      table: context.service.store.monitors,
      filters: [
        'type',
        'delay',
        'timeout',
        'max_retries',
        'max_retries_down',
        'pool_id',
        'http_method',
        'url_path',
        'expected_codes',
      ],
      view: (row) => context.service.views.healthMonitor(row),
    }),
  'octavia.healthMonitors.create': create,
  'octavia.healthMonitors.show': (context) =>
    show(context, root, context.service.views.healthMonitor(named(context, 'read'))),
  'octavia.healthMonitors.update': update,
  'octavia.healthMonitors.delete': remove,
} satisfies Pick<Handlers, Extract<keyof Handlers, `octavia.healthMonitors.${string}`>>;
