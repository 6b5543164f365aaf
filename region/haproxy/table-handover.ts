import { keepsTable } from './capabilities.ts';
import { ChannelClosed } from './command-channel.ts';
import { backendName, type Section, seedMap } from './section.ts';
import { fillTables, plantSeeds, seedOf, type Tables, tablesOf } from './session-tables.ts';
import type { Worker } from './worker.ts';

/** Carries the session tables from one process to the next. See docs/traffic.md, "Tables over a reload". */
export class TableHandover {
  readonly #folder: string;
  /** Tables whose seed map's file is there and empty. */
  readonly #emptySeeds = new Set<string>();

  /** `folder`: where the seed maps lie. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What a process holds; nothing when there is none. */
  async read(worker: Worker | null, sections: readonly Section[]): Promise<Tables> {
    if (!worker) return new Map();
    return tablesOf(worker.channel, sections).catch(() => new Map());
  }

  /** A process that is told to finish empties its tables at once, but still has requests of connections that it took before. */
  plant(worker: Worker, tables: Tables, sections: readonly Section[]): Promise<void> {
    return plantSeeds(worker.channel, tables, sections, this.#folder).catch(() => {});
  }

  /** Path and content of the seed maps to write: those that hold somebody, or did, or are not there yet. */
  files(sections: readonly Section[], seeds: Tables): [string, string][] {
    return sections.flatMap((section) =>
      section.choices.filter(keepsTable).flatMap((choice): [string, string][] => {
        const table = backendName(section.id, choice);
        const held = seeds.get(section.id);
        const text = held?.name === table ? seedOf(held.entries, section) : '';
        if (text === '' && this.#emptySeeds.has(table)) return [];
        if (text === '') this.#emptySeeds.add(table);
        else this.#emptySeeds.delete(table);
        return [[seedMap(this.#folder, table), text]];
      }),
    );
  }

  /** Gives a new process what it has not learnt itself, and empties its seed maps. */
  async fill(worker: Worker, tables: Tables, sections: readonly Section[]): Promise<void> {
    try {
      await fillTables(worker.channel, tables, sections);
      await Promise.all(
        [...tables.values()].map(({ name }) => worker.channel.send(`clear map ${seedMap(this.#folder, name)}`)),
      );
    } catch (error) {
      if (!(error instanceof ChannelClosed)) throw error;
    }
  }
}
