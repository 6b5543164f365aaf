import type { RequestValue } from '../../../contract/octavia/schemas/index.ts';
import { type Answer, json, nothing } from '../answer.ts';
import { type Context, found, type Handlers, loadBalancerOf, poolOf, require, requireQuota } from '../context.ts';
import { emptyUpdate, type Redirect, targetOf } from '../l7-checks.ts';
import { checkPair, requireChildren } from '../listener-checks.ts';
import type { L7Policy, Listener } from '../model.ts';
import { checkL7 } from '../provider-driver.ts';
import { removePolicy } from '../removal.ts';
import { addPolicy, place, tagsOf } from '../rows.ts';
import { listAll, show } from './lists.ts';

const root = 'l7policy';

const listenerOf = ({ service }: Context, id: string): Listener =>
  found(service.store.listeners.get(id), 'Listener', id);

function named(context: Context, right: 'read' | 'write'): L7Policy {
  const { l7policyId = '' } = context.params;
  const policy = found(context.service.store.policies.get(l7policyId), 'L7 Policy', l7policyId);
  require(context, right, policy.project_id);
  return policy;
}

function checkPool(context: Context, listener: Listener, { redirect_pool_id: id }: Redirect): void {
  if (id) checkPair(listener.protocol, poolOf(context, id).protocol);
}

function create(context: Context, value: RequestValue<'octavia.l7policies.create'>): Answer {
  const { service } = context;
  const listener = listenerOf(context, value.listener_id);
  const loadBalancer = loadBalancerOf(context, listener.load_balancer_id);
  require(context, 'write', listener.project_id);
  requireChildren(listener.protocol);
  checkPool(context, listener, value);
  requireQuota(context, 'l7policy', listener.project_id);
  const target = targetOf(value) ?? { action: value.action };
  service.changes.requireActive(loadBalancer);
  checkL7(loadBalancer);
  const policy = addPolicy(service, listener, { ...value, ...target });
  service.changes.begin({
    loadBalancer,
    object: policy,
    listeners: [listener],
    status: 'PENDING_CREATE',
  });
  const answer = json(201, { [root]: service.views.policy(policy) });
  policy.operating_status = 'ONLINE';
  return answer;
}

function update(context: Context, value: RequestValue<'octavia.l7policies.update'>): Answer {
  const { service } = context;
  const policy = named(context, 'write');
  const listener = listenerOf(context, policy.listener_id);
  const loadBalancer = loadBalancerOf(context, listener.load_balancer_id);
  if (Object.keys(value).length === 0) throw emptyUpdate();
  const target = targetOf(value);
  checkPool(context, listener, value);
  service.changes.requireActive(loadBalancer);
  if (value.name !== undefined) policy.name = value.name ?? '';
  if (value.description !== undefined) policy.description = value.description ?? '';
  if (value.admin_state_up !== undefined) policy.admin_state_up = value.admin_state_up ?? false;
  if (value.tags !== undefined) policy.tags = tagsOf(value.tags);
  if (target) Object.assign(policy, target);
  else if (value.redirect_http_code) policy.redirect_http_code = value.redirect_http_code;
  if (value.position) place(service, listener, policy, value.position);
  service.changes.begin({ loadBalancer, object: policy, listeners: [listener], status: 'PENDING_UPDATE' });
  const answer = json(200, { [root]: service.views.policy(policy) });
  policy.operating_status = 'ONLINE';
  return answer;
}

function remove(context: Context): Answer {
  const { changes, store } = context.service;
  const policy = named(context, 'write');
  const listener = listenerOf(context, policy.listener_id);
  const loadBalancer = loadBalancerOf(context, listener.load_balancer_id);
  changes.requireActive(loadBalancer);
  changes.begin({
    loadBalancer,
    object: policy,
    listeners: [listener],
    status: 'PENDING_DELETE',
    done: () => removePolicy(store, policy),
  });
  return nothing(204);
}

export const l7policies = {
  'octavia.l7policies.list': (context) =>
    listAll(context, {
      key: 'l7policies',
      table: context.service.store.policies,
      filters: [
        'action',
        'listener_id',
        'redirect_pool_id',
        'redirect_url',
        'redirect_prefix',
        'position',
        'redirect_http_code',
      ],
      view: (row) => context.service.views.policy(row),
    }),
  'octavia.l7policies.create': create,
  'octavia.l7policies.show': (context) => show(context, root, context.service.views.policy(named(context, 'read'))),
  'octavia.l7policies.update': update,
  'octavia.l7policies.delete': remove,
} satisfies Pick<Handlers, Extract<keyof Handlers, `octavia.l7policies.${string}`>>;
