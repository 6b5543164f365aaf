import { statusRules } from '../../contract/clb/statuses.ts';
import { ruleIn } from '../../contract/shared/status-rule.ts';
import type { ApiError } from '../api/http/client.ts';
import type { RegionReads } from '../api/inventory/region-watch.ts';
import type { LoadBalancer } from '../model/load-balancer.ts';

/** What a fake region is asked for: ids from `marker` on, updated at `changesSince` or later. */
export interface ListPage {
  readonly marker?: number;
  readonly changesSince?: number;
  readonly deleted?: true;
}

const pageSize = 100;

/** The reads of a fake region whose rows come from one function, paged as Cloud Load Balancers does it. */
export function regionReads(
  rowsOf: (page: ListPage) => Promise<readonly LoadBalancer[]>,
  rest: Pick<RegionReads, 'details'> & Partial<RegionReads>,
): RegionReads {
  const page = async (query: ListPage, cursor: string | null) => {
    const rows = await rowsOf(cursor === null ? query : { ...query, marker: Number(cursor) });
    return { rows, next: rows.length < pageSize ? null : String(Number(rows.at(-1)?.id) + 1) };
  };
  return {
    list: (cursor) => page({}, cursor),
    changedSince: (changesSince, cursor) => page({ changesSince }, cursor),
    deletedSince: (changesSince, cursor) => page({ changesSince, deleted: true }, cursor),
    rule: (status) => ruleIn(statusRules, status),
    isDeleted: (status) => status === 'DELETED',
    isBeingDeleted: (status) => status === 'PENDING_DELETE',
    ids: null,
    tellParts: () => undefined,
    pollAfter: () => 0,
    isGone: () => false,
    toError: (error) => error as ApiError,
    ...rest,
  };
}
