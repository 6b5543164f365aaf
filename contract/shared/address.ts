import { trimmed } from './text.ts';

/** What an address is written with; a cheap look before it is parsed. */
const looksLikeAddress = /^\[?(?=.*[.:])[\da-f.:]+(?:%\w+)?\]?$/i;
const byte = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const ipv4 = new RegExp(`^${byte}(?:\\.${byte}){3}$`);
/** An IPv4 address mapped into IPv6, as browsers write it. Source: RFC 4291, 2.5.5.2. */
const mapped = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/;

/**
 * The one spelling of an IP address, however it was written: IPv6 as RFC 5952 has it, an IPv4 address mapped into IPv6 as IPv4, without
 * brackets. Null when the text is no whole address. IPv6 is read as in a URL. Never throws.
 */
export function canonicalAddress(text: string): string | null {
  const written = trimmed(text);
  if (!looksLikeAddress.test(written)) return null;
  const [address = '', zone] = written.replace(/^\[(.*)\]$/, '$1').split('%');
  if (ipv4.test(address) && zone === undefined) return address.replace(/(^|\.)0+(?=\d)/g, '$1');
  const url = `http://[${address}]/`;
  if (!address.includes(':') || !URL.canParse(url)) return null;
  const plain = new URL(url).hostname.slice(1, -1);
  const [, high, low] = mapped.exec(plain) ?? [];
  if (high === undefined || low === undefined) return zone === undefined ? plain : `${plain}%${zone}`;
  const bytes = Number.parseInt(high, 16) * 65_536 + Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => Math.floor(bytes / 2 ** shift) % 256).join('.');
}

/** The address in the form in which equal ones are equal: `canonicalAddress`, and a host name in small letters. Never throws. */
export const comparableAddress = (address: string): string => canonicalAddress(address) ?? address.toLowerCase();

/** A network, or an address alone, in the form in which equal ones are equal: its address as `comparableAddress` has it. Never throws. */
export function comparableNetwork(network: string): string {
  const [, address = network, prefix = ''] = /^(.*?)(\/\d+)$/.exec(network) ?? [];
  return `${comparableAddress(address)}${prefix}`;
}
