import { faults } from '../../contract/octavia/faults.ts';
import type { Answer } from './answer.ts';
import { json, Refusal } from './answer.ts';
import { notText } from './broken.ts';

/** A list as the API answers it. `Item`: what a row is in the answer. */
export interface Listing<Item> {
  /** Key of the answer; `${key}_links` goes with it. */
  readonly key: string;
  /** In the order of creation, then id; of one project already. */
  readonly rows: readonly Item[];
  /** Finds the row that a marker names, of whatever project. */
  marked(id: string): Item | undefined;
  /** What a row has under a name that lists filter and sort by; undefined where the name is none. */
  value(row: Item, name: string): unknown;
  /** Names that may be filtered by. */
  readonly filters: readonly string[];
  readonly tagsOf?: (row: Item) => readonly string[];
  view(row: Item): Readonly<Record<string, unknown>>;
}

export interface Paging {
  /** Rows of a page at most. */
  readonly largestPage: number;
  /** Address of the list for links, without a query. */
  readonly address: string;
}

/** Names that are no filters. Source: octavia/api/common/pagination.py. */
const auxiliary = ['limit', 'marker', 'sort', 'sort_key', 'sort_dir', 'fields', 'page_reverse', 'project_id'];
const tagFilters = ['tags', 'tags-any', 'not-tags', 'not-tags-any'];

type Direction = 1 | -1;

function limitOf(query: URLSearchParams, largest: number): number {
  const given = query.get('limit');
  if (given === null) return largest;
  if (given === 'infinite') throw notText('>=', 'int', 'NoneType');
  if (!/^\s*[-+]?\d+\s*$/.test(given)) throw new Refusal('PAGE400', faults.PAGE400.words.limit(given));
  const limit = Number(given);
  if (limit < 1) throw notText('>=', 'int', 'NoneType');
  return Math.min(limit, largest);
}

const directionOf = (text: string): Direction => {
  const direction = text.toLowerCase();
  if (direction !== 'asc' && direction !== 'desc') {
    throw new Refusal('PAGE400', faults.PAGE400.words.sortDirection(direction));
  }
  return direction === 'asc' ? 1 : -1;
};

function sortKeys(query: URLSearchParams): [string, Direction][] {
  const sort = query.get('sort');
  if (sort) {
    return sort.split(',').map((each) => {
      const [key = '', direction = 'asc'] = each.split(':');
      return [key, directionOf(direction)];
    });
  }
  const keys = query.get('sort_key')?.split(',') ?? [];
  const directions = query.get('sort_dir')?.split(',') ?? [];
  return keys.map((key, index) => [key, directionOf(directions[index] ?? 'asc')]);
}

const rank = (value: unknown) => (value === null || value === undefined ? '' : value);

/** As MySQL orders: nothing first, numbers by size, text by its characters. */
function order(one: unknown, other: unknown): number {
  const [left, right] = [rank(one), rank(other)];
  if (left === right) return 0;
  if (left === '' || right === '') return left === '' ? -1 : 1;
  return (left as string | number) < (right as string | number) ? -1 : 1;
}

function comparison<Item>(listing: Listing<Item>, keys: readonly (readonly [string, Direction])[]) {
  return (one: Item, other: Item): number => {
    for (const [key, direction] of keys) {
      const found = order(listing.value(one, key), listing.value(other, key));
      if (found !== 0) return found * direction;
    }
    return 0;
  };
}

const truths = ['true', 't', '1', 'yes', 'y', 'on'];

function filtered<Item>(listing: Listing<Item>, query: URLSearchParams): readonly Item[] {
  let { rows } = listing;
  const names = [...new Set(query.keys())].filter((name) => !auxiliary.includes(name));
  for (const name of names) {
    const given = query.getAll(name);
    if (tagFilters.includes(name)) {
      rows = byTags(
        listing,
        rows,
        name,
        given.flatMap((each) => each.split(',')),
      );
      continue;
    }
    if (!listing.filters.includes(name)) throw new Refusal('QUERY400', faults.QUERY400.words.filter);
    if (given.length > 1) throw new Refusal('GEN500', 'Error binding parameter: type ’list’ is not supported');
    const wanted = given[0] as string;
    const matches =
      name === 'admin_state_up' || name === 'enabled'
        ? (value: unknown) => value === truths.includes(wanted.trim().toLowerCase())
        : (value: unknown) => value !== null && String(value) === wanted;
    rows = rows.filter((row) => matches(listing.value(row, name)));
  }
  return rows;
}

function byTags<Item>({ tagsOf }: Listing<Item>, rows: readonly Item[], name: string, wanted: readonly string[]) {
  if (!tagsOf) throw new Refusal('QUERY400', faults.QUERY400.words.filter);
  const every = name === 'tags' || name === 'not-tags';
  const has = (row: Item) => {
    const tags = tagsOf(row);
    return every ? wanted.every((tag) => tags.includes(tag)) : wanted.some((tag) => tags.includes(tag));
  };
  return rows.filter((row) => has(row) !== name.startsWith('not-'));
}

/** Rows beyond the marker; `page_reverse` takes those before it, from the first one on, as Octavia does. */
function beyond<Item>(
  listing: Listing<Item>,
  rows: readonly Item[],
  compare: (one: Item, other: Item) => number,
  query: URLSearchParams,
): readonly Item[] {
  const marker = query.get('marker');
  if (marker === null) return rows;
  const marked = listing.marked(marker);
  if (!marked) throw new Refusal('QUERY400', faults.QUERY400.words.marker(marker));
  const before = query.get('page_reverse') === 'True';
  return rows.filter((row) => (before ? compare(row, marked) < 0 : compare(row, marked) > 0));
}

function linksOf(query: URLSearchParams, ids: readonly unknown[], limit: number, { address }: Paging) {
  if (ids.length === 0) return [];
  const common = [
    `limit=${limit}`,
    ...['sort', 'sort_key'].flatMap((name) => (query.get(name) ? [`${name}=${query.get(name)}`] : [])),
  ];
  const link = (rel: string, ...more: string[]) => ({ href: `${address}?${[...common, ...more].join('&')}`, rel });
  return [
    ...(query.has('marker') ? [link('previous', `marker=${ids[0]}`, 'page_reverse=True')] : []),
    ...(ids.length >= limit ? [link('next', `marker=${ids.at(-1)}`)] : []),
  ];
}

/** The fields that a query asks for, or all. */
export function columns(
  query: URLSearchParams,
  view: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const fields = query.getAll('fields');
  return fields.length === 0
    ? view
    : Object.fromEntries(Object.entries(view).filter(([name]) => fields.includes(name)));
}

/** Answers a list. Follows Load-balancer API v2 reference, "Filtering and column selection", "Pagination", "Sorting". */
export function list<Item extends { readonly id: string }>(
  listing: Listing<Item>,
  query: URLSearchParams,
  paging: Paging,
): Answer {
  const limit = limitOf(query, paging.largestPage);
  const keys = sortKeys(query);
  const rows = filtered(listing, query);
  for (const [key] of keys) {
    if (key === 'tags') throw new Refusal('GEN500', 'GROUP BY / OF / etc. expression expected, got a property object.');
    if (!listing.filters.includes(key)) throw new Refusal('QUERY400', faults.QUERY400.words.sortKey(key));
  }
  const compare = comparison(listing, [...keys, ['created_at', 1], ['id', 1]]);
  const page = beyond(listing, rows.toSorted(compare), compare, query).slice(0, limit);
  return json(200, {
    [listing.key]: page.map((row) => columns(query, listing.view(row))),
    [`${listing.key}_links`]: linksOf(
      query,
      page.map(({ id }) => id),
      limit,
      paging,
    ),
  });
}
