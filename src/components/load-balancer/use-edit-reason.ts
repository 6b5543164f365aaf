import { useQuery } from '@tanstack/react-query';
import { editsQuery } from '../../api/inventory/queries.ts';
import type { Right } from '../../api/providers/provider.ts';
import { providerOf } from '../../api/providers/providers.ts';
import type { LoadBalancerDetails } from '../../model/load-balancer.ts';
import { missingRole, useSession } from '../session/use-session.ts';

/**
 * Why an edit cannot be used on a load balancer now, by the edit's name: the role, its status, or what it is; null when it can, or nothing
 * speaks against it yet. Null in place of the function where its API has no edits.
 */
export function useEditReason(
  details: LoadBalancerDetails | undefined,
  region: string,
): ((name: string, right?: Right) => string | null) | null {
  const session = useSession();
  const hasEdits = providerOf(region).edits !== null;
  const { data: edits } = useQuery({ ...editsQuery(region), enabled: hasEdits });
  if (!hasEdits) return null;
  return (name, right = 'write') => {
    const role = missingRole(session, right);
    if (role !== null || !details) return role;
    const { takesChange, why } = providerOf(region).standing(details, {});
    return takesChange === 'never' || takesChange === 'unknown'
      ? `${details.name} ${why}`
      : (edits?.misfit(name, details) ?? null);
  };
}
