/**
 * Who may do what. The cloud's operator decides by a policy file, and the API does not tell which: no role's name proves anything.
 * A panel asks (`GET /v2/lbaas/loadbalancers?limit=1&fields=id`) and believes a 403. Sources: octavia/policies/base.py, etc/policy/;
 * release note Make-keystone-default-rules-the-default-RBAC (16.0.0).
 */
export type Right = 'read' | 'write';

export interface PolicyFile {
  readonly name: string;
  /** Which clouds have it. */
  readonly where: string;
  readonly read: readonly string[];
  readonly write: readonly string[];
  /** Everybody in the project, whatever the roles. */
  readonly everybody?: true;
}

const advanced = ['load-balancer_member', 'load-balancer_admin', 'admin'];
const keystone = ['member', 'admin'];

export const policyFiles = [
  {
    name: 'advanced RBAC',
    where: 'default up to 2024.2; octavia-advanced-rbac-policy.yaml since',
    read: [...advanced, 'load-balancer_observer', 'load-balancer_global_observer'],
    write: advanced,
  },
  {
    name: 'Keystone default roles',
    where: 'default since 2025.1; keystone_default_roles-policy.yaml before',
    read: [...keystone, 'reader'],
    write: keystone,
  },
  {
    name: 'admin or owner',
    where: 'admin_or_owner-policy.yaml',
    read: ['admin'],
    write: ['admin'],
    everybody: true,
  },
] as const satisfies readonly PolicyFile[];

/** The right that an HTTP method needs. */
export const rightFor = (method: string): Right => (method === 'GET' || method === 'HEAD' ? 'read' : 'write');

/** Whether a policy file grants a right in the token's own project. Roles are compared without case, as oslo.policy does. */
export function grants(file: PolicyFile, roles: readonly string[], right: Right): boolean {
  const held = new Set(roles.map((role) => role.toLowerCase()));
  return (file.everybody === true && held.size > 0) || file[right].some((role) => held.has(role));
}

/** What the roles of a token let expect before anything was asked. */
export type Expectation =
  /** No role in the project: every call is refused */
  | 'none'
  /** Some policy file grants it, or none that we know: ask */
  | 'ask';

/** Whether asking is worth it. Any role at all is: clouds name roles as they like. */
export const expectationOf = (roles: readonly string[]): Expectation => (roles.length === 0 ? 'none' : 'ask');

/** Whether none of the policy files that Octavia ships grants the right, the one for everybody aside. */
export const unlikely = (roles: readonly string[], right: Right): boolean =>
  !policyFiles.some((file) => !('everybody' in file) && grants(file, roles, right));

/** The roles that usually grant a right, in words, for a refusal. */
export const usualRoles: Readonly<Record<Right, string>> = {
  read: 'load-balancer_observer, or reader in clouds since 2025.1',
  write: 'load-balancer_member, or member in clouds since 2025.1',
};
