import { matchOperation } from '../../../contract/clb/match.ts';
import { isOperationId, operations } from '../../../contract/clb/operations/index.ts';
import type { Session } from '../../sessions/session.ts';
import type { ApiCall } from '../provider.ts';

/**
 * What a local region offers beyond the API, under a catalog entry of its own: the live persistence table and the removal of
 * one client from it. Source: docs/region.md.
 */
const extras: readonly { readonly id: string; readonly method: string; readonly path: RegExp }[] = [
  { id: 'sessions.list', method: 'GET', path: /^\/extras\/loadbalancers\/(\d{1,10})\/sessions$/ },
  {
    id: 'sessions.forget',
    method: 'DELETE',
    path: /^\/extras\/loadbalancers\/(\d{1,10})\/sessions\/(?:[\w.:-]|%3A){1,256}$/,
  },
];

/** Whether an operation id is of a write that is forwarded. */
export const isWrite = (id: string): boolean =>
  isOperationId(id)
    ? operations[id].method !== 'GET' && !('root' in operations[id] && operations[id].root === 'identity')
    : extras.some((each) => each.id === id && each.method !== 'GET');

/** The operation of the contract, or of a local region's extras, that a request asks for; null for none. */
export function clbCall(session: Session, region: string, method: string, path: string, query: string): ApiCall | null {
  if (path.startsWith('/extras/')) {
    const root = Object.hasOwn(session.extras, region) ? session.extras[region] : undefined;
    const extra = extras.find((each) => each.method === method && each.path.test(path));
    if (!root || !extra) return null;
    return {
      operation: extra.id,
      region,
      method,
      url: root + path.slice('/extras'.length) + query,
      path,
      params: { loadBalancerId: extra.path.exec(path)?.[1] ?? '' },
      counted: false,
    };
  }
  const match = matchOperation(method, path);
  return (
    match && {
      operation: match.id,
      region,
      method,
      url: session.endpoints[region] + path + query,
      path: path + query,
      params: match.params,
      counted: path.startsWith('/loadbalancers'),
    }
  );
}
