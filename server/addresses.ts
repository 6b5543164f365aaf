import ipaddr from 'ipaddr.js';

/**
 * Where an address lies, from the inside out. `never` holds what no endpoint can be: link-local (cloud metadata services
 * answer there), multicast, unspecified and reserved addresses.
 */
export type Reach = 'loopback' | 'private' | 'public' | 'never';

const reaches: Record<string, Reach> = {
  loopback: 'loopback',
  private: 'private',
  uniqueLocal: 'private',
  carrierGradeNat: 'private',
  unicast: 'public',
};

/** The reach of an IP address in text form; `never` for anything else. IPv4 inside IPv6 counts as the IPv4 address. */
export function reachOf(address: string): Reach {
  if (!ipaddr.isValid(address)) return 'never';
  return reaches[ipaddr.process(address).range()] ?? 'never';
}

const order: readonly Reach[] = ['loopback', 'private', 'public'];

/**
 * Whether an endpoint named by the catalog may lie at `reach` when the identity service lies at `identity`: never further
 * inside than the identity service itself, so that a catalog on the internet cannot point into the server's own network.
 */
export const mayReach = (identity: Reach, reach: Reach): boolean =>
  reach !== 'never' && identity !== 'never' && order.indexOf(reach) >= order.indexOf(identity);

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

/** Whether a URL's host name is an IP address rather than a name. */
export const isAddress = (hostname: string): boolean => ipaddr.isValid(bare(hostname)) && /[.:]/.test(hostname);

/** The reach that a URL's host name shows by itself; null for a name that must be resolved first. */
export function literalReach(hostname: string): Reach | null {
  const host = bare(hostname).toLowerCase();
  if (host === 'localhost' || host.endsWith('.localhost')) return 'loopback';
  return isAddress(hostname) ? reachOf(host) : null;
}

/** Whether a URL's host name means this machine: localhost, 127.0.0.0/8 or ::1. */
export const isLoopback = (hostname: string): boolean => literalReach(hostname) === 'loopback';
