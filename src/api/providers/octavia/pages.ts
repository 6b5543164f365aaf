import { largestPage } from '../../../../contract/octavia/limits.ts';
import type { List } from '../../../../contract/octavia/lists.ts';
import { encoded } from '../../../../contract/shared/text.ts';
import { ApiError } from '../../http/client.ts';
import type { Priority } from '../../http/queue.ts';
import { malformed, readFromRegion } from '../../http/region-requests.ts';

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Id of the last row where more may follow it; null at the end. */
  readonly marker: string | null;
}

/** An answer that takes longer asks for half as much the next time, in milliseconds. */
const slow = 10_000;

/**
 * Reads one page. The marker is the last row's own id: the `next` link is never followed, as it drops the query and may name an address
 * that only the cloud reaches. Only its absence ends a list: a page may be shorter than asked. Source: Load-balancer API v2 reference,
 * "Pagination"; octavia/api/common/pagination.py.
 */
export async function readPage<Row extends { id?: string | null }>(
  region: string,
  { path, key, query }: List,
  { marker, limit, more = '' }: { marker: string | null; limit: number; more?: string },
  rank: Priority,
  signal?: AbortSignal,
): Promise<Page<Row>> {
  const at = marker === null ? '' : `&marker=${encoded(marker)}`;
  const body = await readFromRegion<Record<string, unknown>>(
    region,
    `${path}?limit=${limit}${at}${more}${query && `&${query}`}`,
    rank,
    signal,
  );
  const rows = body[key];
  if (!Array.isArray(rows)) throw malformed(region, `the list ${key}`);
  const links = body[`${key}_links`];
  const goesOn = Array.isArray(links) && links.some((link) => link?.rel === 'next');
  return { rows, marker: goesOn && rows.length > 0 ? String(rows.at(-1).id) : null };
}

/** Whether the page's marker was deleted since: the list has to be read from its beginning again. */
export const isLostMarker = (error: unknown): boolean => error instanceof ApiError && error.status === 400;
/** A list that loses its marker so often is read no further. */
const restarts = 3;

/** A list that is read page by page, as large as the service gives them in good time. */
export class Walk<Row extends { id?: string | null }> {
  readonly #region: string;
  readonly #list: List;
  readonly #rank: Priority;
  #marker: string | null = null;
  #limit: number;
  /** The most rows that are asked for from the second page on. */
  #most: number = largestPage;
  #restarts = 0;
  ended = false;

  constructor(region: string, list: List, rank: Priority, limit: number = largestPage) {
    this.#region = region;
    this.#list = list;
    this.#rank = rank;
    this.#limit = limit;
  }

  /** The next rows; none once the list has ended. */
  async next(signal?: AbortSignal): Promise<readonly Row[]> {
    if (this.ended) return [];
    const began = performance.now();
    const limit = this.#limit;
    let page: Page<Row>;
    try {
      page = await readPage<Row>(this.#region, this.#list, { marker: this.#marker, limit }, this.#rank, signal);
    } catch (error) {
      if (this.#marker === null || !isLostMarker(error) || this.#restarts >= restarts) throw error;
      this.#restarts += 1;
      this.#marker = null;
      return this.next(signal);
    }
    this.#marker = page.marker;
    this.ended = page.marker === null;
    // The service's own maximum is lower: nothing is gained by asking for more.
    if (!this.ended && page.rows.length < limit) this.#most = page.rows.length;
    else if (performance.now() - began > slow) this.#most = Math.max(1, Math.floor(limit / 2));
    this.#limit = this.#most;
    return page.rows;
  }
}

/** Every row of a list that is short, such as the pools of one load balancer. */
export async function readAll<Row extends { id?: string | null }>(
  region: string,
  list: List,
  more: string,
  rank: Priority,
  signal?: AbortSignal,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let marker: string | null = null;
  do {
    const page: Page<Row> = await readPage<Row>(region, list, { marker, limit: largestPage, more }, rank, signal);
    rows.push(...page.rows);
    marker = page.marker;
  } while (marker !== null);
  return rows;
}
