import { listLoadBalancers, pageSize } from '../../api/load-balancers.ts';
import type { LoadBalancer } from '../../api/model.ts';

/** Asks each region which load balancers have a node at the address. A region that fails is left out; its banner says so. */
export async function listByNodeAddress(
  regions: readonly string[],
  nodeAddress: string,
  signal: AbortSignal,
): Promise<LoadBalancer[]> {
  const answers = await Promise.allSettled(regions.map((region) => ofRegion(region, nodeAddress, signal)));
  signal.throwIfAborted();
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
}

async function ofRegion(region: string, nodeAddress: string, signal: AbortSignal): Promise<LoadBalancer[]> {
  const rows: LoadBalancer[] = [];
  for (;;) {
    const last = rows.at(-1);
    const page = await listLoadBalancers(region, {
      nodeAddress,
      signal,
      ...(last ? { marker: Number(last.id) + 1 } : {}),
    });
    rows.push(...page);
    if (page.length < pageSize) return rows;
  }
}
