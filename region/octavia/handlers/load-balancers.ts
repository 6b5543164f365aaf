import { faults } from '../../../contract/octavia/faults.ts';
import type { RequestValue } from '../../../contract/octavia/schemas/index.ts';
import { type Answer, invalid, json, nothing, Refusal } from '../answer.ts';
import { type Context, type Handlers, loadBalancerOf, require, requireOperator, requireQuota } from '../context.ts';
import type { LoadBalancer } from '../model.ts';
import { checkFailover } from '../provider-driver.ts';
import { removeChildren } from '../removal.ts';
import { addLoadBalancer, tagsOf } from '../rows.ts';
import { growTree } from '../tree.ts';
import { listAll, show } from './lists.ts';

const root = 'loadbalancer';

function named(context: Context, right: 'read' | 'write'): LoadBalancer {
  const loadBalancer = loadBalancerOf(context, context.params.loadBalancerId ?? '');
  require(context, right, loadBalancer.project_id);
  return loadBalancer;
}

type Create = RequestValue<'octavia.loadBalancers.create'>;

function providerFor({ service }: Context, { provider, flavor_id, availability_zone }: Create): string {
  const { store, providers } = service;
  if (flavor_id) {
    const flavor = store.flavors.get(flavor_id);
    if (!flavor) throw invalid('Invalid flavor_id.');
    if (!flavor.enabled) throw new Refusal('DISABLED400', faults.DISABLED400.words.option('flavor', flavor_id));
  }
  if (availability_zone) {
    const zone = store.zones.get(availability_zone);
    if (!zone) throw invalid('Invalid availability zone.');
    if (!zone.enabled) {
      throw new Refusal('DISABLED400', faults.DISABLED400.words.option('availability_zone', availability_zone));
    }
  }
  const name = provider ?? providers[0]?.name ?? 'amphora';
  if (!providers.some((each) => each.name === name)) {
    throw new Refusal('DISABLED400', faults.DISABLED400.words.provider(name));
  }
  return name;
}

function create(context: Context, value: Create): Answer {
  const { service, caller } = context;
  const project = value.project_id ?? caller.project;
  if (!project) {
    throw invalid(
      'Missing project ID in request where one is required. An administrator should check the keystone settings in the Octavia configuration.',
    );
  }
  require(context, 'write', project);
  if (!value.vip_port_id && !value.vip_network_id && !value.vip_subnet_id) {
    throw invalid('VIP must contain one of: vip_port_id, vip_network_id, vip_subnet_id.');
  }
  const provider = providerFor(context, value);
  requireQuota(context, 'load_balancer', project);
  const loadBalancer = addLoadBalancer(service, project, provider, value);
  try {
    growTree(context, loadBalancer, value);
  } catch (error) {
    removeChildren(service.store, loadBalancer);
    service.store.loadBalancers.delete(loadBalancer.id);
    throw error;
  }
  const { store } = service;
  const pools = store.poolsOf(loadBalancer);
  const others = [
    ...pools,
    ...pools.flatMap((pool) => [...store.membersOf(pool), ...[store.monitors.get(pool.monitorId) ?? []].flat()]),
    ...store
      .listenersOf(loadBalancer)
      .flatMap((listener) => [
        listener,
        ...store.policiesOf(listener).flatMap((policy) => [policy, ...store.rulesOf(policy)]),
      ]),
  ];
  const answer = json(201, { [root]: service.views.tree(loadBalancer) });
  service.changes.begin({ loadBalancer, object: null, others, status: 'PENDING_CREATE' });
  return answer;
}

function update(context: Context, value: RequestValue<'octavia.loadBalancers.update'>): Answer {
  const loadBalancer = named(context, 'write');
  const { changes, views } = context.service;
  changes.requireState(loadBalancer);
  if (value.name !== undefined) loadBalancer.name = value.name ?? '';
  if (value.description !== undefined) loadBalancer.description = value.description ?? '';
  if (value.admin_state_up !== undefined) loadBalancer.admin_state_up = value.admin_state_up ?? false;
  if (value.tags) loadBalancer.tags = tagsOf(value.tags);
  if (value.vip_qos_policy_id !== undefined) loadBalancer.vip_qos_policy_id = value.vip_qos_policy_id;
  changes.begin({ loadBalancer, object: null, status: 'PENDING_UPDATE' });
  return json(200, { [root]: views.loadBalancer(loadBalancer) });
}

function remove(context: Context): Answer {
  const loadBalancer = named(context, 'write');
  const { changes, store } = context.service;
  const cascade = ['true', '1', 'yes', 't', 'y', 'on'].includes((context.query.get('cascade') ?? '').toLowerCase());
  if (!cascade && loadBalancer.listenerIds.length + loadBalancer.poolIds.length > 0) {
    throw invalid(`Cannot delete Load Balancer ${loadBalancer.id} - it has children`);
  }
  changes.requireState(loadBalancer, ['ACTIVE', 'ERROR']);
  changes.begin({
    loadBalancer,
    object: null,
    status: 'PENDING_DELETE',
    done: () => {
      removeChildren(store, loadBalancer);
      store.loadBalancers.delete(loadBalancer.id);
    },
  });
  return nothing(204);
}

/** Counters that grow with the clock: nothing is carried here. */
export const statsOf = ({ clock }: Context['service'], { created_at, rate }: LoadBalancer) => {
  const seconds = Math.max(0, Math.floor((clock.now() - created_at) / 10_000) * 10);
  const connections = Math.round(seconds * rate);
  return {
    stats: {
      bytes_in: connections * 640,
      bytes_out: connections * 9_200,
      active_connections: Math.ceil(rate * 2),
      total_connections: connections,
      request_errors: Math.floor(connections / 5_000),
    },
  };
};

export const loadBalancers = {
  'octavia.loadBalancers.list': (context) =>
    listAll(context, {
      key: 'loadbalancers',
      table: context.service.store.loadBalancers,
      filters: [
        'vip_address',
        'vip_port_id',
        'vip_subnet_id',
        'vip_network_id',
        'provider',
        'flavor_id',
        'availability_zone',
      ],
      view: (row) => context.service.views.loadBalancer(row),
    }),
  'octavia.loadBalancers.create': create,
  'octavia.loadBalancers.show': (context) =>
    show(context, root, context.service.views.loadBalancer(named(context, 'read'))),
  'octavia.loadBalancers.update': update,
  'octavia.loadBalancers.delete': remove,
  'octavia.loadBalancers.status': (context) => json(200, context.service.views.statusTree(named(context, 'read'))),
  'octavia.loadBalancers.stats': (context) => json(200, statsOf(context.service, named(context, 'read'))),
  'octavia.loadBalancers.failover': (context) => {
    const loadBalancer = loadBalancerOf(context, context.params.loadBalancerId ?? '');
    requireOperator(context);
    checkFailover(loadBalancer);
    context.service.changes.requireState(loadBalancer, ['ACTIVE', 'ERROR']);
    context.service.changes.begin({ loadBalancer, object: null, status: 'PENDING_UPDATE' });
    return nothing(202);
  },
} satisfies Pick<Handlers, Extract<keyof Handlers, `octavia.loadBalancers.${string}`>>;
