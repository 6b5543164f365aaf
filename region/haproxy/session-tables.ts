import type { SessionEntry } from '../data-plane.ts';
import { keepsTable } from './carried.ts';
import type { CommandChannel } from './command-channel.ts';
import { backendName, type Section, serverName } from './section.ts';

/** The table of the choice in force; null when that choice keeps none. */
export const tableOf = ({ id, running: { persistence } }: Section): string | null =>
  keepsTable(persistence) ? backendName(id, persistence) : null;

const entryPattern = /key=(\S+) .*?exp=(\d+)(?:.*?server_id=(\d+))?/;

/** Reads the answer to `show table` (management guide 9.3). */
export function readTable(answer: string): SessionEntry[] {
  return answer.split('\n').flatMap((line) => {
    const [, client, expires, nodeId] = entryPattern.exec(line) ?? [];
    if (client === undefined) return [];
    return [{ client, nodeId: nodeId ? Number(nodeId) : null, expires: Math.ceil(Number(expires) / 1000) }];
  });
}

export const entriesOf = async (channel: CommandChannel, table: string): Promise<SessionEntry[]> =>
  readTable(await channel.send(`show table ${table}`));

/** What a seed map says: each client that was known, and its node. Clients of nodes that are gone are left out. */
export const seedOf = (entries: readonly SessionEntry[], { nodes }: Section): string =>
  entries
    .filter(({ nodeId }) => nodes.some(({ id }) => id === nodeId))
    .map(({ client, nodeId }) => `${client} ${serverName(nodeId!)}\n`)
    .join('');

/**
 * Carries a table's entries from a process that takes no more connections to the one that does. A client that the new process has met
 * since keeps what that one chose.
 */
export async function carryTable(from: CommandChannel, to: CommandChannel, section: Section): Promise<void> {
  const table = tableOf(section);
  if (!table) return;
  const entries = await entriesOf(from, table);
  if (entries.length === 0) return;
  const met = new Set((await entriesOf(to, table)).map(({ client }) => client));
  const runs = new Set(section.nodes.map(({ id }) => id));
  await Promise.all(
    entries
      .filter(({ client, nodeId }) => nodeId !== null && runs.has(nodeId) && !met.has(client))
      .map(({ client, nodeId }) => to.send(`set table ${table} key ${client} data.server_id ${nodeId}`)),
  );
}
