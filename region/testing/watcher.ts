import { allows } from '../../contract/clb/persistence.ts';
import { statuses } from '../../contract/clb/statuses.ts';
import { type Endpoint, endpoints, type Known } from './generated-requests.ts';
import type { Body, TestRegion } from './test-region.ts';

/** What a load balancer's status may become by itself or by a request, from one look to the next. */
const next: Readonly<Record<string, readonly string[]>> = {
  BUILD: ['ACTIVE', 'ERROR'],
  ACTIVE: ['PENDING_UPDATE', 'PENDING_DELETE'],
  PENDING_UPDATE: ['ACTIVE', 'ERROR'],
  PENDING_DELETE: ['DELETED', 'ERROR'],
  SUSPENDED: [],
  ERROR: [],
  DELETED: [],
};

/** Protocols that may stand on the same port of the same virtual IP. */
const companions = [
  [['DNS_TCP'], ['DNS_UDP']],
  [
    ['TCP', 'TCP_CLIENT_FIRST'],
    ['UDP', 'UDP_STREAM'],
  ],
] as const;
const goTogether = (one: string, other: string) =>
  companions.some(([left, right]) =>
    [
      [one, other],
      [other, one],
    ].some(([a, b]) => (left as readonly string[]).includes(a!) && (right as readonly string[]).includes(b!)),
  );

const listenersOf = ({ port, protocol, sslTermination }: Body): { port: number; protocol: string }[] => [
  { port, protocol },
  ...(sslTermination ? [{ port: sslTermination.securePort, protocol: 'HTTPS' }] : []),
];

/** Most items that a load balancer may hold, by the part of its details. */
const limits = { nodes: 25, accessList: 100, metadata: 25, mappings: 20 } as const;

const keyOf = ({ account, regionName }: Endpoint) => `${regionName}/${account}`;

function insist(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new Error(sentence);
}

/** Reads the region as its customers do and says what must never be: the rules stand here a second time, in the documents' words. */
export class Watcher implements Known {
  #at: TestRegion;
  readonly #present = new Map<string, Map<number, Body>>();
  /** Whose an id is, for ever: `node 31` → the load balancer and address it was first seen with. */
  readonly #owners = new Map<string, string>();
  readonly #gone = new Set<number>();
  #virtualIps = new Set<number>();
  readonly goneVirtualIps = new Set<number>();
  readonly #limit: number;

  constructor(at: TestRegion, limit: number) {
    this.#at = at;
    this.#limit = limit;
  }

  /** Another region took over the same records. */
  moveTo(at: TestRegion): void {
    this.#at = at;
  }

  loadBalancers = (endpoint: Endpoint): readonly Body[] => [...(this.#present.get(keyOf(endpoint))?.values() ?? [])];

  status = (endpoint: Endpoint, id: number): string | undefined => this.#present.get(keyOf(endpoint))?.get(id)?.status;

  async read(endpoint: Endpoint, path: string): Promise<Body> {
    const { status, body } = await this.#at.ask('GET', path, endpoint);
    insist(status === 200, `GET ${path} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  /** Looks at everything that may have changed. `touched`: read again though its status is the same. `told`: whose status was set from outside. */
  async look(touched: number | undefined, told?: number): Promise<void> {
    for (const endpoint of endpoints) {
      const { loadBalancers } = await this.read(endpoint, '/loadbalancers?limit=100');
      const before = this.#present.get(keyOf(endpoint)) ?? new Map<number, Body>();
      const after = new Map<number, Body>();
      for (const { id, status, updated } of loadBalancers) {
        const known = before.get(id);
        insist(statuses.includes(status) && status !== 'DELETED', `Load balancer ${id} is listed as ${status}.`);
        insist(!this.#gone.has(id), `Load balancer ${id} came back.`);
        if (known && known.status !== status && id !== told) {
          insist(next[known.status]!.includes(status), `Load balancer ${id} went from ${known.status} to ${status}.`);
        }
        const same = known && known.status === status && known.updated.time === updated.time && id !== touched;
        after.set(id, same ? known : await this.#details(endpoint, id));
      }
      for (const [id, { status }] of before) if (!after.has(id)) await this.#buried(endpoint, id, status);
      insist(after.size <= this.#limit, `${keyOf(endpoint)} has ${after.size} load balancers.`);
      this.#present.set(keyOf(endpoint), after);
    }
    this.#checkVirtualIps();
  }

  async #details(endpoint: Endpoint, id: number): Promise<Body> {
    const { loadBalancer } = await this.read(endpoint, `/loadbalancers/${id}`);
    const mappings = loadBalancer.sslTermination
      ? (await this.read(endpoint, `/loadbalancers/${id}/ssltermination/certificatemappings`)).certificateMappings.map(
          (each: Body) => each.certificateMapping ?? each,
        )
      : undefined;
    const details = { ...loadBalancer, ...(mappings && { mappings }) };
    this.#checkDetails(endpoint, details);
    return details;
  }

  async #buried(endpoint: Endpoint, id: number, before: string): Promise<void> {
    const { loadBalancer } = await this.read(endpoint, `/loadbalancers/${id}`);
    insist(
      loadBalancer.status === 'DELETED' && before === 'PENDING_DELETE',
      `Load balancer ${id} left the list as ${loadBalancer.status} after ${before}.`,
    );
    this.#gone.add(id);
  }

  #own(kind: string, id: number, owner: string): void {
    const key = `${kind} ${id}`;
    const known = this.#owners.get(key) ?? owner;
    insist(known === owner, `Id ${id} of a ${kind} belongs to ${known} and to ${owner}.`);
    this.#owners.set(key, known);
  }

  #checkDetails(endpoint: Endpoint, details: Body): void {
    const { id, protocol, sessionPersistence, sslTermination, port } = details;
    this.#own('load balancer', id, keyOf(endpoint));
    const type = sessionPersistence?.persistenceType ?? null;
    insist(allows(type, protocol), `Load balancer ${id} has persistence ${type} on ${protocol}.`);
    insist(sslTermination?.securePort !== port, `Load balancer ${id} has both listeners on port ${port}.`);
    for (const [part, most] of Object.entries(limits)) {
      const items: Body[] = details[part] ?? [];
      insist(items.length <= most, `Load balancer ${id} has ${items.length} in ${part}.`);
      insist(
        new Set(items.map((item) => item.id)).size === items.length,
        `Load balancer ${id} repeats an id in ${part}.`,
      );
    }
    for (const node of details.nodes) {
      this.#own('node', node.id, `${id} ${node.address}:${node.port}`);
      for (const meta of node.metadata ?? []) this.#own('metadata item', meta.id, `${id} node ${node.id} ${meta.key}`);
    }
    for (const { metadata = [] } of [details, ...details.nodes]) {
      const keys = metadata.map(({ key }: Body) => key);
      insist(new Set(keys).size === keys.length, `Load balancer ${id} has a metadata key twice: ${keys}.`);
    }
    const addresses = details.nodes.map((node: Body) => `${node.address}:${node.port}`);
    insist(new Set(addresses).size === addresses.length, `Load balancer ${id} has a node twice: ${addresses}.`);
    for (const item of details.accessList ?? []) this.#own('access list item', item.id, `${id} ${item.address}`);
    for (const meta of details.metadata ?? []) this.#own('metadata item', meta.id, `${id} ${meta.key}`);
    for (const mapping of details.mappings ?? []) this.#own('certificate mapping', mapping.id, `${id}`);
    for (const { id: number, address } of details.virtualIps) {
      this.#own('virtual IP', number, `${keyOf(endpoint)} ${address}`);
    }
  }

  /** Every load balancer has one, no address is anybody else's, and no two listeners stand on one port of it. */
  #checkVirtualIps(): void {
    const ids = new Map<string, number>();
    const users = new Map<number, Body[]>();
    for (const details of [...this.#present.values()].flatMap((each) => [...each.values()])) {
      insist(details.virtualIps.length > 0, `Load balancer ${details.id} has no virtual IP.`);
      for (const { id, address } of details.virtualIps) {
        insist((ids.get(address) ?? id) === id, `Address ${address} is virtual IP ${ids.get(address)} and ${id}.`);
        ids.set(address, id);
        users.set(id, [...(users.get(id) ?? []), details]);
      }
    }
    for (const id of this.#virtualIps) if (!users.has(id)) this.goneVirtualIps.add(id);
    this.#virtualIps = new Set(users.keys());
    for (const [id, sharing] of users) {
      insist(!this.goneVirtualIps.has(id), `Virtual IP ${id} came back.`);
      for (const [at, one] of sharing.entries()) {
        for (const other of sharing.slice(at + 1)) {
          const clash = listenersOf(one).find((mine) =>
            listenersOf(other).some(
              (theirs) => theirs.port === mine.port && !goTogether(theirs.protocol, mine.protocol),
            ),
          );
          insist(!clash, `Load balancers ${one.id} and ${other.id} share virtual IP ${id} and port ${clash?.port}.`);
        }
      }
    }
  }

  /** Everything that customers can read of the model. */
  async everything(): Promise<Record<string, Body>> {
    const found: Record<string, Body> = {};
    for (const endpoint of endpoints) {
      const at = keyOf(endpoint);
      const deleted = await this.read(endpoint, '/loadbalancers?status=DELETED&limit=100');
      found[`${at} deleted`] = deleted;
      found[`${at} list`] = await this.read(endpoint, '/loadbalancers?limit=100');
      found[`${at} feed`] = await this.read(endpoint, '/loadbalancers.atom');
      found[`${at} usage`] = await this.read(endpoint, '/loadbalancers/usage');
      for (const { id } of this.loadBalancers(endpoint)) {
        for (const part of ['', '.atom', '/errorpage', '/usage', '/sessionpersistence.atom']) {
          found[`${id}${part}`] = await this.read(endpoint, `/loadbalancers/${id}${part}`);
        }
        const { body } = await this.#at.ask('GET', `/loadbalancers/${id}/ssltermination`, endpoint);
        found[`${id}/ssltermination`] = body;
      }
    }
    return found;
  }
}
