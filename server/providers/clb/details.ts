import { z } from 'zod';
import { persistenceCookieOf } from '../../../contract/clb/persistence-cookie.ts';
import type { CheckedLoadBalancer } from '../../checks/subject.ts';

const word = z.string().max(256);
const port = z.int().min(1).max(65_535);
const flag = z.boolean().nullish();

/** Only what is used is looked at: a region may answer more than the documents say. */
const details = z.looseObject({
  id: z.int(),
  status: word,
  protocol: word,
  port,
  virtualIps: z
    .array(z.looseObject({ address: word, ipVersion: word.nullish() }))
    .max(100)
    .nullish(),
  nodes: z
    .array(z.looseObject({ address: word, port: z.int(), condition: word, status: word }))
    .max(1_000)
    .nullish(),
  sessionPersistence: z.looseObject({ persistenceType: word.nullish() }).nullish(),
  contentCaching: z.looseObject({ enabled: flag }).nullish(),
  httpsRedirect: flag,
  sslTermination: z.looseObject({ enabled: flag, securePort: port.nullish(), secureTrafficOnly: flag }).nullish(),
});

/** Names of the cookies that Rackspace's load balancers (Zeus Traffic Manager) insert. */
const zeusCookie = /^X-Mapping-[a-z]{8}$/;

function ownCookie(
  id: number,
  type: string | null,
  protocol: string,
  local: boolean,
): CheckedLoadBalancer['ownCookie'] {
  if (type !== 'HTTP_COOKIE' || protocol !== 'HTTP') return null;
  return local ? (name) => name === persistenceCookieOf(id) : (name) => zeusCookie.test(name);
}

/**
 * Reads the answer to "Show load balancer details": `deleted` where only a deleted one's name is left, null where the answer is
 * none that the check can rely on. `local`: whether it is a local region's. Source: CLB v1.0 developer guide, "Show load balancer details".
 */
export function readDetails(answer: unknown, local: boolean): CheckedLoadBalancer | 'deleted' | null {
  const { loadBalancer } = (answer ?? {}) as { loadBalancer?: unknown };
  if ((loadBalancer as { status?: unknown } | null | undefined)?.status === 'DELETED') return 'deleted';
  const read = details.safeParse(loadBalancer);
  if (!read.success) return null;
  const { id, status, protocol, sslTermination: ssl, ...found } = read.data;
  const type = found.sessionPersistence?.persistenceType ?? null;
  return {
    status,
    protocol,
    port: found.port,
    virtualIps: (found.virtualIps ?? []).map(({ address, ipVersion }) => ({ address, ipVersion: ipVersion ?? '' })),
    nodes: (found.nodes ?? []).map((node) => ({
      address: node.address,
      port: node.port,
      condition: node.condition,
      status: node.status,
    })),
    type,
    contentCaching: found.contentCaching?.enabled ?? false,
    httpsRedirect: found.httpsRedirect ?? false,
    sslTermination: ssl
      ? {
          enabled: ssl.enabled ?? true,
          securePort: ssl.securePort ?? null,
          secureTrafficOnly: ssl.secureTrafficOnly ?? false,
        }
      : null,
    applicationCookie: null,
    statusOf: 'load balancer',
    ownCookie: ownCookie(id, type, protocol, local),
  };
}
