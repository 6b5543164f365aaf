import { feeds } from '../../../../contract/clb/operations/feeds.ts';
import { encoded } from '../../../../contract/shared/text.ts';
import type { LoadBalancerRef } from '../../../model/load-balancer.ts';
import type { EventPage, RegionEvent } from '../../../model/region-event.ts';
import { ApiError, send } from '../../http/client.ts';
import { priority } from '../../http/queue.ts';
import { regionPath, requestQueue } from '../../http/region-requests.ts';
import type { PageRequest } from '../provider.ts';

/** Entries on a page of a feed. Source: CLB v1.0 developer guide, "Request and response types". */
const feedPageSize = 10;

const text = (entry: Element, name: string): string =>
  entry.getElementsByTagNameNS('*', name)[0]?.textContent?.trim() ?? '';

/** What stands from `/loadbalancers` on, whatever the endpoint. */
const below = (href: string): string => /\/loadbalancers(\/[^?#]*)?/.exec(href)?.[0] ?? '';

/** Reads an Atom feed. Throws an ApiError when the text is none. Source: RFC 4287. */
export function parseFeed(xml: string): RegionEvent[] {
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
    const path = below(entry.getElementsByTagNameNS('*', 'link')[0]?.getAttribute('href') ?? '');
    return {
      id: text(entry, 'id'),
      at,
      title: text(entry, 'title'),
      summary: text(entry, 'summary'),
      author: text(entry, 'name'),
      category: entry.getElementsByTagNameNS('*', 'category')[0]?.getAttribute('term') ?? '',
      isPersistence: path.endsWith('/sessionpersistence'),
      path,
    };
  });
}

const operations = { loadBalancer: 'feeds.loadBalancer', persistence: 'feeds.sessionPersistence' } as const;

/** A page of a load balancer's feed, newest first. The cursor is the number of the page. */
export async function events(
  { region, id }: LoadBalancerRef,
  about: keyof typeof operations,
  { cursor, signal }: PageRequest,
): Promise<EventPage> {
  const path = feeds[operations[about]].path.replace('{loadBalancerId}', encoded(id));
  const query = cursor === null ? '' : `?page=${cursor}`;
  const answer = await requestQueue.run(
    region,
    'GET',
    priority.rest,
    () =>
      send({
        method: 'GET',
        path: `${regionPath(region, path)}${query}`,
        headers: { accept: 'application/atom+xml' },
        signal,
      }),
    signal,
  );
  const entries = parseFeed(answer.text);
  return { entries, next: entries.length < feedPageSize ? null : String(Number(cursor ?? 1) + 1) };
}
