import type { RunStorage } from './indexed-db.ts';
import { type BulkItem, type StoredRun, toStored } from './types.ts';

/** A run and its items as they are now, and what the browser keeps of them. */
export class RunState {
  readonly #storage: RunStorage;
  readonly #changed: () => void;
  #run: StoredRun;
  #items: BulkItem[];
  #stored = true;

  /** `changed`: told of every change of an item, and when the browser refuses to store. */
  constructor(run: StoredRun, items: readonly BulkItem[], storage: RunStorage, changed: () => void) {
    this.#run = run;
    this.#items = [...items];
    this.#storage = storage;
    this.#changed = changed;
  }

  get run(): StoredRun {
    return this.#run;
  }

  get items(): readonly BulkItem[] {
    return this.#items;
  }

  /** False when the browser refused to store the run: a reload would lose the record. */
  get stored(): boolean {
    return this.#stored;
  }

  item(index: number): BulkItem {
    return this.#items[index] as BulkItem;
  }

  changeRun(change: Partial<StoredRun>): void {
    this.#run = { ...this.#run, ...change };
    void this.#store((storage) => storage.saveRun(this.#run));
  }

  change(index: number, change: Partial<BulkItem>): void {
    this.#items[index] = { ...this.item(index), ...change };
    this.#changed();
  }

  /** Takes other items, or these changed; nothing of it is stored yet. */
  replace(items: readonly BulkItem[]): void {
    this.#items = [...items];
  }

  saveItem(index: number): Promise<void> {
    const item = toStored(this.item(index));
    return this.#store((storage) => storage.saveItems(this.#run.id, [item]));
  }

  /** Stores the run and its items as they are. */
  async saveAll(): Promise<void> {
    await this.#store((storage) => storage.saveAll(this.#run, this.#items.map(toStored)));
  }

  async #store(task: (storage: RunStorage) => Promise<void>): Promise<void> {
    try {
      await task(this.#storage);
    } catch {
      this.#stored = false;
      this.#changed();
    }
  }
}
