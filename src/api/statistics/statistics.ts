import { queryOptions } from '@tanstack/react-query';
import type { LoadBalancerRef } from '../../model/load-balancer.ts';
import { providerOf } from '../providers/providers.ts';

/** Counters of one load balancer now. */
export const statisticsQuery = (ref: LoadBalancerRef) =>
  queryOptions({
    queryKey: ['statistics', ref.region, ref.id],
    queryFn: ({ signal }) => providerOf(ref.region).reads.statistics(ref, signal),
  });

/** Its traffic of the last 24 hours, oldest first; null where the API keeps none. */
export const usageQuery = (ref: LoadBalancerRef) =>
  queryOptions({
    queryKey: ['usage', ref.region, ref.id],
    queryFn: ({ signal }) => providerOf(ref.region).reads.usage?.(ref, signal) ?? null,
  });
