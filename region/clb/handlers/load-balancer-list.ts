import { faults } from '../../../contract/clb/faults.ts';
import { statuses } from '../../../contract/clb/statuses.ts';
import { Refusal } from '../answer.ts';
import type { Context } from '../context.ts';
import type { LoadBalancer } from '../model.ts';
import { summaryText } from '../views.ts';
import { parseDate } from './dates.ts';
import { pageOfIds } from './paging.ts';

/** The list and its filters. Source: CLB v1.0 developer guide, "List load balancers"; node address wins over name, name over the rest. */

const isGone = ({ status }: LoadBalancer) => status === 'DELETED' || status === 'PENDING_DELETE';

const briefText = ({ id, name, status }: LoadBalancer) => JSON.stringify({ id, name, status });

function withStatus(context: Context, status: string): readonly number[] {
  if (!(statuses as readonly string[]).includes(status)) {
    throw new Refusal('QUERY400', faults.QUERY400.words.status(status));
  }
  return context.service.store.indexOf(context.account, context.region).withStatus(status);
}

/** The items of the list that a request asks for, each as JSON. Throws QUERY400 and DATE400. */
export function listTexts(context: Context): string[] {
  const { service, account, region, query } = context;
  const { loadBalancers } = service.store;
  const index = service.store.indexOf(account, region);
  const of = (ids: readonly number[]) => ids.map((id) => loadBalancers.get(id)!);

  const address = query.get('nodeaddress');
  if (address !== null)
    return of(index.withNode(address))
      .filter((each) => !isGone(each))
      .map(briefText);

  const name = query.get('name');
  if (name === '') throw new Refusal('QUERY400', faults.QUERY400.words.name);
  if (name !== null) {
    const present = of(index.named(name)).filter((each) => !isGone(each));
    return of(
      pageOfIds(
        present.map(({ id }) => id),
        query,
      ),
    ).map(summaryText);
  }

  const status = query.get('status');
  const since = query.get('changes-since');
  let ids = status === null ? index.live : withStatus(context, status);
  if (since !== null) {
    // With a time, deleted ones are part of what changed only when the status asks for them.
    const wanted = (each: LoadBalancer) => (status === null ? each.status !== 'DELETED' : each.status === status);
    const time = parseDate(since);
    // What changed since may be gone by a reset, and what took its id, or what a clock that was set back dated anew, may be older.
    ids = of(index.changedSince(time))
      .filter((each) => each && each.updated >= time && wanted(each))
      .map(({ id }) => id);
  }
  return of(pageOfIds(ids, query)).map(summaryText);
}
