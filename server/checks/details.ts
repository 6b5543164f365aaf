import { z } from 'zod';

/** What of a load balancer's details a check needs. Source: CLB v1.0 developer guide, "Show load balancer details". */
export interface CheckedLoadBalancer {
  readonly id: number;
  readonly status: string;
  readonly protocol: string;
  readonly port: number;
  readonly virtualIps: readonly { readonly address: string; readonly ipVersion: string }[];
  readonly nodes: readonly {
    readonly address: string;
    readonly port: number;
    readonly condition: string;
    readonly status: string;
  }[];
  /** The API's persistence type; null when disabled. */
  readonly type: string | null;
  readonly contentCaching: boolean;
  readonly httpsRedirect: boolean;
  readonly sslTermination: {
    readonly enabled: boolean;
    readonly securePort: number | null;
    readonly secureTrafficOnly: boolean;
  } | null;
}

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

/**
 * Reads the answer to "Show load balancer details": `deleted` where only a deleted one's name is left, null where the answer is
 * none that the check can rely on.
 */
export function readDetails(answer: unknown): CheckedLoadBalancer | 'deleted' | null {
  const { loadBalancer } = (answer ?? {}) as { loadBalancer?: unknown };
  if ((loadBalancer as { status?: unknown } | null | undefined)?.status === 'DELETED') return 'deleted';
  const read = details.safeParse(loadBalancer);
  if (!read.success) return null;
  const { id, status, protocol, sslTermination: ssl, ...found } = read.data;
  return {
    id,
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
    type: found.sessionPersistence?.persistenceType ?? null,
    contentCaching: found.contentCaching?.enabled ?? false,
    httpsRedirect: found.httpsRedirect ?? false,
    sslTermination: ssl
      ? {
          enabled: ssl.enabled ?? true,
          securePort: ssl.securePort ?? null,
          secureTrafficOnly: ssl.secureTrafficOnly ?? false,
        }
      : null,
  };
}

/** What must not change while a check runs, as one text. */
export const stateOf = ({ status, type, contentCaching, nodes }: CheckedLoadBalancer): string =>
  JSON.stringify([status, type, contentCaching, nodesKey(nodes)]);

/** Names the nodes that may answer, as one text. */
export const nodesKey = (nodes: CheckedLoadBalancer['nodes']): string =>
  nodes
    .filter(({ condition }) => condition !== 'DISABLED')
    .map(({ address, port }) => `${address} ${port}`)
    .sort()
    .join();
