import { faults } from '../../contract/clb/faults.ts';
import { may } from '../../contract/clb/roles.ts';
import { type Answer, json, ok, plainFault, unknownPath } from './answer.ts';
import type { Service } from './context.ts';
import type { EndpointCall } from './dispatch.ts';
import type { Caller } from './identity.ts';
import { finished } from './model.ts';
import { decoded } from './router.ts';

/**
 * What this region offers beyond the API, under a catalog entry of its own type: the live persistence table and what of a load
 * balancer is carried here. See docs/region.md.
 */
const paths = /^\/loadbalancers\/(\d+)\/sessions(?:\/([^/]+))?\/?$/;

/** Answers a call below `{url}/{region}/extras/{account}`. */
export async function extras(
  { store, dataPlane }: Service,
  { call, region, account, path }: EndpointCall,
  caller: Caller | undefined,
): Promise<Answer> {
  if (caller?.token.account !== account) return plainFault(401, faults.AUTH401.words.default);
  const match = paths.exec(path);
  if (!match) return unknownPath;
  const loadBalancer = store.find(account, region, Number(match[1]));
  if (!loadBalancer || loadBalancer.status === 'DELETED') return plainFault(404, faults.LB404.words.default);

  if (call.method === 'GET' && match[2] === undefined) {
    const notCarried = dataPlane
      ? dataPlane.notCarried(finished(loadBalancer))
      : 'This region runs without HAProxy: no traffic is carried.';
    return ok({
      persistenceType: loadBalancer.sessionPersistence,
      notCarried,
      sessions: dataPlane ? await dataPlane.sessions(loadBalancer.id) : null,
    });
  }
  if (call.method === 'DELETE' && match[2] !== undefined) {
    if (!may(caller.roles, 'write')) return json(403, { message: faults.ROLE403.words.default, code: 403 });
    const client = decoded(match[2]);
    const known = client !== null && (await dataPlane?.forget(loadBalancer.id, client));
    return known ? { status: 204, body: '' } : plainFault(404, 'This client is not in the persistence table.');
  }
  return { status: 405, body: '', headers: { allow: match[2] === undefined ? 'GET' : 'DELETE' } };
}
