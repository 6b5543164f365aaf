import type { Kysely } from 'kysely';
import type { StoredCheck } from '../../contract/shared/stickiness-check.ts';
import type { CheckKey, CheckStore } from './store.ts';
import type { Tables } from './tables.ts';

/** Nobody's, and from an older version: shown as if there were none. */
const parsed = <Value>(text: string | null): Value | null => {
  try {
    return JSON.parse(text ?? 'null') as Value | null;
  } catch {
    return null;
  }
};

/** The last stickiness check of each load balancer, in SQLite or PostgreSQL. */
export function sqlChecks(db: Kysely<Tables>): CheckStore {
  const rowsOf = ({ service, account }: Pick<CheckKey, 'service' | 'account'>) =>
    db.selectFrom('stickinessChecks').where('service', '=', service).where('account', '=', account);
  return {
    async keep(key, { check, header, nodes, names }, most) {
      const row = {
        at: check.at,
        type: check.type,
        outcome: check.verdict.outcome,
        content: JSON.stringify(check),
        header,
        nodes,
        names: JSON.stringify(names),
      };
      await db
        .insertInto('stickinessChecks')
        .values({ ...key, ...row })
        .onConflict((conflict) => conflict.columns(['service', 'account', 'region', 'loadBalancerId']).doUpdateSet(row))
        .execute();
      const oldest = await rowsOf(key)
        .select('at')
        .orderBy('at', 'desc')
        .offset(most - 1)
        .limit(1)
        .executeTakeFirst();
      if (oldest?.at)
        await db
          .deleteFrom('stickinessChecks')
          .where('service', '=', key.service)
          .where('account', '=', key.account)
          .where('at', '<', oldest.at)
          .execute();
    },
    async find(key) {
      const found = await rowsOf(key)
        .where('region', '=', key.region)
        .where('loadBalancerId', '=', key.loadBalancerId)
        .select(['content', 'header', 'nodes', 'names'])
        .executeTakeFirst();
      const check = parsed<StoredCheck>(found?.content ?? null);
      if (!found || !check) return null;
      return { check, header: found.header, nodes: found.nodes, names: parsed<string[]>(found.names) ?? [] };
    },
  };
}
