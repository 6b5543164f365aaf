import { type Expression, type Kysely, type SqlBool, sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Bound } from './store.ts';
import type { Tables } from './tables.ts';

type Bounded = 'changes' | 'calls' | 'feedback';

/** Columns whose length is not bounded by something small. */
const longColumns = {
  changes: ['body', 'before', 'after', 'detail', 'path', 'reason'],
  calls: ['content', 'summary'],
  feedback: ['text', 'page', 'contact'],
} as const satisfies { [Table in Bounded]: readonly (keyof Tables[Table])[] };
/** Bytes that the other columns and the indexes take, roughly. */
const rowBytes = 500;

/** Removes the oldest of the rows that `which` chooses, until they are within the bound. */
export async function trim(
  db: Kysely<Tables>,
  table: Bounded,
  which: Expression<SqlBool>,
  { rows, bytes }: Bound,
): Promise<void> {
  const lengths = longColumns[table].map((column) => sql`coalesce(octet_length(${sql.ref(column)}), 0)`);
  const size = sql`${sql.join(lengths, sql` + `)} + ${sql.lit(rowBytes)}`;
  const newestFirst = sql`over (order by id desc)`;
  await sql`delete from ${sql.table(table)} where ${which} and id <= (
    select id from (
      select id, row_number() ${newestFirst} as place, sum(${size}) ${newestFirst} as total
      from ${sql.table(table)} where ${which}
    ) as newest where place > ${sql.lit(rows)} or (place > 1 and total > ${sql.lit(bytes)})
    order by id desc limit 1)`.execute(db);
}

/** Counts what is added for each account, and says when it is time to trim: to look for what is too much costs a scan. */
export class GrowthMeter {
  readonly #slack: Bound;
  readonly #added = new LRUCache<string, { rows: number; bytes: number }>({ max: 10_000 });

  /** `slack`: how much may be added to an account before it is due. */
  constructor(slack: Bound) {
    this.#slack = slack;
  }

  /** Whether the account is due. */
  add(account: string, bytes: number): boolean {
    const added = this.#added.get(account) ?? { rows: 0, bytes: 0 };
    added.rows += 1;
    added.bytes += bytes;
    const due = added.rows >= this.#slack.rows || added.bytes >= this.#slack.bytes;
    if (due) this.#added.delete(account);
    else this.#added.set(account, added);
    return due;
  }
}
