import type { DataPlaneReport, HealthMonitor, NodeStatus, RunningLoadBalancer } from '../data-plane.ts';
import type { HealthChange } from './health-lines.ts';
import type { Section } from './section.ts';

type Wanted = ReadonlyMap<number, RunningLoadBalancer>;

const keyOf = (loadBalancerId: number, nodeId: number): string => `${loadBalancerId}/${nodeId}`;

/** What each node counts as, by `load balancer/node`. */
export type Statuses = ReadonlyMap<string, NodeStatus>;

/** What the region says of a node. */
const statedOf = (id: number, nodeId: number, wanted: Wanted): NodeStatus =>
  wanted.get(id)?.nodes.find((node) => node.id === nodeId)?.status ?? 'ONLINE';

/** What HAProxy's checks have found. A finding holds as long as the monitor that it was made by is in force. */
export class NodeHealth {
  readonly #found = new Map<string, { readonly status: NodeStatus; readonly monitor: HealthMonitor | null }>();

  note({ loadBalancerId, nodeId, status }: HealthChange, wanted: Wanted): void {
    const monitor = wanted.get(loadBalancerId)?.healthMonitor ?? null;
    this.#found.set(keyOf(loadBalancerId, nodeId), { status, monitor });
  }

  #statusOf(id: number, nodeId: number, wanted: Wanted): NodeStatus {
    const found = this.#found.get(keyOf(id, nodeId));
    if (found && found.monitor === (wanted.get(id)?.healthMonitor ?? null)) return found.status;
    return statedOf(id, nodeId, wanted);
  }

  /** What the nodes of these sections count as now. */
  statusesOf(sections: readonly Section[], wanted: Wanted): Statuses {
    return new Map(
      sections.flatMap(({ id, nodes }) =>
        nodes.map((node) => [keyOf(id, node.id), this.#statusOf(id, node.id, wanted)] as const),
      ),
    );
  }

  /**
   * Tells what a process takes the nodes for that it began with these statuses: it says nothing of a node that stays as it began, whatever
   * the process before found out, or the region was told, meanwhile.
   */
  tellBegun(begun: Statuses, wanted: Wanted, report: DataPlaneReport | null): void {
    for (const [key, status] of begun) {
      const [loadBalancerId, nodeId] = key.split('/').map(Number) as [number, number];
      const known = [this.#statusOf(loadBalancerId, nodeId, wanted), statedOf(loadBalancerId, nodeId, wanted)];
      if (known.every((each) => each === status)) continue;
      this.note({ loadBalancerId, nodeId, status, detail: '' }, wanted);
      report?.nodeStatus(loadBalancerId, nodeId, status, 'HAProxy was started anew and checks it again');
    }
  }

  /** Forgets nodes that are gone, and what monitors found that are no more. */
  keepOnly(wanted: Wanted): void {
    for (const [key, { monitor }] of this.#found) {
      const [id, nodeId] = key.split('/').map(Number) as [number, number];
      const { healthMonitor, nodes } = wanted.get(id) ?? {};
      if (healthMonitor !== monitor || !nodes?.some((node) => node.id === nodeId)) this.#found.delete(key);
    }
  }
}
