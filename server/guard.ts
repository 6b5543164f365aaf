import { isAddress, isLoopback } from './addresses.ts';
import { PanelError } from './reply.ts';
import type { HeaderReader } from './request.ts';

/** What a request is told whose target and Host make no address. */
export const unreadable = (): PanelError =>
  new PanelError(400, 'bad-request', 'The request’s address or its Host header cannot be read. Check the address.');

/** Whether a Host is the public address; the port that belongs to its scheme may be left out or written. */
const isPublic = ({ host }: URL, publicUrl: URL): boolean =>
  URL.parse(`${publicUrl.protocol}//${host}`)?.host === publicUrl.host;

/**
 * Refuses a request whose Host is not the panel's: the public address where one is set, else this machine's names or a bare
 * IP address. A name that an attacker points at this machine (DNS rebinding) is neither. `metrics`: whether figures are asked
 * for, which are also read under a bare IP address where there is a public one.
 * Throws a PanelError.
 */
export function checkHost(url: URL, publicUrl: URL | undefined, metrics = false): void {
  if (isLoopback(url.hostname) || (publicUrl && isPublic(url, publicUrl))) return;
  if ((!publicUrl || metrics) && isAddress(url.hostname)) return;
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
  // Where TLS ends in front, a page at the same name without it is another site. This machine may be asked as it calls itself.
  const self = publicUrl === undefined || isLoopback(url.hostname);
  const own = origin === publicUrl?.origin || (self && origin === url.origin);
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
