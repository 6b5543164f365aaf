import { ApiError } from '../../api/http/client.ts';
import { providerOf } from '../../api/providers/providers.ts';
import type { LoadBalancerRef } from '../../model/load-balancer.ts';

export const noSuchRegion = (region: string, regions: readonly string[]): string =>
  `Your account has no region ${region}. Its regions are ${regions.join(', ')}.`;

/** Why there is nothing to show at an address, naming id and region; null when the error means something else. */
export function whyMissing({ region, id }: LoadBalancerRef, error: unknown, regions: readonly string[]): string | null {
  if (!regions.includes(region)) return noSuchRegion(region, regions);
  if (!(error instanceof ApiError) || providerOf(region).meaningOf(error) !== 'gone') return null;
  return error.status === 410
    ? `Load balancer ${id} in ${region} is deleted.`
    : `There is no load balancer ${id} in ${region}. It may have been deleted, or it belongs to another account or region.`;
}
