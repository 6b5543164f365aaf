import {
  type Compilable,
  CompiledQuery,
  type Expression,
  expressionBuilder,
  type Kysely,
  type SqlBool,
  sql,
} from 'kysely';
import { LRUCache } from 'lru-cache';
import { type Bound, bounds, type ChangeOutcome, type StoredIntent } from './store.ts';
import type { Tables } from './tables.ts';
import { GrowthMeter, trim } from './trim.ts';

interface Waiting {
  intent: StoredIntent;
  stored: () => void;
  failed: (error: unknown) => void;
}

interface Ended {
  account: string;
  id: string;
  outcome: ChangeOutcome;
}

/** How long outcomes gather before they are written together, and before they are tried again, in milliseconds. */
const outcomeDelay = 100;
const retryDelay = 1_000;
/** Outcomes that wait for a database that is away; of more the oldest are dropped and read as unknown, which is the truth. */
const outcomesMost = 20_000;
/**
 * Rows and characters that one statement writes. SQLite takes 32,766 variables, PostgreSQL 65,535, and a row has twenty.
 * Sources: SQLite, "Implementation Limits"; PostgreSQL, "Message Formats" (Bind: Int16 number of parameters).
 */
const rowsAtOnce = 500;
/** What one account may add before its rows are held against the bounds. */
const slack = { all: { rows: 5_000, bytes: 32 * 1024 * 1024 }, refused: { rows: 500, bytes: 4 * 1024 * 1024 } };
const charactersAtOnce = 4 * 1024 * 1024;

/** A change as it is before anything came back, its values in the same order whoever made the intent. */
const rowOf = ({ intent }: Waiting): Tables['changes'] => ({
  id: intent.id,
  at: intent.at,
  user: intent.user,
  account: intent.account,
  region: intent.region,
  loadBalancerId: intent.loadBalancerId,
  loadBalancerName: intent.loadBalancerName,
  operation: intent.operation,
  method: intent.method,
  path: intent.path,
  body: intent.body,
  before: intent.before,
  after: intent.after,
  reason: intent.reason,
  run: intent.run,
  requestId: intent.requestId,
  status: null,
  duration: null,
  verdict: null,
  detail: null,
  verdictKey: intent.verdictKey ?? null,
});

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
 * wait: lost in a crash, it reads as unknown, which is the truth.
 */
export class ChangeWriter {
  readonly #db: Kysely<Tables>;
  #intents = new Map<string, Waiting>();
  #outcomes: Ended[] = [];
  #timer: NodeJS.Timeout | undefined;
  #scheduled = false;
  #closed = false;
  #running: Promise<unknown> = Promise.resolve();
  /** Bytes of the changes whose outcome is still to come. */
  readonly #sizes = new LRUCache<string, number>({ max: 10_000 });
  readonly #growth = { all: new GrowthMeter(slack.all), refused: new GrowthMeter(slack.refused) };
  /** Texts of queries by their shape: to put one together takes longer than to run it. */
  readonly #texts = new LRUCache<string, string>({ max: 100 });

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Resolves when the intent is durable; throws when it is not stored, or withdrawn by `end` while it waits. */
  begin(intent: StoredIntent): Promise<void> {
    return new Promise((stored, failed) => {
      this.#intents.set(intent.id, { intent, stored, failed });
      if (this.#scheduled) return;
      this.#scheduled = true;
      setImmediate(() => {
        this.#scheduled = false;
        this.#inTurn(() => this.#writeIntents());
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

  #query(shape: string, make: () => Compilable, values: readonly unknown[]): CompiledQuery {
    let text = this.#texts.get(shape);
    if (text === undefined) {
      text = make().compile().sql;
      this.#texts.set(shape, text);
    }
    return CompiledQuery.raw(text, [...values]);
  }

  #insert(rows: readonly Tables['changes'][]): CompiledQuery {
    return this.#query(
      `insert ${rows.length}`,
      () => this.#db.insertInto('changes').values(rows),
      rows.flatMap((row) => Object.values(row)),
    );
  }

  #update({ account, id, outcome: { status, duration, verdict, detail, loadBalancerId } }: Ended): CompiledQuery {
    const kept = (column: 'verdict' | 'detail', value: unknown) => sql<never>`coalesce(${sql.ref(column)}, ${value})`;
    const known = { status, duration, verdict: kept('verdict', verdict), detail: kept('detail', detail) };
    const set = loadBalancerId === undefined ? known : { ...known, loadBalancerId };
    return this.#query(
      `update ${loadBalancerId === undefined}`,
      () => this.#db.updateTable('changes').set(set).where('account', '=', account).where('id', '=', id),
      [status, duration, verdict, detail, ...(loadBalancerId === undefined ? [] : [loadBalancerId]), account, id],
    );
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
        await this.#db.executeQuery(this.#insert(part.map(rowOf)));
        for (const { stored } of part) stored();
        for (const each of part) this.#stored(each);
      } catch (error) {
        for (const { failed } of part) failed(error);
      }
    }
  }

  async #writeOutcomes(): Promise<void> {
    while (this.#outcomes.length > 0) {
      const ended = this.#outcomes.splice(0, rowsAtOnce);
      try {
        await this.#db.transaction().execute(async (transaction) => {
          for (const each of ended) await transaction.executeQuery(this.#update(each));
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
