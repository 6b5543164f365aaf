import { canonicalAddress } from '../../contract/shared/address.ts';
import { comparable } from '../../contract/shared/text.ts';
import type { LoadBalancer } from './load-balancer.ts';

/** The text of a search: what stands in `parts`, with the addresses in it also in their one spelling. Compare with `searchWords`. */
export function searchText(...parts: readonly (string | null | undefined)[]): string {
  const texts = parts.filter((part): part is string => Boolean(part)).map(comparable);
  const addresses = texts.flatMap((text) => text.split(' ').flatMap((word) => canonicalAddress(word) ?? []));
  return [...texts, ...addresses].join('\n');
}

const textsOfRows = new WeakMap<LoadBalancer, string>();

/** What a load balancer is found by: its name, id, virtual IPs and who else manages it. */
export function rowText(row: LoadBalancer): string {
  let text = textsOfRows.get(row);
  if (text === undefined) {
    text = searchText(row.name, row.id, ...row.virtualIps.map(({ address }) => address), ...(row.owners ?? []));
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
