import { isLoopback } from '../../addresses.ts';
import { objection } from '../endpoints.ts';
import type { OpenStackCloud } from './cloud.ts';
import type { TokenBody } from './keystone.ts';

/** The catalog's type of Octavia; `network` is Neutron, whose own LBaaS is another service. Source: os-service-types. */
const serviceType = 'load-balancer';
const longestRegion = 255;

export interface Endpoints {
  /** Region name → root of the API without its version, as the catalog spells the name. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** One sentence for each endpoint that the panel does not use. */
  readonly refused: readonly string[];
  /** Other regions of the catalog, which have no load balancers. */
  readonly without: readonly string[];
}

/** Without the version that some clouds write at its end: the paths have it. */
const rootOf = (url: string): string => url.replace(/\/+$/, '').replace(/\/v2(\.0)?$/, '');

const isRegionName = (name: string): boolean =>
  name !== '' && name.length <= longestRegion && name.isWellFormed() && !/\p{Cc}/u.test(name);

/**
 * The endpoints that a sign-in may be forwarded to, from the catalog of its token: https, or http on loopback or where the operator named
 * an http identity service; never further inside the network than that. The cloud's own address of load balancers, where it has one, is
 * held to the same. Regions that the cloud names come first. Source: Identity API v3 reference, "Get service catalog".
 */
export function readCatalog(catalog: TokenBody['catalog'], cloud: OpenStackCloud): Endpoints {
  const identity = new URL(cloud.url);
  const isPlainAllowed = ({ hostname }: URL) => identity.protocol === 'http:' || isLoopback(hostname);
  const all = catalog.flatMap(({ type, endpoints = [] }) =>
    endpoints.map((each) => ({ type, ...each, name: each.region_id ?? each.region ?? '' })),
  );
  const catalogs = all.filter((each) => each.type === serviceType && each.interface === cloud.interface);
  const names = [...new Set(all.map(({ name }) => name))].filter(isRegionName);
  const { endpointOverride: override } = cloud;
  const known = catalogs.map(({ name }) => name);
  const overridden = known.length > 0 ? known : cloud.regions.length > 0 ? cloud.regions : names.slice(0, 1);
  const found =
    override === null
      ? catalogs.map(({ name, url = '' }) => ({ name, url }))
      : overridden.map((name) => ({ name, url: override }));

  const endpoints = new Map<string, string>();
  const refused: string[] = [];
  for (const { name, url } of found) {
    const reason = isRegionName(name)
      ? objection(name, url, identity, isPlainAllowed)
      : 'A region’s name in the catalog is empty, longer than 255 characters or holds control characters.';
    if (reason) refused.push(reason);
    else if (!endpoints.has(name)) endpoints.set(name, rootOf(url));
  }
  const place = (name: string) => (cloud.regions.includes(name) ? cloud.regions.indexOf(name) : cloud.regions.length);
  const sorted = [...endpoints].sort(([a], [b]) => place(a) - place(b) || a.localeCompare(b));
  return { endpoints: Object.fromEntries(sorted), refused, without: names.filter((name) => !endpoints.has(name)) };
}
