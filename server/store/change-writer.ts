import { CompiledQuery, type Expression, expressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import { ChangeQueries, type Ended, rowOf } from './change-queries.ts';
import { type Bound, bounds, type ChangeOutcome, type Sending, type StoredIntent } from './store.ts';
import type { Tables } from './tables.ts';
import { GrowthMeter, trim } from './trim.ts';

/**
 * How a database commits an insert whose loss in a power cut does no harm, so that nobody waits for the disk. What follows it in the
 * log makes it durable.
 */
export interface Unhurried {
  /** Is appended to the statement. */
  readonly ending: string;
  run(db: Kysely<Tables>, query: CompiledQuery): Promise<unknown>;
}

interface Waiting {
  intent: StoredIntent;
  stored: () => void;
  failed: (error: unknown) => void;
}

interface Leaving {
  sending: Sending;
  marked: (done: boolean) => void;
  failed: (error: unknown) => void;
}

/** How long outcomes gather before they are written together, and before they are tried again, in milliseconds. */
const outcomeDelay = 100;
const retryDelay = 1_000;
/** Outcomes that wait for a database that is away; of more the oldest are dropped and read as unknown, which is the truth. */
const outcomesMost = 20_000;
/**
 * Rows and characters that one statement writes. SQLite takes 32,766 variables, PostgreSQL 65,535, and a row has twenty-five.
 * Sources: SQLite, "Implementation Limits"; PostgreSQL, "Message Formats" (Bind: Int16 number of parameters).
 */
const rowsAtOnce = 500;
/** What one account may add before its rows are held against the bounds. */
const slack = {
  all: { rows: 5_000, bytes: 32 * 1024 * 1024 },
  refused: { rows: 500, bytes: 4 * 1024 * 1024 },
  unsent: { rows: 500, bytes: 4 * 1024 * 1024 },
};
const charactersAtOnce = 4 * 1024 * 1024;

const sizeOf = ({ intent: { body, before, after } }: Waiting): number =>
  (body?.length ?? 0) + (before?.length ?? 0) + (after?.length ?? 0);

/** The same in their order, in parts that one statement can write. */
function parts(waiting: readonly Waiting[]): Waiting[][] {
  const made: Waiting[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const each of waiting) {
    size += sizeOf(each);
    const last = made.at(-1);
    if (last && last.length < rowsAtOnce && size <= charactersAtOnce) last.push(each);
    else {
      made.push([each]);
      size = sizeOf(each);
    }
  }
  return made;
}

/**
 * Writes intents and outcomes with as few commits as can be. An intent must be durable before its request is sent, so it is
 * written at once, together with those that arrived in the same moment or while the last commit was under way. An outcome may
 * wait: lost in a crash, it reads as unknown, which is the truth. An announcement need not be durable by itself: the mark that its
 * write is sent is, and is waited for, so that a write waits for the disk once.
 */
export class ChangeWriter {
  readonly #db: Kysely<Tables>;
  readonly #unhurried: Unhurried;
  readonly #queries: ChangeQueries;
  #intents = new Map<string, Waiting>();
  #announced: Waiting[] = [];
  #leaving: Leaving[] = [];
  #outcomes: Ended[] = [];
  #timer: NodeJS.Timeout | undefined;
  #scheduled = false;
  #closed = false;
  #running: Promise<unknown> = Promise.resolve();
  /** Bytes of the changes whose outcome is still to come. */
  readonly #sizes = new LRUCache<string, number>({ max: 10_000 });
  readonly #growth = {
    all: new GrowthMeter(slack.all),
    refused: new GrowthMeter(slack.refused),
    unsent: new GrowthMeter(slack.unsent),
  };

  constructor(db: Kysely<Tables>, unhurried: Unhurried) {
    this.#db = db;
    this.#unhurried = unhurried;
    this.#queries = new ChangeQueries(db);
  }

  /** Resolves when the intent is durable; throws when it is not stored, or withdrawn by `end` while it waits. */
  begin(intent: StoredIntent): Promise<void> {
    return new Promise((stored, failed) => {
      this.#intents.set(intent.id, { intent, stored, failed });
      this.#writeSoon();
    });
  }

  /** Resolves when the announcement is stored; throws when it is not. */
  announce(intent: StoredIntent): Promise<void> {
    return new Promise((stored, failed) => {
      this.#announced.push({ intent, stored, failed });
      this.#writeSoon();
    });
  }

  /** Resolves when it is durable that the announced change is sent, or with false; throws like `begin`. */
  send(sending: Sending): Promise<boolean> {
    return new Promise((marked, failed) => {
      this.#leaving.push({ sending, marked, failed });
      this.#writeSoon();
    });
  }

  #writeSoon(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#inTurn(async () => {
        if (this.#announced.length > 0) await this.#writeAnnounced();
        if (this.#intents.size > 0) await this.#writeIntents();
        if (this.#leaving.length > 0) await this.#writeLeaving();
      });
    });
  }

  /** Notes an outcome. An intent that still waits is withdrawn instead: nobody waits for it any more. */
  end(account: string, id: string, outcome: ChangeOutcome): void {
    const waiting = this.#intents.get(id);
    if (waiting) {
      this.#intents.delete(id);
      waiting.failed(new Error('Withdrawn'));
      return;
    }
    const leaving = this.#leaving.find(({ sending }) => sending.requestId === outcome.requestId);
    if (leaving) {
      this.#leaving = this.#leaving.filter((each) => each !== leaving);
      leaving.failed(new Error('Withdrawn'));
      return;
    }
    if (this.#outcomes.length >= outcomesMost) this.#outcomes.shift();
    this.#outcomes.push({ account, id, outcome });
    this.#flushIn(outcomeDelay);
  }

  /** Writes what can be written now, and nothing later. Throws when something could not be written; it then reads as unknown. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.flush();
  }

  #flushIn(delay: number): void {
    if (this.#closed) return;
    this.#timer ??= setTimeout(() => this.flush().catch(() => {}), delay).unref();
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

  #stored(each: Waiting): void {
    const { account, id } = each.intent;
    const size = sizeOf(each);
    this.#sizes.set(id, size);
    if (this.#growth.all.add(account, size)) this.#trim(account, sql<SqlBool>`true`, bounds.changes);
  }

  #ended({ account, id, outcome: { status, verdict } }: Ended): void {
    const size = this.#sizes.get(id) ?? 0;
    this.#sizes.delete(id);
    const refused = verdict === 'failed' && (status === null || status < 500);
    if (refused && this.#growth.refused.add(account, size))
      this.#trim(account, sql<SqlBool>`verdict = 'failed' and (status is null or status < 500)`, bounds.refused);
  }

  /** What is too much now is removed when more has been added. */
  #trim(account: string, which: Expression<SqlBool>, bound: Bound): void {
    const { eb, and } = expressionBuilder<Tables, 'changes'>();
    this.#inTurn(() => trim(this.#db, 'changes', and([eb('account', '=', account), which]), bound)).catch(() => {});
  }

  async #writeIntents(): Promise<void> {
    for (const planned of parts([...this.#intents.values()])) {
      const part = planned.filter(({ intent }) => this.#intents.delete(intent.id));
      if (part.length === 0) continue;
      try {
        await this.#db.executeQuery(this.#queries.insert(part.map(({ intent }) => rowOf(intent, true))));
        for (const { stored } of part) stored();
        for (const each of part) this.#stored(each);
      } catch (error) {
        for (const { failed } of part) failed(error);
      }
    }
  }

  async #writeAnnounced(): Promise<void> {
    for (const part of parts(this.#announced.splice(0))) {
      try {
        const { sql: text, parameters } = this.#queries.insert(part.map(({ intent }) => rowOf(intent, false)));
        await this.#unhurried.run(this.#db, CompiledQuery.raw(text + this.#unhurried.ending, [...parameters]));
        for (const { stored } of part) stored();
        for (const each of part) {
          const { account, id } = each.intent;
          this.#sizes.set(id, sizeOf(each));
          if (this.#growth.unsent.add(account, sizeOf(each)))
            this.#trim(account, sql<SqlBool>`sent = 0`, bounds.unsent);
        }
      } catch (error) {
        for (const { failed } of part) failed(error);
      }
    }
  }

  async #writeLeaving(): Promise<void> {
    while (this.#leaving.length > 0) {
      const part = this.#leaving.splice(0, rowsAtOnce);
      try {
        const marks = await this.#markAll(part);
        for (const [index, { sending, marked }] of part.entries()) {
          marked(marks[index] ?? false);
          const { account, id } = sending.announced;
          const size = (this.#sizes.get(id) ?? 0) + (sending.body?.length ?? 0);
          if (marks[index] && this.#growth.all.add(account, size))
            this.#trim(account, sql<SqlBool>`true`, bounds.changes);
        }
      } catch (error) {
        for (const { failed } of part) failed(error);
      }
    }
  }

  /** For each whether it was marked. */
  async #markAll(part: readonly Leaving[]): Promise<boolean[]> {
    const mark = async (executor: Pick<Kysely<Tables>, 'executeQuery'>, { sending }: Leaving) =>
      ((await executor.executeQuery(this.#queries.mark(sending))).numAffectedRows ?? 0n) > 0n;
    const [only, ...others] = part;
    if (only && others.length === 0) return [await mark(this.#db, only)];
    return this.#db.transaction().execute(async (transaction) => {
      const marks: boolean[] = [];
      for (const each of part) marks.push(await mark(transaction, each));
      return marks;
    });
  }

  async #writeOutcomes(): Promise<void> {
    while (this.#outcomes.length > 0) {
      const ended = this.#outcomes.splice(0, rowsAtOnce);
      try {
        await this.#db.transaction().execute(async (transaction) => {
          for (const each of ended) await transaction.executeQuery(this.#queries.update(each));
        });
        for (const each of ended) this.#ended(each);
      } catch (error) {
        this.#outcomes.unshift(...ended);
        this.#flushIn(retryDelay);
        throw error;
      }
    }
  }
}
