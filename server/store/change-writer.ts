import type { Kysely } from 'kysely';
import type { ChangeIntent } from '../../contract/change-record.ts';
import type { ChangeOutcome } from './store.ts';
import type { Tables } from './tables.ts';

interface Waiting {
  intent: ChangeIntent;
  stored: () => void;
  failed: (error: unknown) => void;
}

interface Ended {
  account: string;
  id: string;
  outcome: ChangeOutcome;
}

/** How long outcomes gather before they are written together, in milliseconds. */
const outcomeDelay = 100;

const unknown = { status: null, duration: null, verdict: null, detail: null };

/**
 * Writes intents and outcomes with as few commits as can be. An intent must be durable before its request is sent, so it is
 * written at once, together with those that arrived in the same moment or while the last commit was under way. An outcome may
 * wait: lost in a crash, it reads as unknown, which is the truth.
 */
export class ChangeWriter {
  readonly #db: Kysely<Tables>;
  #intents: Waiting[] = [];
  #outcomes: Ended[] = [];
  #timer: NodeJS.Timeout | undefined;
  #scheduled = false;
  #running: Promise<unknown> = Promise.resolve();

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  begin(intent: ChangeIntent): Promise<void> {
    return new Promise((stored, failed) => {
      this.#intents.push({ intent, stored, failed });
      if (this.#scheduled) return;
      this.#scheduled = true;
      setImmediate(() => {
        this.#scheduled = false;
        this.#inTurn(() => this.#writeIntents());
      });
    });
  }

  end(account: string, id: string, outcome: ChangeOutcome): void {
    this.#outcomes.push({ account, id, outcome });
    this.#timer ??= setTimeout(() => this.flush().catch(() => {}), outcomeDelay).unref();
  }

  /** Resolves when every outcome handed over so far is written; throws when it could not be. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#inTurn(() => this.#writeOutcomes());
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#running.then(work);
    this.#running = done.catch(() => {});
    return done;
  }

  async #writeIntents(): Promise<void> {
    const waiting = this.#intents;
    this.#intents = [];
    try {
      if (waiting.length > 0)
        await this.#db
          .insertInto('changes')
          .values(waiting.map(({ intent }) => ({ ...intent, ...unknown })))
          .execute();
      for (const { stored } of waiting) stored();
    } catch (error) {
      for (const { failed } of waiting) failed(error);
    }
  }

  async #writeOutcomes(): Promise<void> {
    const ended = this.#outcomes;
    if (ended.length === 0) return;
    this.#outcomes = [];
    try {
      await this.#db.transaction().execute(async (transaction) => {
        for (const { account, id, outcome } of ended)
          await transaction
            .updateTable('changes')
            .set(outcome)
            .where('account', '=', account)
            .where('id', '=', id)
            .execute();
      });
    } catch (error) {
      this.#outcomes = [...ended, ...this.#outcomes];
      throw error;
    }
  }
}
