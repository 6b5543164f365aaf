import type { NodeStatus } from '../data-plane.ts';
import { backendName, type Section, serverName } from './section.ts';

/**
 * The server state file (configuration manual, "server-state-file"): nodes that are OFFLINE begin as down, so that a new process sends
 * them nothing until a check succeeds. Every other server begins as configured.
 */
export function serverStates(
  sections: readonly Section[],
  statusOf: (id: number, nodeId: number) => NodeStatus,
): string {
  const lines = ['1', `# ${fields.join(' ')}`];
  for (const section of sections) {
    for (const node of section.nodes) {
      if (statusOf(section.id, node.id) === 'ONLINE') continue;
      const { weight, disabled } = section.running.nodes.get(node.id)!;
      if (disabled) continue;
      for (const choice of section.choices) {
        const values: Partial<Record<(typeof fields)[number], string | number>> = {
          be_id: 0,
          be_name: backendName(section.id, choice),
          srv_id: node.id,
          srv_name: serverName(node.id),
          srv_addr: node.address,
          srv_uweight: weight,
          srv_iweight: weight,
          // Values of enum srv_check_status and state flags as "show servers state" prints them for a server that failed its check.
          srv_check_status: 8,
          srv_check_result: 2,
          srv_check_state: 6,
          srv_f_forced_id: 1,
          srv_fqdn: '-',
          srv_port: node.port,
          srvrecord: '-',
          srv_check_addr: '-',
          srv_agent_addr: '-',
        };
        lines.push(fields.map((field) => values[field] ?? 0).join(' '));
      }
    }
  }
  return `${lines.join('\n')}\n`;
}

const fields = [
  'be_id',
  'be_name',
  'srv_id',
  'srv_name',
  'srv_addr',
  'srv_op_state',
  'srv_admin_state',
  'srv_uweight',
  'srv_iweight',
  'srv_time_since_last_change',
  'srv_check_status',
  'srv_check_result',
  'srv_check_health',
  'srv_check_state',
  'srv_agent_state',
  'bk_f_forced_id',
  'srv_f_forced_id',
  'srv_fqdn',
  'srv_port',
  'srvrecord',
  'srv_use_ssl',
  'srv_check_port',
  'srv_check_addr',
  'srv_agent_addr',
  'srv_agent_port',
] as const;
