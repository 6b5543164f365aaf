import type { Kysely } from 'kysely';
import { byName } from '../../contract/shared/saved-view.ts';
import { comparable } from '../../contract/shared/text.ts';
import type { ViewOwner, ViewStore } from './store.ts';
import type { Tables } from './tables.ts';

/** The views of the list that users keep, in SQLite or PostgreSQL. */
export function sqlViews(db: Kysely<Tables>): ViewStore {
  const viewsOf = ({ service, account, user }: ViewOwner) =>
    db.selectFrom('savedViews').where('service', '=', service).where('account', '=', account).where('user', '=', user);
  const named = (owner: ViewOwner, key: string) =>
    viewsOf(owner).select('id').where('key', '=', key).executeTakeFirst();

  return {
    async find(owner) {
      return (await viewsOf(owner).select(['id', 'name', 'query']).execute()).sort(byName);
    },
    async save({ service, account, user }, { id, name, query }, most) {
      const owner = { service, account, user };
      const key = comparable(name);
      if (!(await named(owner, key))) {
        const { count } = await viewsOf(owner)
          .select(({ fn }) => fn.countAll().as('count'))
          .executeTakeFirstOrThrow();
        if (Number(count) >= most) return null;
      }
      // Of two that are saved under one name at once the later one stands, under the id of the first.
      return db
        .insertInto('savedViews')
        .values({ ...owner, key, id, name, query })
        .onConflict((conflict) => conflict.columns(['service', 'account', 'user', 'key']).doUpdateSet({ name, query }))
        .returning(['id', 'name', 'query'])
        .executeTakeFirstOrThrow();
    },
    async change({ service, account, user }, { id, name, query }) {
      const key = comparable(name);
      const holder = await named({ service, account, user }, key);
      if (holder && holder.id !== id) return 'name-taken';
      const [{ numUpdatedRows } = { numUpdatedRows: 0n }] = await db
        .updateTable('savedViews')
        .set({ key, name, query })
        .where('service', '=', service)
        .where('account', '=', account)
        .where('user', '=', user)
        .where('id', '=', id)
        .execute();
      return numUpdatedRows > 0n ? 'changed' : 'no-such-view';
    },
    async remove({ service, account, user }, id) {
      await db
        .deleteFrom('savedViews')
        .where('service', '=', service)
        .where('account', '=', account)
        .where('user', '=', user)
        .where('id', '=', id)
        .execute();
    },
  };
}
