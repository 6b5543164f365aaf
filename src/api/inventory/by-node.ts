import type { LoadBalancer } from '../../model/load-balancer.ts';
import type { RowPage } from '../providers/provider.ts';
import { providerOf } from '../providers/providers.ts';

export interface ByNode {
  readonly rows: readonly LoadBalancer[];
  /** Regions that could not be asked. */
  readonly failed: readonly string[];
}

/** Asks each region which load balancers have a node at the address, in each of the spellings that are given. */
export async function listByNodeAddress(
  regions: readonly string[],
  spellings: readonly string[],
  signal: AbortSignal,
): Promise<ByNode> {
  const asked = regions.flatMap((region) => spellings.map((nodeAddress) => ({ region, nodeAddress })));
  const answers = await Promise.allSettled(
    asked.map(({ region, nodeAddress }) => ofRegion(region, nodeAddress, signal)),
  );
  signal.throwIfAborted();
  return {
    rows: answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])),
    failed: regions.filter((region) =>
      asked.some((each, index) => each.region === region && answers[index]?.status === 'rejected'),
    ),
  };
}

async function ofRegion(region: string, nodeAddress: string, signal: AbortSignal): Promise<LoadBalancer[]> {
  const { withNode } = providerOf(region).reads;
  if (!withNode) throw new Error(`${region} cannot be asked for the address of a node.`);
  const rows: LoadBalancer[] = [];
  let cursor: string | null = null;
  do {
    const page: RowPage = await withNode(region, nodeAddress, { cursor, signal });
    rows.push(...page.rows);
    cursor = page.next;
  } while (cursor !== null);
  return rows;
}
