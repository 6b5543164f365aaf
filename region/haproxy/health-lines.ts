import type { NodeStatus } from '../data-plane.ts';

export interface HealthChange {
  readonly loadBalancerId: number;
  readonly nodeId: number;
  readonly status: NodeStatus;
  readonly detail: string;
}

/**
 * The backend that does the checking is the one named DISABLED; the others follow it and repeat its news. A node that leaves
 * maintenance gets traffic until a check fails: of one that passes HAProxy says nothing.
 */
const pattern =
  /Server (\d+)\.DISABLED\/n(\d+) is (UP|DOWN)(?:, reason: (.*?)|\/(?:READY|DRAIN) \((leaving forced maintenance)\)\.)(?:\. \d+ active and \d+ backup.*)?$/;

/** Reads a line that HAProxy prints when it begins or ends to send a node traffic for its health; null for any other line. */
export function healthChange(line: string): HealthChange | null {
  const [, loadBalancerId, nodeId, state, checked, left] = pattern.exec(line) ?? [];
  if (!state) return null;
  return {
    loadBalancerId: Number(loadBalancerId),
    nodeId: Number(nodeId),
    status: state === 'UP' ? 'ONLINE' : 'OFFLINE',
    detail: checked ?? left ?? '',
  };
}
