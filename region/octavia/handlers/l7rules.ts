import { faults } from '../../../contract/octavia/faults.ts';
import { mostRules } from '../../../contract/octavia/limits.ts';
import type { RequestValue } from '../../../contract/octavia/schemas/index.ts';
import { type Answer, json, missing, nothing, Refusal } from '../answer.ts';
import { type Context, found, type Handlers, loadBalancerOf, require, requireQuota } from '../context.ts';
import { checkRule } from '../l7-checks.ts';
import type { L7Policy, L7Rule, Listener, LoadBalancer } from '../model.ts';
import { removeRule } from '../removal.ts';
import { addRule, tagsOf } from '../rows.ts';
import { listBelow, show } from './lists.ts';

const root = 'rule';

interface Place {
  readonly policy: L7Policy;
  readonly listener: Listener;
  readonly loadBalancer: LoadBalancer;
}

/** The policy that the path names; unknown ones are refused by the routing, in its own shape. */
function placeOf(context: Context, right: 'read' | 'write'): Place {
  const { store } = context.service;
  const { l7policyId = '' } = context.params;
  const policy = store.policies.get(l7policyId);
  if (!policy) throw new Refusal('PARENT404', faults.PARENT404.words.default('L7Policy', l7policyId));
  require(context, right, policy.project_id);
  const listener = found(store.listeners.get(policy.listener_id), 'Listener', policy.listener_id);
  return { policy, listener, loadBalancer: loadBalancerOf(context, listener.load_balancer_id) };
}

function named(context: Context, right: 'read' | 'write'): Place & { readonly rule: L7Rule } {
  const place = placeOf(context, right);
  const { l7ruleId = '' } = context.params;
  const rule = context.service.store.rules.get(l7ruleId);
  if (rule?.l7policy_id !== place.policy.id) throw missing('L7 Rule', l7ruleId);
  return { ...place, rule };
}

function begin(
  context: Context,
  { policy, listener, loadBalancer }: Place,
  rule: L7Rule,
  status: 'PENDING_CREATE' | 'PENDING_UPDATE' | 'PENDING_DELETE',
): void {
  const { changes, store } = context.service;
  changes.begin({
    loadBalancer,
    object: rule,
    listeners: [listener],
    others: [policy],
    status,
    ...(status === 'PENDING_DELETE' && { done: () => removeRule(store, rule) }),
  });
}

function create(context: Context, value: RequestValue<'octavia.l7rules.create'>): Answer {
  const { service } = context;
  const place = placeOf(context, 'write');
  checkRule(value);
  const { policy } = place;
  if (policy.ruleIds.length >= mostRules) throw new Refusal('RULES409', faults.RULES409.words.default(policy.id));
  requireQuota(context, 'l7rule', policy.project_id);
  service.changes.requireActive(place.loadBalancer);
  const rule = addRule(service, policy, value);
  begin(context, place, rule, 'PENDING_CREATE');
  const answer = json(201, { [root]: service.views.rule(rule) });
  rule.operating_status = 'ONLINE';
  return answer;
}

function update(context: Context, value: RequestValue<'octavia.l7rules.update'>): Answer {
  const { service } = context;
  const { rule, ...place } = named(context, 'write');
  const whole = {
    type: value.type ?? rule.type,
    compare_type: value.compare_type ?? rule.compare_type,
    key: value.key === undefined ? rule.key : value.key,
    value: value.value ?? rule.value,
  };
  checkRule(whole);
  service.changes.requireActive(place.loadBalancer);
  Object.assign(rule, whole);
  if (value.invert !== undefined) rule.invert = value.invert ?? false;
  if (value.admin_state_up !== undefined) rule.admin_state_up = value.admin_state_up ?? false;
  if (value.tags !== undefined) rule.tags = tagsOf(value.tags);
  begin(context, place, rule, 'PENDING_UPDATE');
  return json(200, { [root]: service.views.rule(rule) });
}

function remove(context: Context): Answer {
  const { rule, ...place } = named(context, 'write');
  context.service.changes.requireActive(place.loadBalancer);
  begin(context, place, rule, 'PENDING_DELETE');
  return nothing(204);
}

export const l7rules = {
  'octavia.l7rules.list': (context) => {
    const { policy } = placeOf(context, 'read');
    const { store, views } = context.service;
    const filters = ['type', 'compare_type', 'key', 'value', 'invert'];
    return listBelow(
      context,
      { key: 'rules', table: store.rules, filters, view: (row) => views.rule(row) },
      store.rulesOf(policy),
    );
  },
  'octavia.l7rules.create': create,
  'octavia.l7rules.show': (context) => show(context, root, context.service.views.rule(named(context, 'read').rule)),
  'octavia.l7rules.update': update,
  'octavia.l7rules.delete': remove,
} satisfies Pick<Handlers, Extract<keyof Handlers, `octavia.l7rules.${string}`>>;
