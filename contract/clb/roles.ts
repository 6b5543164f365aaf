/**
 * What a role may do. The service grants by HTTP verb alone, so a creator may enable or change session persistence but not
 * disable it. Source: CLB v1.0 developer guide, "Role-based access control".
 */
export type Right = 'read' | 'write' | 'delete';

const rights: ReadonlyMap<string, readonly Right[]> = new Map<string, readonly Right[]>([
  ['identity:user-admin', ['read', 'write', 'delete']],
  ['admin', ['read', 'write', 'delete']],
  ['lbaas:admin', ['read', 'write', 'delete']],
  ['lbaas:creator', ['read', 'write']],
  ['observer', ['read']],
  ['lbaas:observer', ['read']],
]);

/** Roles as the API spells them, the most permissive first. */
export const roleNames: readonly string[] = [...rights.keys()];

/** The right that an HTTP method needs. */
export const rightFor = (method: string): Right =>
  method === 'GET' || method === 'HEAD' ? 'read' : method === 'DELETE' ? 'delete' : 'write';

/** Whether any of the roles (compared without case, the most permissive wins) grants the right. Reading needs no role. */
export const may = (roles: readonly string[], right: Right): boolean =>
  right === 'read' || roles.some((role) => rights.get(role.toLowerCase())?.includes(right));

/** The least role that grants each right, as the API spells it. */
export const roleFor: Record<Right, string> = {
  read: 'lbaas:observer',
  write: 'lbaas:creator',
  delete: 'lbaas:admin',
};
