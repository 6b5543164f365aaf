/** What of a load balancer a check needs, whichever API told it. */
export interface CheckedLoadBalancer {
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
  /** Name of the application's own cookie that is followed; null where none is. */
  readonly applicationCookie: string | null;
  /** What has the status, as it stands in a sentence. */
  readonly statusOf: 'load balancer' | 'pool';
  /** Whether a cookie of this name can only be the load balancer's own; null where it inserts none. */
  readonly ownCookie: ((name: string) => boolean) | null;
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
