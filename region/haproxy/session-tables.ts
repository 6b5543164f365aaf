import type { SessionEntry } from '../data-plane.ts';
import { keepsTable } from './capabilities.ts';
import type { CommandChannel } from './command-channel.ts';
import { backendName, type Section, seedMap, serverName } from './section.ts';

/** What one process's tables held, by load balancer id. */
export type Tables = ReadonlyMap<number, { readonly name: string; readonly entries: readonly SessionEntry[] }>;

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

/** The entries of every table in force, by load balancer id; those that hold nobody are left out. */
export async function tablesOf(channel: CommandChannel, sections: Iterable<Section>): Promise<Tables> {
  const tables = new Map<number, { name: string; entries: SessionEntry[] }>();
  await Promise.all(
    [...sections].map(async (section) => {
      const name = tableOf(section);
      if (!name) return;
      const entries = await entriesOf(channel, name);
      if (entries.length > 0) tables.set(section.id, { name, entries });
    }),
  );
  return tables;
}

/**
 * Gives a process the entries that the one before it held. A client that the new process has met since keeps what that one chose.
 * An entry's time begins anew: HAProxy 2.6 takes none with it.
 */
export async function fillTables(channel: CommandChannel, tables: Tables, sections: Iterable<Section>): Promise<void> {
  await Promise.all(
    [...sections].map(async (section) => {
      const held = tables.get(section.id);
      if (!held || held.name !== tableOf(section)) return;
      const met = new Set((await entriesOf(channel, held.name)).map(({ client }) => client));
      const runs = new Set(section.nodes.map(({ id }) => id));
      await Promise.all(
        held.entries
          .filter(({ client, nodeId }) => nodeId !== null && runs.has(nodeId) && !met.has(client))
          .map(({ client, nodeId }) => channel.send(`set table ${held.name} key ${client} data.server_id ${nodeId}`)),
      );
    }),
  );
}

/** Bytes of seeds in one command: HAProxy reads a command into one buffer. */
const seedChunk = 8000;

/** Puts clients into the seed maps of a running process, so that it knows them when its tables are gone. */
export async function plantSeeds(
  channel: CommandChannel,
  tables: Tables,
  sections: Iterable<Section>,
  folder: string,
): Promise<void> {
  for (const section of sections) {
    const held = tables.get(section.id);
    if (!held) continue;
    const map = seedMap(folder, held.name);
    let chunk = '';
    for (const line of seedOf(held.entries, section).split(/(?<=\n)/)) {
      chunk += line;
      if (chunk.length < seedChunk) continue;
      await channel.send(`add map ${map} <<\n${chunk}`);
      chunk = '';
    }
    if (chunk) await channel.send(`add map ${map} <<\n${chunk}`);
  }
}
