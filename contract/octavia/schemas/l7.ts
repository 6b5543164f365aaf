import { z } from '../../shared/zod.ts';
import { compareTypes, policyActions, redirectCodes, ruleTypes } from '../protocols.ts';
import {
  adminStateUp,
  changeable,
  choice,
  description,
  flag,
  integer,
  name,
  optional,
  patterned,
  projectId,
  tags,
  url,
  uuid,
} from './fields.ts';
import { PoolInTree } from './pools.ts';
import { wrapped } from './request.ts';
import { common, id, links, project, references, settledStatus, stamps, text } from './shared.ts';

/** Source: Load-balancer API v2 reference, "L7 Policies" and "L7 Rules". */
const oneLine = (title: string, about: string) =>
  patterned(/^[^\r\n]*$/, '^[^\\r\\n]*$', 255, { title, description: about });

const type = choice(ruleTypes, { title: 'Type', description: 'What of the request is looked at.' });
const compare = choice(compareTypes, { title: 'Comparison' });
const value = oneLine('Value', 'What it is compared with.');
const ruleSettings = {
  key: oneLine('Key', 'Name of the header or cookie, where the type is one.'),
  invert: flag({ title: 'Invert', description: 'Match what does not compare.', default: false }),
  admin_state_up: adminStateUp,
  tags,
};

export const RuleInTree = z.strictObject({ type, compare_type: compare, value, ...optional(ruleSettings) });
const RuleCreate = z.strictObject({
  type,
  compare_type: compare,
  value,
  ...optional({ ...ruleSettings, project_id: projectId }),
});
const RuleUpdate = z.strictObject({
  ...changeable(ruleSettings),
  ...optional({ type, compare_type: compare, value, admin_state_up: adminStateUp }),
});

const action = choice(policyActions, { title: 'Action' });
const policySettings = {
  name,
  description,
  admin_state_up: adminStateUp,
  redirect_pool_id: uuid({ title: 'Pool id', description: 'With REDIRECT_TO_POOL.' }),
  redirect_url: url({ title: 'Address', description: 'With REDIRECT_TO_URL.' }),
  redirect_prefix: url({
    title: 'Prefix',
    description: 'With REDIRECT_PREFIX: what stands before the path, such as https://example.org.',
  }),
  redirect_http_code: z
    .union(redirectCodes.map((code) => z.literal(code)))
    .meta({ title: 'Status', description: '302 when left out. Since version 2.9.' }),
  position: integer(1, 2_147_483_647, {
    title: 'Position',
    description: 'Policies are asked in this order; last when left out.',
  }),
  tags,
};

export const PolicyInTree = z.strictObject({
  action,
  ...optional({ ...policySettings, redirect_pool: PoolInTree, rules: z.array(RuleInTree) }),
});

const PolicyCreate = z.strictObject({
  listener_id: uuid({ title: 'Listener id' }),
  action,
  ...optional({ ...policySettings, project_id: projectId }),
});
const PolicyUpdate = z.strictObject({
  ...changeable(policySettings),
  ...optional({ action, admin_state_up: adminStateUp }),
});

export const l7Requests = {
  L7PolicyCreateRequest: wrapped('l7policy', 'l7policy_', PolicyCreate, {
    listener_id: '023f2e34-7806-443b-bfae-16c324569a3d',
    name: 'to-https',
    action: 'REDIRECT_PREFIX',
    redirect_prefix: 'https://www.example.org',
  }),
  L7PolicyUpdateRequest: wrapped('l7policy', 'l7policy_', PolicyUpdate, { position: 1 }),
  L7RuleCreateRequest: wrapped('rule', 'rule_', RuleCreate, {
    type: 'PATH',
    compare_type: 'STARTS_WITH',
    value: '/static',
  }),
  L7RuleUpdateRequest: wrapped('rule', 'rule_', RuleUpdate, { value: '/assets' }),
};

export const L7Policy = z.object({
  ...common,
  action: z.string(),
  listener_id: z.string(),
  redirect_pool_id: text,
  redirect_url: text,
  redirect_prefix: text.optional(),
  redirect_http_code: z.int().nullable().optional(),
  position: z.int(),
  rules: references,
});

const { name: _name, description: _description, ...shared } = common;
export const L7Rule = z.object({
  ...shared,
  type: z.string(),
  compare_type: z.string(),
  key: text,
  value: z.string(),
  invert: z.boolean(),
});

const policy = {
  id: '8a1412f0-4c32-4257-8b07-af4770b604fd',
  name: 'static',
  description: '',
  ...settledStatus,
  admin_state_up: true,
  project_id: project,
  action: 'REDIRECT_TO_POOL',
  listener_id: '023f2e34-7806-443b-bfae-16c324569a3d',
  redirect_pool_id: id,
  redirect_url: null,
  redirect_prefix: null,
  redirect_http_code: null,
  position: 1,
  rules: [],
  tags: [],
  ...stamps,
};
const rule = {
  id: '16621dbb-a736-4888-a57a-3ecd53df784c',
  ...settledStatus,
  admin_state_up: true,
  project_id: project,
  type: 'PATH',
  compare_type: 'STARTS_WITH',
  key: null,
  value: '/static',
  invert: false,
  tags: [],
  ...stamps,
};

export const l7Schemas = {
  L7Policy,
  L7Rule,
  L7PoliciesResponse: z
    .object({ l7policies: z.array(L7Policy), l7policies_links: links })
    .meta({ examples: [{ l7policies: [policy], l7policies_links: [] }] }),
  L7PolicyResponse: z.object({ l7policy: L7Policy }).meta({ examples: [{ l7policy: policy }] }),
  L7RulesResponse: z
    .object({ rules: z.array(L7Rule), rules_links: links })
    .meta({ examples: [{ rules: [rule], rules_links: [] }] }),
  L7RuleResponse: z.object({ rule: L7Rule }).meta({ examples: [{ rule }] }),
};
