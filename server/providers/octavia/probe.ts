import { highestVersion, looksForeign } from '../../../contract/octavia/versions.ts';
import { type Upstream, type UpstreamAnswer, UpstreamError } from '../../upstream.ts';

/**
 * What a region's service is to a token. `denied`: its policy lets this sign-in read nothing; `foreign`: it only looks like Octavia;
 * `unknown`: it did not tell, which later reads will.
 */
export type Finding = 'open' | 'denied' | 'foreign' | 'unknown';

const answerLimit = 256 * 1024;
const timeout = 8_000;

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

/**
 * Asks a region what it is and what the token may do there: roles prove nothing, a policy is the cloud's own. Never throws. Sources:
 * Load-balancer API v2 reference, "API discovery"; contract/octavia/roles.ts.
 */
export async function probe(
  upstream: Upstream,
  { service, token, account, endpoint }: { service: string; token: string; account: string; endpoint: string },
): Promise<Finding> {
  const get = async (path: string): Promise<UpstreamAnswer | null> => {
    try {
      return await upstream({
        method: 'GET',
        url: endpoint + path,
        headers: { Accept: 'application/json', 'X-Auth-Token': token, 'User-Agent': 'Holdfast' },
        body: null,
        limit: answerLimit,
        timeout,
        account,
        service,
      });
    } catch (error) {
      if (error instanceof UpstreamError) return null;
      throw error;
    }
  };
  const [versions, rows] = await Promise.all([get('/'), get('/v2/lbaas/loadbalancers?limit=1&fields=id')]);
  const list = versions && parse(versions.body);
  const isList = typeof list === 'object' && list !== null && 'versions' in list && Array.isArray(list.versions);
  if (looksForeign(rows && parse(rows.body)) || (versions?.status === 200 && isList && highestVersion(list) === null))
    return 'foreign';
  if (rows?.status === 403) return 'denied';
  return rows?.status === 200 ? 'open' : 'unknown';
}
