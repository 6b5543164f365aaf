import type { NodeStatus } from '../data-plane.ts';

export interface HealthChange {
  readonly loadBalancerId: number;
  readonly nodeId: number;
  readonly status: NodeStatus;
  readonly detail: string;
}

/** The backend that does the checking is the one named DISABLED; the others follow it and repeat its news. */
const pattern = /Server (\d+)\.DISABLED\/n(\d+) is (UP|DOWN), reason: (.*?)(?:\. \d+ active and \d+ backup.*)?$/;

/** Reads a line that HAProxy prints when a health check changes its mind; null for any other line. */
export function healthChange(line: string): HealthChange | null {
  const [, loadBalancerId, nodeId, state, detail] = pattern.exec(line) ?? [];
  if (!state) return null;
  return {
    loadBalancerId: Number(loadBalancerId),
    nodeId: Number(nodeId),
    status: state === 'UP' ? 'ONLINE' : 'OFFLINE',
    detail: detail ?? '',
  };
}
