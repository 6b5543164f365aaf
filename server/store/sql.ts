import { type ExpressionBuilder, expressionBuilder, type Kysely, sql } from 'kysely';
import { spellings } from '../../contract/shared/text.ts';
import { ChangeWriter, type Unhurried } from './change-writer.ts';
import { sqlViews } from './saved-views.ts';
import { sqlChecks } from './stickiness-checks.ts';
import { type AccountRef, bounds, type Call, type CallSummary, type Owner, type PanelStore } from './store.ts';
import { changeColumns, type DatabaseKind, migrate, type Tables } from './tables.ts';
import { trim } from './trim.ts';
import { whyNotStored } from './verdicts.ts';

const rowsForgotten = 5_000;

/** Changes of which it is not known how they ended. */
const isUnknown = (where: ExpressionBuilder<Tables, 'changes'>) =>
  where.and([
    where.or([where('verdict', 'is', null), where('verdict', '=', 'unconfirmed')]),
    where.or([where('sent', 'is', null), where('sent', '!=', 0)]),
  ]);

/** Rows of older versions name no service: the only API that those knew is `clb`. */
const isOf =
  ({ service, provider, account }: AccountRef) =>
  (where: ExpressionBuilder<Tables, 'changes'>) =>
    where.and([
      where('account', '=', account),
      provider === 'clb'
        ? where.or([where('service', '=', service), where('service', 'is', null)])
        : where('service', '=', service),
    ]);

/** Rows in which one of the texts has the part in it, in any case. */
const has =
  (columns: readonly ('user' | 'loadBalancerName' | 'loadBalancerId')[], part: string) =>
  (where: ExpressionBuilder<Tables, 'changes'>) =>
    where.or(
      columns.flatMap((column) =>
        spellings(part).map(
          (each) =>
            sql<boolean>`lower(${sql.ref(column)}) like lower(${`%${each.replace(/[\\%_]/g, '\\$&')}%`}) escape '\\'`,
        ),
      ),
    );

const asRecord = <Row extends { sent: number | null }>({ sent, ...row }: Row) => ({ ...row, sent: sent !== 0 });

/**
 * A store in SQLite or PostgreSQL, by the same queries. Brings the tables up to date first; `db` is closed with the store. `upkeep`: the
 * same database for what takes long and nobody waits for.
 * Throws what the database throws.
 */
export async function sqlStore(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  unhurried: Unhurried,
  upkeep = db,
): Promise<PanelStore> {
  await migrate(upkeep, kind);
  const writer = new ChangeWriter(db, unhurried);
  /** What cannot be written now is written later; what is stored can be read all the same. */
  const upToDate = () => writer.flush().catch(() => {});
  /** In parts, so that no statement holds the database for long. */
  async function forgetRows(key: readonly string[], table: 'changes' | 'calls' | 'feedback', before: string) {
    const columns = sql.join(key.map((column) => sql.ref(column)));
    for (;;) {
      const { numAffectedRows } = await sql`delete from ${sql.table(table)} where (${columns}) in
        (select ${columns} from ${sql.table(table)} where at < ${before} limit ${sql.lit(rowsForgotten)})`.execute(
        upkeep,
      );
      if ((numAffectedRows ?? 0n) < BigInt(rowsForgotten)) return;
    }
  }
  const callsOf = ({ account, user }: Owner) =>
    db.selectFrom('calls').where('account', '=', account).where('user', '=', user);
  const callFrom = ({ content }: { content: string }): Call => JSON.parse(content);

  return {
    history: {
      begin: (intent) => writer.begin(intent),
      announce: (intent) => writer.announce(intent),
      send: (sending) => writer.send(sending),
      end: (account, id, outcome) => writer.end(account, id, outcome),
      async judge(of, id, { verdict, after, detail }, judge) {
        await upToDate();
        let update = db
          .updateTable('changes')
          .set({ verdict, ...(after !== undefined && { after }), ...(detail !== undefined && { detail }) })
          .where(isOf(of))
          .where('id', '=', id)
          .where(isUnknown);
        if (judge !== 'server') update = update.where('verdictKey', '=', judge.verdictKey);
        const [result] = await update.execute();
        if ((result?.numUpdatedRows ?? 0n) > 0n) return 'stored';
        const found = await db
          .selectFrom('changes')
          .select(['verdict', 'verdictKey', 'sent'])
          .where(isOf(of))
          .where('id', '=', id)
          .executeTakeFirst();
        return whyNotStored(found && asRecord(found), verdict, judge);
      },
      async find(of, { cursor, limit, from, to, verdict, loadBalancer, user, ...exact }) {
        await upToDate();
        let query = db.selectFrom('changes').select(changeColumns).where(isOf(of));
        for (const [key, value] of Object.entries(exact))
          if (value !== undefined) query = query.where(key as keyof typeof exact, 'in', spellings(value));
        if (user !== undefined) query = query.where(has(['user'], user));
        if (loadBalancer !== undefined) query = query.where(has(['loadBalancerName', 'loadBalancerId'], loadBalancer));
        if (from !== undefined) query = query.where('at', '>=', from);
        if (to !== undefined) query = query.where('at', '<=', to);
        if (verdict === 'none') query = query.where(isUnknown);
        else if (verdict !== undefined) query = query.where('verdict', '=', verdict);
        if (cursor !== undefined) query = query.where('id', '<', cursor);
        const found = await query.orderBy('id', 'desc').limit(limit).execute();
        return found.map(asRecord);
      },
      async get(of, id) {
        await upToDate();
        const found = await db
          .selectFrom('changes')
          .select(changeColumns)
          .where(isOf(of))
          .where('id', '=', id)
          .executeTakeFirst();
        return found ? asRecord(found) : null;
      },
    },

    calls: {
      async add({ account, user }, call, most) {
        const { id, at, operation } = call;
        const { requestBody: _, responseBody: __, ...shown } = call;
        const [content, summary] = [JSON.stringify(call), JSON.stringify(shown)];
        await db.insertInto('calls').values({ id, at, account, user, operation, content, summary }).execute();
        const { eb, and } = expressionBuilder<Tables, 'calls'>();
        const ofAccount = eb('account', '=', account);
        await trim(db, 'calls', and([ofAccount, eb('user', '=', user)]), { ...bounds.calls, rows: most });
        await trim(db, 'calls', ofAccount, bounds.callsOfAccount);
      },
      async find(owner, { cursor, operation, limit }) {
        // Rows of an older version have no summary.
        let query = callsOf(owner).select(({ fn }) => fn.coalesce('summary', 'content').as('shown'));
        if (operation !== undefined) query = query.where('operation', '=', operation);
        if (cursor !== undefined) query = query.where('id', '<', cursor);
        const found = await query.orderBy('id', 'desc').limit(limit).execute();
        return found.map(({ shown }) => {
          const { requestBody: _, responseBody: __, ...summary }: CallSummary & Partial<Call> = JSON.parse(shown);
          return summary;
        });
      },
      async get(owner, id) {
        const found = await callsOf(owner).select('content').where('id', '=', id).executeTakeFirst();
        return found ? callFrom(found) : null;
      },
      async remove({ account, user }, id) {
        let query = db.deleteFrom('calls').where('account', '=', account).where('user', '=', user);
        if (id !== undefined) query = query.where('id', '=', id);
        await query.execute();
      },
    },

    favourites: {
      async add(owner, operation) {
        const { account, user } = owner;
        await db
          .insertInto('favourites')
          .values({ account, user, operation })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      },
      async find({ account, user }) {
        const rows = await db
          .selectFrom('favourites')
          .select('operation')
          .where('account', '=', account)
          .where('user', '=', user)
          .execute();
        return rows.map(({ operation }) => operation).sort();
      },
      async remove({ account, user }, operation) {
        await db
          .deleteFrom('favourites')
          .where('account', '=', account)
          .where('user', '=', user)
          .where('operation', '=', operation)
          .execute();
      },
    },

    views: sqlViews(db),

    feedback: {
      async add(feedback) {
        await db.insertInto('feedback').values(feedback).execute();
        const eb = expressionBuilder<Tables, 'feedback'>();
        const { account } = feedback;
        await trim(
          db,
          'feedback',
          account === null ? eb('account', 'is', null) : eb('account', '=', account),
          bounds.feedback,
        );
      },
      async find(account, { cursor, limit }) {
        let query = db.selectFrom('feedback').selectAll().where('account', '=', account);
        if (cursor !== undefined) query = query.where('id', '<', cursor);
        return query.orderBy('id', 'desc').limit(limit).execute();
      },
    },

    signOuts: {
      async add(session, until) {
        await db
          .insertInto('signOuts')
          .values({ session, until })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      },
      async has(session) {
        const found = await db
          .selectFrom('signOuts')
          .select('session')
          .where('session', '=', session)
          .executeTakeFirst();
        return found !== undefined;
      },
    },

    knownAddresses: {
      async remember({ user, address, until }, most) {
        await db
          .insertInto('knownAddresses')
          .values({ user, address, until })
          .onConflict((conflict) => conflict.columns(['user', 'address']).doUpdateSet({ until }))
          .execute();
        const oldest = await db
          .selectFrom('knownAddresses')
          .select('until')
          .where('user', '=', user)
          .orderBy('until', 'desc')
          .offset(most - 1)
          .limit(1)
          .executeTakeFirst();
        if (oldest)
          await db.deleteFrom('knownAddresses').where('user', '=', user).where('until', '<', oldest.until).execute();
      },
      async has({ user, address }, now) {
        const found = await db
          .selectFrom('knownAddresses')
          .select('until')
          .where('user', '=', user)
          .where('address', '=', address)
          .where('until', '>', now)
          .executeTakeFirst();
        return found !== undefined;
      },
    },

    checks: sqlChecks(db),

    async forget(before, now) {
      await upToDate();
      await forgetRows(['account', 'id'], 'changes', before);
      await forgetRows(['id'], 'calls', before);
      await forgetRows(['id'], 'feedback', before);
      await upkeep.deleteFrom('stickinessChecks').where('at', '<', before).execute();
      await upkeep.deleteFrom('signOuts').where('until', '<', now).execute();
      await upkeep.deleteFrom('knownAddresses').where('until', '<', now).execute();
    },

    async times() {
      const newest = await Promise.all(
        (['changes', 'calls', 'feedback'] as const).map((table) =>
          upkeep
            .selectFrom(table)
            .select(({ fn }) => fn.max('at').as('at'))
            .executeTakeFirst(),
        ),
      );
      const noted = await upkeep.selectFrom('cleanUps').select('at').where('name', '=', 'all').executeTakeFirst();
      const ats = newest.map((each) => each?.at).filter((at) => typeof at === 'string');
      return { cleanUp: noted?.at ?? null, newest: ats.sort().at(-1) ?? null };
    },

    async noteCleanUp(at) {
      await db
        .insertInto('cleanUps')
        .values({ name: 'all', at })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ at }))
        .execute();
    },

    async close() {
      await writer.close().finally(() => db.destroy());
    },
  };
}
