import { comparable, trimmed } from '../../contract/shared/text.ts';
import type { LoadBalancer } from './load-balancer.ts';

/** What an address is written with; a cheap look before it is parsed. */
const looksLikeAddress = /^\[?(?=.*[.:])[\da-f.:]+(?:%\w+)?\]?$/i;
const byte = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const ipv4 = new RegExp(`^${byte}(?:\\.${byte}){3}$`);
/** An IPv4 address mapped into IPv6, as browsers write it. Source: RFC 4291, 2.5.5.2. */
const mapped = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/;

/**
 * The one spelling of an IP address, however it was written: IPv6 as RFC 5952 has it, an IPv4 address mapped into IPv6 as IPv4, without
 * brackets. Null when the text is no whole address. IPv6 is read as the browser reads it in a URL.
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

/** The text of a search: what stands in `parts`, with the addresses in it also in their one spelling. Compare with `searchWords`. */
export function searchText(...parts: readonly (string | null | undefined)[]): string {
  const texts = parts.filter((part): part is string => Boolean(part)).map(comparable);
  const addresses = texts.flatMap((text) => text.split(' ').flatMap((word) => canonicalAddress(word) ?? []));
  return [...texts, ...addresses].join('\n');
}

const textsOfRows = new WeakMap<LoadBalancer, string>();

/** What a load balancer is found by: its name, id and virtual IPs. */
export function rowText(row: LoadBalancer): string {
  let text = textsOfRows.get(row);
  if (text === undefined) {
    text = searchText(row.name, row.id, ...row.virtualIps.map(({ address }) => address));
    textsOfRows.set(row, text);
  }
  return text;
}

/** The words that somebody looks for, as they are compared. */
export const searchWords = (query: string): readonly string[] =>
  comparable(query)
    .split(' ')
    .filter(Boolean)
    .map((word) => canonicalAddress(word) ?? word);

/** Whether every word stands somewhere in the text, which `searchText` made. */
export const hasWords = (text: string, words: readonly string[]): boolean => words.every((word) => text.includes(word));
