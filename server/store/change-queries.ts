import { type Compilable, CompiledQuery, type Kysely, sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { ChangeOutcome, Sending, StoredIntent } from './store.ts';
import type { Tables } from './tables.ts';

/** A change whose outcome is known. */
export interface Ended {
  account: string;
  id: string;
  outcome: ChangeOutcome;
}

/** A change as it is before anything came back, its values in the same order whoever made the intent. */
export const rowOf = (intent: StoredIntent, sent: boolean): Tables['changes'] => ({
  id: intent.id,
  at: intent.at,
  user: intent.user,
  account: intent.account,
  service: intent.service,
  provider: intent.provider,
  region: intent.region,
  loadBalancerId: intent.loadBalancerId,
  part: intent.part,
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
  sent: sent ? 1 : 0,
  serviceRequestId: null,
});

/** The statements that write changes. */
export class ChangeQueries {
  readonly #db: Kysely<Tables>;
  /** Texts of queries by their shape: to put one together takes longer than to run it. */
  readonly #texts = new LRUCache<string, string>({ max: 100 });

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  #query(shape: string, make: () => Compilable, values: readonly unknown[]): CompiledQuery {
    let text = this.#texts.get(shape);
    if (text === undefined) {
      text = make().compile().sql;
      this.#texts.set(shape, text);
    }
    return CompiledQuery.raw(text, [...values]);
  }

  insert(rows: readonly Tables['changes'][]): CompiledQuery {
    return this.#query(
      `insert ${rows.length}`,
      () => this.#db.insertInto('changes').values(rows),
      rows.flatMap((row) => Object.values(row)),
    );
  }

  /** Changes nothing unless it is announced like that and was not sent before. */
  mark({ method, path, body, requestId, announced }: Sending): CompiledQuery {
    const { account, id, service, user, region, operation, loadBalancerId, part } = announced;
    const is = (value: string | null) => (value === null ? 'is' : '=');
    return this.#query(
      `mark ${loadBalancerId === null} ${part === null}`,
      () =>
        this.#db
          .updateTable('changes')
          .set({ sent: 1, method, path, body, requestId })
          .where('account', '=', account)
          .where('id', '=', id)
          .where('sent', '=', 0)
          .where('service', '=', service)
          .where('user', '=', user)
          .where('region', '=', region)
          .where('operation', '=', operation)
          .where('loadBalancerId', is(loadBalancerId), loadBalancerId)
          .where('part', is(part), part),
      [
        ...[1, method, path, body, requestId, account, id, 0, service, user, region, operation],
        ...[loadBalancerId, part].filter((value) => value !== null),
      ],
    );
  }

  update({ account, id, outcome }: Ended): CompiledQuery {
    const { status, duration, verdict, detail, serviceRequestId = null, loadBalancerId, requestId } = outcome;
    const kept = (column: 'verdict' | 'detail', value: unknown) => sql<never>`coalesce(${sql.ref(column)}, ${value})`;
    const known = {
      status,
      duration,
      verdict: kept('verdict', verdict),
      detail: kept('detail', detail),
      serviceRequestId,
    };
    const set = loadBalancerId === undefined ? known : { ...known, loadBalancerId };
    return this.#query(`update ${loadBalancerId === undefined} ${requestId === undefined}`, () => {
      const query = this.#db.updateTable('changes').set(set).where('account', '=', account).where('id', '=', id);
      return requestId === undefined ? query : query.where('requestId', '=', requestId);
    }, [
      ...[status, duration, verdict, detail, serviceRequestId],
      ...(loadBalancerId === undefined ? [] : [loadBalancerId]),
      ...[account, id],
      ...(requestId === undefined ? [] : [requestId]),
    ]);
  }
}
