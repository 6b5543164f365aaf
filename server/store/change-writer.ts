import type { Kysely } from 'kysely';
import type { Change, ChangeIntent, ChangeOutcome } from './store.ts';
import type { Tables } from './tables.ts';

interface Waiting {
  intent: ChangeIntent;
  stored: () => void;
  failed: (error: unknown) => void;
}

/** How long an outcome may wait for an intent to share its commit with, in milliseconds. */
const outcomeDelay = 100;

/**
 * Writes intents and outcomes with as few commits as can be: whatever has gathered while a commit was under way shares the
 * next one, and an outcome waits a moment for an intent, since only intents must be durable before something goes on.
 */
export class ChangeWriter {
  readonly #db: Kysely<Tables>;
  #intents: Waiting[] = [];
  #outcomes = new Map<string, ChangeOutcome>();
  #timer: NodeJS.Timeout | undefined;
  #scheduled = false;
  #running: Promise<void> = Promise.resolve();

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  begin(intent: ChangeIntent): Promise<void> {
    return new Promise((stored, failed) => {
      this.#intents.push({ intent, stored, failed });
      this.#schedule();
    });
  }

  end(id: string, outcome: ChangeOutcome): void {
    this.#outcomes.set(id, outcome);
    this.#timer ??= setTimeout(() => this.flush().catch(() => {}), outcomeDelay).unref();
  }

  /** Resolves when everything handed over so far is written; throws when it could not be. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#drain();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#drain().catch(() => {});
    });
  }

  #drain(): Promise<void> {
    const work = this.#running.then(() => this.#write());
    this.#running = work.catch(() => {});
    return work;
  }

  async #write(): Promise<void> {
    const intents = this.#intents;
    const outcomes = this.#outcomes;
    if (intents.length === 0 && outcomes.size === 0) return;
    this.#intents = [];
    this.#outcomes = new Map();
    try {
      await this.#commit(intents, outcomes);
    } catch (error) {
      this.#outcomes = new Map([...outcomes, ...this.#outcomes]);
      for (const { failed } of intents) failed(error);
      throw error;
    }
    for (const { stored } of intents) stored();
  }

  async #commit(intents: readonly Waiting[], outcomes: ReadonlyMap<string, ChangeOutcome>): Promise<void> {
    const rows: Change[] = intents.map(({ intent }) => {
      const outcome = { status: null, duration: null, verdict: null, detail: null };
      return { ...intent, ...outcome };
    });
    if (outcomes.size === 0) {
      if (rows.length > 0) await this.#db.insertInto('changes').values(rows).execute();
      return;
    }
    await this.#db.transaction().execute(async (transaction) => {
      for (const [id, outcome] of outcomes)
        await transaction.updateTable('changes').set(outcome).where('id', '=', id).execute();
      if (rows.length > 0) await transaction.insertInto('changes').values(rows).execute();
    });
  }
}
