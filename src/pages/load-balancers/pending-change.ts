import { activeRuns, type ItemUnderWay } from '../../api/bulk/active-runs.ts';
import { isOver } from '../../api/changes/change.ts';
import { type Change, pageChanges } from '../../api/changes/change-store.ts';
import type { LoadBalancerRef } from '../../model/load-balancer.ts';
import type { Persistence } from '../../model/persistence.ts';

/** A change of session persistence that is not over, made alone or in a run of this page. */
export type PendingChange = Change<Persistence> | ItemUnderWay;

/** What the load balancer is being brought to now. */
export function pendingChangeOf(ref: LoadBalancerRef): PendingChange | undefined {
  const own = pageChanges.of(ref);
  return own && !isOver(own.state) ? own : activeRuns.itemOf(ref);
}
