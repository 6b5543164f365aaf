import { encoded } from '../../shared/text.ts';

/** Parameters that stand in paths. Source: CLB v1.0 developer guide, "API reference". */
export const pathParameters = {
  loadBalancerId: { type: 'integer', title: 'Load balancer id', example: 71 },
  nodeId: { type: 'integer', title: 'Node id', example: 31 },
  virtualIpId: { type: 'integer', title: 'Virtual IP id', example: 9000051 },
  networkItemId: { type: 'integer', title: 'Access list item id', example: 7 },
  metaId: { type: 'integer', title: 'Metadata item id', example: 3 },
  certificateMappingId: { type: 'integer', title: 'Certificate mapping id', example: 5 },
  tokenId: { type: 'string', title: 'Token', example: 'example-token' },
} as const;

export type PathParameter = keyof typeof pathParameters;

/** Names of the parameters in a path, in order. */
export const parametersOf = (path: string): PathParameter[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as PathParameter);

const integer = /^[-+]?\d+$/;

/**
 * Fills the parameters of a path. `params`: a value for each parameter in it; ids are integers, a token is escaped. Throws when a value
 * is missing or would change the path.
 */
export function fillPath(path: string, params: Readonly<Record<string, string | number>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: PathParameter) => {
    const value = String(params[name] ?? '');
    const fits = pathParameters[name].type === 'integer' ? integer.test(value) : /[^.]/.test(value);
    if (!fits) throw new Error(`The path ${path} needs ${name}, not "${value}".`);
    return encoded(value);
  });
}
