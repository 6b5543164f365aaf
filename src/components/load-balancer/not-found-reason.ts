import { ApiError } from '../../api/http/client.ts';
import { providerOf } from '../../api/providers/providers.ts';
import type { LoadBalancerRef } from '../../model/load-balancer.ts';

/** Why there is nothing to show at an address, naming id and region; null when the error means something else. */
export function whyMissing({ region, id }: LoadBalancerRef, error: unknown, regions: readonly string[]): string | null {
  if (!regions.includes(region)) return `Your account has no region ${region}. Its regions are ${regions.join(', ')}.`;
  if (!(error instanceof ApiError) || providerOf(region).meaningOf(error) !== 'gone') return null;
  return error.status === 410
    ? `Load balancer ${id} in ${region} is deleted.`
    : `There is no load balancer ${id} in ${region}. It may have been deleted, or it belongs to another account or region.`;
}
