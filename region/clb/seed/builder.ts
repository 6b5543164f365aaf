import type { Clock } from '../../../contract/shared/clock.ts';
import type { Node, NodeCondition, RegionName, VirtualIp } from '../../data-plane.ts';
import { madeNode } from '../handlers/node-values.ts';
import type { LoadBalancer, Settings } from '../model.ts';
import type { Store } from '../store.ts';
import { demoAccount } from '../users.ts';
import type { VirtualIpRange } from '../virtual-ip-range.ts';

export interface SeedSurroundings {
  readonly store: Store;
  readonly clock: Clock;
  readonly virtualIps: Readonly<Record<RegionName, VirtualIpRange>>;
}

/** Where ids of a seed start; the API's own examples look alike. */
const firstId = 71;

export interface NodeDraft {
  /** Left out: the address of the demo's own nodes. */
  readonly address?: string;
  readonly port: number;
  readonly condition?: NodeCondition;
  readonly type?: Node['type'];
  readonly weight?: number;
}

export interface Draft extends Partial<Omit<Settings, 'nodes' | 'virtualIps' | 'metadata'>> {
  readonly region: RegionName;
  readonly account?: string;
  readonly name: string;
  readonly protocol: Settings['protocol'];
  readonly port: number;
  readonly nodes?: readonly NodeDraft[];
  readonly ipv6?: true;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly status?: LoadBalancer['status'];
  readonly held?: true;
  /** Minutes before the start at which it was made. */
  readonly age?: number;
}

/** The demo's own nodes, n1 to n9: small programs on this machine that say their name. */
export const httpNode = (number: number): NodeDraft => ({ port: 8090 + number });
export const httpsNode = (number: number): NodeDraft => ({ port: 8190 + number });

/** Makes whole load balancers of drafts, each with a virtual IP of its own. */
export function builder({ store, clock, virtualIps }: SeedSurroundings) {
  const taken = new Set(store.addresses);

  function virtualIpsOf(region: RegionName, ipv6: boolean): VirtualIp[] {
    const address = virtualIps[region].ipv4(taken);
    if (address === null) throw new Error(`The range of ${region} in REGION_VIPS is too small for this seed.`);
    taken.add(address);
    const ipv4: VirtualIp = { id: store.nextId('virtualIp'), address, type: 'PUBLIC', ipVersion: 'IPV4' };
    if (!ipv6) return [ipv4];
    const expanded = virtualIps[region].ipv6(taken);
    taken.add(expanded);
    return [ipv4, { id: store.nextId('virtualIpv6', 9_000_000), address: expanded, type: 'PUBLIC', ipVersion: 'IPV6' }];
  }

  return (draft: Draft): LoadBalancer => {
    const {
      region,
      account = demoAccount,
      nodes = [],
      ipv6,
      metadata = {},
      status = 'ACTIVE',
      held,
      age = 60,
      ...settings
    } = draft;
    const created = clock.now() - age * 60_000;
    return {
      id: store.nextId('loadBalancer', firstId),
      account,
      region,
      algorithm: 'RANDOM',
      timeout: 30,
      halfClosed: false,
      httpsRedirect: false,
      virtualIps: status === 'DELETED' ? [] : virtualIpsOf(region, ipv6 ?? false),
      nodes: nodes.map(({ address = virtualIps.ORD.nodeAddress, condition = 'ENABLED', ...node }) =>
        madeNode({ ...node, address, condition }, store),
      ),
      accessList: [],
      metadata: Object.entries(metadata).map(([key, value]) => ({ id: store.nextId('meta'), key, value })),
      sessionPersistence: null,
      healthMonitor: null,
      connectionThrottle: null,
      connectionLogging: false,
      contentCaching: false,
      sslTermination: null,
      errorPage: null,
      status,
      created,
      updated: created,
      job: null,
      held: held ?? false,
      ...settings,
    };
  };
}
