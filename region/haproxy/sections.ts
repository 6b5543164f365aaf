import { readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { RunningLoadBalancer } from '../data-plane.ts';
import { carriedAddresses } from './capabilities.ts';
import { Unrenderable } from './quoting.ts';
import { renderSection, type Section } from './section.ts';

/** Renders each value once, and keeps the files that the sections name. */
export class Sections {
  readonly #folder: string;
  readonly #known = new WeakMap<RunningLoadBalancer, Section | string | null>();
  #written: Set<string> | null = null;

  /** `folder`: where the files lie; it exists, and nothing else is in it. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The section; null when nothing of the load balancer is carried here; a sentence when it cannot be rendered. */
  of(source: RunningLoadBalancer): Section | string | null {
    const known = this.#known.get(source);
    if (known !== undefined) return known;
    const section = carriedAddresses(source).length === 0 ? null : this.#render(source);
    this.#known.set(source, section);
    return section;
  }

  #render(source: RunningLoadBalancer): Section | string {
    try {
      return renderSection(source, dirname(this.#folder), this.#folder);
    } catch (error) {
      if (error instanceof Unrenderable) return error.message;
      throw error;
    }
  }

  /** Writes the files that are missing and removes those that no section names any more. */
  async writeFiles(sections: readonly Section[]): Promise<void> {
    this.#written ??= new Set(await readdir(this.#folder));
    const written = this.#written;
    const named = new Map(sections.flatMap(({ files }) => [...files]).map(([path, text]) => [basename(path), text]));
    await Promise.all(
      [...named].map(async ([name, text]) => {
        if (written.has(name)) return;
        await writeFile(join(this.#folder, name), text, { mode: 0o600 });
        written.add(name);
      }),
    );
    for (const name of written) {
      if (named.has(name)) continue;
      written.delete(name);
      await rm(join(this.#folder, name), { force: true });
    }
  }
}
