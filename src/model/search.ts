import ipaddr from 'ipaddr.js';
import { comparable, trimmed } from '../../contract/shared/text.ts';
import type { LoadBalancer } from './load-balancer.ts';

/** What an address is written with; a cheap look before it is parsed. */
const looksLikeAddress = /^\[?(?=.*[.:])[\da-f.:]+(?:%\w+)?\]?$/i;

/**
 * The one spelling of an IP address, however it was written: IPv6 as RFC 5952 has it, an IPv4 address mapped into IPv6 as IPv4, without
 * brackets. Null when the text is no whole address.
 */
export function canonicalAddress(text: string): string | null {
  const written = trimmed(text);
  if (!looksLikeAddress.test(written)) return null;
  const bare = written.replace(/^\[(.*)\]$/, '$1');
  if (!ipaddr.IPv4.isValidFourPartDecimal(bare) && !ipaddr.IPv6.isValid(bare)) return null;
  return ipaddr.process(bare).toString();
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
