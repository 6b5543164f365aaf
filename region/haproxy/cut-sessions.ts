import type { CommandChannel } from './command-channel.ts';
import { type Section, serverName } from './section.ts';

/** Connections to end: those of a whole load balancer, or those to some of its nodes. */
export interface Cut {
  readonly loadBalancerId: number;
  readonly nodeIds: ReadonlySet<number> | 'all';
}

/** The nodes that are DISABLED now and were not: the API cuts their connections. Source: CLB v1.0 developer guide, "Nodes". */
export function cutOf(before: Section, after: Section): Cut | null {
  const nodeIds = [...after.running.nodes].flatMap(([id, { disabled }]) =>
    disabled && before.running.nodes.get(id)?.disabled === false ? [id] : [],
  );
  return nodeIds.length === 0 ? null : { loadBalancerId: after.id, nodeIds: new Set(nodeIds) };
}

const sessionPattern = /^(0x[0-9a-f]+): .*? fe=(\d+) be=\S+ srv=(\S+)/;

/**
 * Ends connections one by one, because a process that is finishing takes no command about its servers.
 * Management guide 9.3, "show sess" and "shutdown session".
 */
export async function cutSessions(channel: CommandChannel, cuts: readonly Cut[]): Promise<void> {
  if (cuts.length === 0) return;
  const wanted = new Map(
    cuts.map(({ loadBalancerId, nodeIds }) => [
      String(loadBalancerId),
      nodeIds === 'all' ? nodeIds : new Set([...nodeIds].map(serverName)),
    ]),
  );
  const sessions = (await channel.send('show sess')).split('\n').flatMap((line) => {
    const [, session, loadBalancerId = '', server = ''] = sessionPattern.exec(line) ?? [];
    const servers = wanted.get(loadBalancerId);
    return session && (servers === 'all' || servers?.has(server)) ? [session] : [];
  });
  await Promise.all(sessions.map((session) => channel.send(`shutdown session ${session}`)));
}
