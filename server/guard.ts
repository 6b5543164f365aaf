import { isAddress, isLoopback } from './addresses.ts';
import { PanelError } from './reply.ts';
import type { HeaderReader } from './request.ts';

/**
 * Refuses a request whose Host is not the panel's: the public address where one is set, else this machine's names or a bare
 * IP address. A name that an attacker points at this machine (DNS rebinding) is neither.
 * Throws a PanelError.
 */
export function checkHost(url: URL, publicUrl: URL | undefined): void {
  if (
    publicUrl
      ? url.host === publicUrl.host || isLoopback(url.hostname)
      : isLoopback(url.hostname) || isAddress(url.hostname)
  )
    return;
  throw new PanelError(
    421,
    'unknown-host',
    publicUrl
      ? `The panel answers at ${publicUrl.origin}, not under the name that this request used.`
      : 'The panel does not know the name that this request used. Set PUBLIC_URL to the address under which people reach it.',
  );
}

/**
 * Refuses requests that another site caused. A write must prove that it comes from the panel's own pages, by `Origin` or
 * `Sec-Fetch-Site`; a read of data must at least not say that it comes from elsewhere.
 * Throws a PanelError.
 */
export function checkSite(method: string, headers: HeaderReader, url: URL, publicUrl: URL | undefined): void {
  const site = headers.get('sec-fetch-site');
  const origin = headers.get('origin');
  const foreign = site !== null && site !== 'same-origin' && site !== 'none';
  if (method === 'GET' || method === 'HEAD') {
    if (foreign) throw crossSite('This request came from another site.');
    return;
  }
  const own = origin === url.origin || (publicUrl !== undefined && origin === publicUrl.origin);
  if (origin !== null && !own)
    throw crossSite(
      publicUrl
        ? `This request came from a page that is not at ${publicUrl.origin}.`
        : 'This request came from a page at another address. If something stands in front of the panel, set PUBLIC_URL.',
    );
  if (foreign || (site === 'none' && origin === null)) throw crossSite('This request came from another site.');
  if (origin === null && site === null)
    throw crossSite(
      'This request does not say which page it came from. Send an Origin header with the panel’s address.',
    );
}

const crossSite = (message: string): PanelError => new PanelError(403, 'cross-site', message);
