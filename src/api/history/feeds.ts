import { infiniteQueryOptions } from '@tanstack/react-query';
import { feeds } from '../../../contract/clb/operations/feeds.ts';
import { encoded } from '../../../contract/shared/text.ts';
import type { LoadBalancerRef } from '../../model/load-balancer.ts';
import { ApiError, send } from '../http/client.ts';
import { priority } from '../http/queue.ts';
import { requestQueue } from '../providers/clb/load-balancers.ts';

/** Something that the region's own feed says happened to a load balancer. Plain text only: feeds may hold anything. */
export interface FeedEntry {
  readonly id: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly title: string;
  readonly summary: string;
  readonly author: string;
  /** CREATE, UPDATE or DELETE. */
  readonly category: string;
  /** Path below the region's endpoint, such as `/loadbalancers/71/sessionpersistence`. */
  readonly path: string;
}

export interface FeedPage {
  readonly entries: readonly FeedEntry[];
  readonly page: number;
}

/** Entries on a page of a feed. Source: CLB v1.0 developer guide, "Request and response types". */
export const feedPageSize = 10;

const text = (entry: Element, name: string): string =>
  entry.getElementsByTagNameNS('*', name)[0]?.textContent?.trim() ?? '';

/** What stands from `/loadbalancers` on, whatever the endpoint. */
const below = (href: string): string => /\/loadbalancers(\/[^?#]*)?/.exec(href)?.[0] ?? '';

/** Reads an Atom feed. Throws an ApiError when the text is none. Source: RFC 4287. */
export function parseFeed(xml: string): FeedEntry[] {
  const document = new DOMParser().parseFromString(xml, 'application/xml');
  if (document.getElementsByTagName('parsererror').length > 0 || document.documentElement.localName !== 'feed')
    throw new ApiError({
      status: 200,
      source: 'region',
      code: 'malformed',
      message: 'The region’s feed is in a form that this panel cannot read.',
    });
  return [...document.getElementsByTagNameNS('*', 'entry')].flatMap((entry) => {
    const at = Date.parse(text(entry, 'updated'));
    if (Number.isNaN(at)) return [];
    return {
      id: text(entry, 'id'),
      at,
      title: text(entry, 'title'),
      summary: text(entry, 'summary'),
      author: text(entry, 'name'),
      category: entry.getElementsByTagNameNS('*', 'category')[0]?.getAttribute('term') ?? '',
      path: below(entry.getElementsByTagNameNS('*', 'link')[0]?.getAttribute('href') ?? ''),
    };
  });
}

async function readFeed(
  { region, id }: LoadBalancerRef,
  operation: 'feeds.loadBalancer' | 'feeds.sessionPersistence',
  page: number,
  signal: AbortSignal,
): Promise<FeedPage> {
  const path = feeds[operation].path.replace('{loadBalancerId}', encoded(id));
  const answer = await requestQueue.run(
    region,
    'GET',
    priority.rest,
    () =>
      send({
        method: 'GET',
        path: `/api/${encoded(region)}${path}${page > 1 ? `?page=${page}` : ''}`,
        headers: { accept: 'application/atom+xml' },
        signal,
      }),
    signal,
  );
  return { entries: parseFeed(answer.text), page };
}

/** A feed of a load balancer, page by page, newest first. */
export const feedQuery = (ref: LoadBalancerRef, operation: 'feeds.loadBalancer' | 'feeds.sessionPersistence') =>
  infiniteQueryOptions({
    queryKey: ['feed', ref.region, ref.id, operation],
    queryFn: ({ pageParam, signal }) => readFeed(ref, operation, pageParam, signal),
    initialPageParam: 1,
    getNextPageParam: ({ entries, page }) => (entries.length < feedPageSize ? null : page + 1),
    staleTime: 5_000,
    retry: false,
  });
