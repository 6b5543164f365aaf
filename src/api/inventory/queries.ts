import { queryOptions } from '@tanstack/react-query';
import type { LoadBalancer, LoadBalancerDetails, LoadBalancerRef } from '../../model/load-balancer.ts';
import type { Edit } from '../providers/edit.ts';
import { providerOf } from '../providers/providers.ts';

/** The current number of connections; null while the API gives none. */
export const connectionsQuery = (ref: LoadBalancerRef) =>
  queryOptions({
    queryKey: ['connections', ref.region, ref.id],
    queryFn: ({ signal }) => providerOf(ref.region).reads.connections(ref, signal),
    staleTime: 5_000,
  });

/** What a change of session persistence does, in words. */
export const impactQuery = (region: string) =>
  queryOptions({
    queryKey: ['impact', providerOf(region).name],
    queryFn: () => providerOf(region).persistence.impact(),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The edits of a region's API; null where it has none. */
export const editsQuery = (region: string) =>
  queryOptions({
    queryKey: ['edits', providerOf(region).name],
    queryFn: () => providerOf(region).edits?.() ?? null,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The edit of that name; null where the region's API has none. */
export const editQuery = (region: string, name: string) =>
  queryOptions({
    queryKey: ['edit', providerOf(region).name, name],
    queryFn: async () => (await (await providerOf(region).edits?.())?.find(name)) ?? null,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The value that an edit changes; what the details do not hold is read. Read again when the load balancer has changed. */
export const editedQuery = (edit: Edit, details: LoadBalancerDetails) =>
  queryOptions({
    queryKey: ['edited', edit.name, details.region, details.id, details.updated, details.status, details.readAt],
    queryFn: async () => ({ value: await edit.valueIn(details, { region: details.region, id: details.id }) }),
    placeholderData: (former) => former,
    staleTime: 1_000,
  });

/** The page that clients get when no node answers; null where the API has none. */
export const errorPageQuery = (ref: LoadBalancerRef) =>
  queryOptions({
    queryKey: ['errorPage', ref.region, ref.id],
    queryFn: ({ signal }) => providerOf(ref.region).reads.errorPage?.(ref, signal) ?? null,
    staleTime: 60_000,
  });

/** What the cloud wrote of its flavor; null of one without. It seldom changes. */
export const flavorQuery = (row: LoadBalancer) =>
  queryOptions({
    queryKey: ['flavor', row.region, row.flavor ?? ''],
    queryFn: ({ signal }) => providerOf(row.region).reads.flavor?.(row, signal) ?? null,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Listeners, and what each pool holds, of an API where these are objects of their own; read again when the load balancer has changed. */
export const partsQuery = (details: LoadBalancerDetails) =>
  queryOptions({
    queryKey: ['parts', details.region, details.id, details.updated, details.status],
    queryFn: ({ signal }) => providerOf(details.region).reads.parts?.(details, signal) ?? null,
    placeholderData: (former) => former,
    staleTime: 10_000,
    refetchInterval: 30_000,
  });
