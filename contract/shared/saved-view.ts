import { trimmed } from './text.ts';

/** What the list of load balancers shows, kept by its user under a name. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  /** Query of the list's address, without the question mark. */
  readonly query: string;
}

/** The most views of one user; the longest name and query, in UTF-16 units. */
export const savedViewLimits = { views: 50, name: 100, query: 2_000 } as const;

/** Every parameter of the list's address: search, filters, order, and columns hidden and kept. */
export const listParameters = [
  'q',
  'status',
  'protocol',
  'region',
  'persistence',
  'owner',
  'sort',
  'hide',
  'show',
] as const;

const collator = new Intl.Collator('en', { numeric: true });

/** The order in which views are listed. */
export const byName = (a: SavedView, b: SavedView): number => collator.compare(a.name, b.name);

/** A view's name as it is stored, however it was typed. Never throws. */
export const savedViewName = (typed: string): string => trimmed(typed).normalize('NFC');

/** The first parameter of a query that the list does not have; undefined when it has all. Never throws. */
export const foreignParameter = (query: string): string | undefined =>
  [...new URLSearchParams(query).keys()].find((name) => !(listParameters as readonly string[]).includes(name));
