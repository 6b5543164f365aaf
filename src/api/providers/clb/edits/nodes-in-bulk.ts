import { canonicalAddress, comparableAddress } from '../../../../../contract/shared/address.ts';
import { enumWords } from '../../../../model/format.ts';
import { type LoadBalancer, type LoadBalancerDetails, refKey } from '../../../../model/load-balancer.ts';
import { ApiError } from '../../../http/client.ts';
import { priority } from '../../../http/queue.ts';
import type { FoundNode, NodesInBulk, NodeTask } from '../../edit.ts';
import { details, withNode } from '../reads.ts';
import { meaningOf } from '../rules.ts';

/** Load balancers that are read at once in a region. */
const readers = 6;

/** Every load balancer that the region lists at the address, in each of its spellings: a region may know it as it was once written. */
async function rowsAt(region: string, address: string, signal?: AbortSignal): Promise<readonly LoadBalancer[]> {
  const rows = new Map<string, LoadBalancer>();
  for (const spelling of new Set([canonicalAddress(address) ?? address, address])) {
    let cursor: string | null = null;
    do {
      const page = await withNode(region, spelling, { cursor, signal });
      for (const row of page.rows) rows.set(refKey(row), row);
      cursor = page.next;
    } while (cursor !== null);
  }
  return [...rows.values()];
}

const nodesIn = (found: LoadBalancerDetails, address: string, port: number | null): readonly FoundNode[] =>
  (found.nodes ?? [])
    .filter((node) => comparableAddress(node.address) === comparableAddress(address))
    .filter((node) => port === null || node.port === port)
    .map(({ id, address: own, port: ownPort, condition, status, type, weight }) => ({
      id,
      subject: { region: found.region, id: found.id },
      loadBalancer: found.name,
      loadBalancerStatus: found.status,
      address: own,
      port: ownPort,
      condition,
      status,
      settings: [enumWords(type), ...(weight === null ? [] : [`weight ${weight}`])].join(', '),
      persistence: found.subjects[0]?.persistence ?? null,
    }));

async function find(
  region: string,
  address: string,
  port: number | null,
  signal?: AbortSignal,
): Promise<readonly FoundNode[]> {
  const rows = await rowsAt(region, address, signal);
  const queue = rows.values();
  const found = new Map<string, readonly FoundNode[]>();
  await Promise.all(
    Array.from({ length: Math.min(readers, rows.length) }, async () => {
      for (const row of queue) {
        try {
          found.set(refKey(row), nodesIn(await details(row, priority.onScreen, signal), address, port));
        } catch (error) {
          // One that has gone since has no node either.
          if (!(error instanceof ApiError && meaningOf(error) === 'gone')) throw error;
        }
      }
    }),
  );
  return rows.flatMap((row) => found.get(refKey(row)) ?? []);
}

const become = (name: string, condition: string, sentence: string): NodeTask => ({
  name,
  sentence,
  right: 'write',
  edit: ({ id }) => `nodes/${id}`,
  target: { condition },
});

/** Source: CLB v1.0 developer guide, "Nodes". */
export const nodesInBulk: NodesInBulk = {
  find,
  tasks: [
    become(
      'Drain',
      'DRAINING',
      'It gets no new client; those that session persistence keeps on it, and open connections, stay.',
    ),
    become('Enable', 'ENABLED', 'It gets new clients.'),
    become(
      'Disable',
      'DISABLED',
      'Its connections are cut, and it gets no client, not even one that session persistence keeps on it.',
    ),
    {
      name: 'Remove',
      sentence: 'Its connections are cut, and it is no node of the load balancer any more.',
      right: 'delete',
      edit: ({ id }) => `nodes/${id}/remove`,
      target: { node: null },
    },
  ],
};
