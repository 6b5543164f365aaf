import { infiniteQueryOptions } from '@tanstack/react-query';
import type { LoadBalancerRef } from '../../model/load-balancer.ts';
import type { EventPage } from '../../model/region-event.ts';
import { providerOf } from '../providers/providers.ts';

/** What the region itself says happened to a load balancer, or to its session persistence, page by page, newest first. */
export const eventsQuery = (ref: LoadBalancerRef, about: 'loadBalancer' | 'persistence') =>
  infiniteQueryOptions({
    queryKey: ['events', ref.region, ref.id, about],
    queryFn: async ({ pageParam, signal }): Promise<EventPage> => {
      const { events } = providerOf(ref.region).reads;
      return events ? events(ref, about, { cursor: pageParam, signal }) : { entries: [], next: null };
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    staleTime: 5_000,
    retry: false,
  });
