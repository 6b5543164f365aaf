import { isLoopback } from '../../addresses.ts';
import { objection } from '../endpoints.ts';

/** The catalog entry of Cloud Load Balancers. Source: Identity v2.0, "Service access". */
const loadBalancers = { type: 'rax:load-balancer', name: 'cloudLoadBalancers' };
/** What a local region offers beside the API (session tables, figures of its engine). */
const extras = { type: 'holdfast:region-extras' };

export interface CatalogService {
  readonly name?: string | undefined;
  readonly type?: string | undefined;
  readonly endpoints?:
    | readonly { readonly region?: string | undefined; readonly publicURL?: string | undefined }[]
    | undefined;
}

export interface Endpoints {
  readonly endpoints: Record<string, string>;
  readonly extras: Record<string, string>;
  /** One sentence for each endpoint that the panel does not use. */
  readonly refused: readonly string[];
}

const regionName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/;

const isPlainAllowed = ({ hostname }: URL): boolean => isLoopback(hostname);

/**
 * The endpoints that a sign-in may be forwarded to, from its service catalog: https unless on loopback, never further inside
 * the network than the identity service (names are checked again when they are resolved).
 */
export function readCatalog(services: readonly CatalogService[], identityUrl: string): Endpoints {
  const identity = new URL(identityUrl);
  const refused: string[] = [];
  const collect = (wanted: (service: CatalogService) => boolean): Record<string, string> => {
    const found: Record<string, string> = {};
    for (const { region = '', publicURL = '' } of services.filter(wanted).flatMap(({ endpoints }) => endpoints ?? [])) {
      const reason = regionName.test(region)
        ? objection(region, publicURL, identity, isPlainAllowed)
        : 'A region’s name in the catalog is not one word of letters and digits.';
      if (reason) refused.push(reason);
      else found[region.toUpperCase()] ??= publicURL.replace(/\/+$/, '');
    }
    return found;
  };
  return {
    endpoints: collect(({ type, name }) => type === loadBalancers.type && name === loadBalancers.name),
    extras: isLoopback(identity.hostname) ? collect(({ type }) => type === extras.type) : {},
    refused,
  };
}
