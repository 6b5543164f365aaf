import type { QueryParameter } from '../../../contract/clb/operations/operation.ts';
import { lowerBound } from '../load-balancer-index.ts';

/** Source: CLB v1.0 developer guide, "Paginated collections". */

const integer = /^[-+]?\d{1,15}$/;
const largest = 2 ** 31 - 1;

/** Whether a value reads as an integer of 32 bits. */
const isInteger = (value: string): boolean => integer.test(value) && Math.abs(Number(value)) <= largest;

/** The ids that a parameter names; several stand in several parameters or between commas. */
const idTexts = (values: readonly string[]): string[] => values.flatMap((value) => value.split(',')).filter(Boolean);

/**
 * Whether every integer of an operation's query can be read; those left empty count as left out. The service answers a path that it
 * does not know where one cannot (JAX-RS 1.1, 3.2), before it looks at anything else.
 */
export const isReadable = (parameters: readonly QueryParameter[], query: URLSearchParams): boolean =>
  parameters.every(({ name, type }) => {
    if (type === 'integer-list') return idTexts(query.getAll(name)).every(isInteger);
    return type !== 'integer' || !query.get(name) || isInteger(query.get(name)!);
  });

/** An integer parameter; undefined when it is missing or no integer. */
export function integerParameter(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  return value !== null && isInteger(value) ? Number(value) : undefined;
}

/** Length of a page: missing, negative and larger values count as `most`. */
export function limitOf(query: URLSearchParams, most = 100): number {
  const limit = integerParameter(query, 'limit');
  return limit === undefined || limit < 0 || limit > most ? most : limit;
}

/** Items from `marker` on, the marker's own included. Items stand in the order of their ids. */
export function pageById<Item extends { readonly id: number }>(items: readonly Item[], query: URLSearchParams): Item[] {
  const marker = integerParameter(query, 'marker') ?? 0;
  return items.filter(({ id }) => id >= marker).slice(0, limitOf(query));
}

/** Ids from `marker` on, `offset` skipped, `limit` taken. */
export function pageOfIds(ids: readonly number[], query: URLSearchParams): readonly number[] {
  const marker = integerParameter(query, 'marker');
  const start =
    (marker === undefined ? 0 : lowerBound(ids, marker)) + Math.max(0, integerParameter(query, 'offset') ?? 0);
  return ids.slice(start, start + limitOf(query));
}

export interface Page<Item> {
  readonly items: Item[];
  readonly links: { readonly rel: 'next' | 'previous'; readonly href: string }[];
}

/** A page of a report with links to the ones beside it. `address`: where the report stands, without a query. */
export function reportPage<Item>(
  items: readonly Item[],
  query: URLSearchParams,
  address: string,
  { usual = 500, most = 1000 } = {},
): Page<Item> {
  const wanted = integerParameter(query, 'limit');
  const limit = wanted === undefined ? usual : Math.min(most, Math.max(1, wanted));
  const offset = Math.max(0, integerParameter(query, 'offset') ?? 0);
  const href = (start: number) => {
    const link = new URLSearchParams(query);
    link.set('limit', `${limit}`);
    link.set('offset', `${start}`);
    return `${address}?${link}`;
  };
  return {
    items: items.slice(offset, offset + limit),
    links: [
      ...(offset + limit < items.length ? [{ rel: 'next' as const, href: href(offset + limit) }] : []),
      ...(offset > 0 ? [{ rel: 'previous' as const, href: href(Math.max(0, offset - limit)) }] : []),
    ],
  };
}

/** Ids of a bulk deletion, each once. */
export const idsOf = (query: URLSearchParams): number[] => [...new Set(idTexts(query.getAll('id')).map(Number))];
