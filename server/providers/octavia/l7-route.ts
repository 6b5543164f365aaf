import { encoded } from '../../../contract/shared/text.ts';
import { type Fields, type ReadPlace, readRows } from './reads.ts';

/** Where a listener sends a request: a pool's id, or why nobody can say. */
export type Route = { readonly pool: string | null; readonly why: string };

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const comparisons: ReadonlyMap<string, (path: string, wanted: string) => boolean> = new Map([
  ['EQUAL_TO', (path, wanted) => path === wanted],
  ['STARTS_WITH', (path, wanted) => path.startsWith(wanted)],
  ['ENDS_WITH', (path, wanted) => path.endsWith(wanted)],
  ['CONTAINS', (path, wanted) => path.includes(wanted)],
]);

/** Whether what is read of a policy or a rule is what traffic meets. */
const isInForce = ({ provisioning_status }: Fields): boolean => text(provisioning_status) === 'ACTIVE';

/** Whether a rule about the path lets it pass; null where only the request's other parts, or an expression, decide. */
function passes({ type, compare_type: compare, value, invert }: Fields, path: string): boolean | null {
  if (type !== 'PATH') return null;
  const wanted = text(value);
  const [bare = ''] = path.split('?');
  const matches = comparisons.get(text(compare))?.(bare, wanted);
  return matches === undefined ? null : matches !== (invert === true);
}

/**
 * Where the listener's L7 policies send a request for this path: refusals first, then redirects to addresses, then to pools, each by
 * position; what none of them takes goes to the default pool. The rules of a policy hold all together, and one without a rule takes
 * nothing. Source: Load-balancer API v2 reference, "L7 Policies"; octavia/common/jinja/haproxy/combined_jinja/templates/macros.j2.
 */
export async function routeOf(place: ReadPlace, listener: Fields, path: string): Promise<Route> {
  const byDefault = { pool: text(listener.default_pool_id) || null, why: `Requests for ${path} go to another pool.` };
  if (!Array.isArray(listener.l7policies) || listener.l7policies.length === 0) return byDefault;
  const policies = await readRows(
    place,
    `/v2/lbaas/l7policies?listener_id=${encoded(text(listener.id))}`,
    'l7policies',
  );
  const order = ['REJECT', 'REDIRECT_TO_URL', 'REDIRECT_PREFIX', 'REDIRECT_TO_POOL'];
  const sorted = [...policies]
    .filter((policy) => policy.admin_state_up !== false || !isInForce(policy))
    .sort(
      (a, b) =>
        order.indexOf(text(a.action)) - order.indexOf(text(b.action)) ||
        Number(a.position ?? 0) - Number(b.position ?? 0),
    );
  for (const policy of sorted) {
    const rules = await readRows(place, `/v2/lbaas/l7policies/${encoded(text(policy.id))}/rules`, 'rules');
    const name = text(policy.name) || text(policy.id);
    if (![policy, ...rules].every(isInForce))
      return {
        pool: null,
        why: `The L7 policy ${name} or one of its rules is being changed or is in ERROR, so nobody can say which pool answers requests for ${path}.`,
      };
    const results = rules.filter(({ admin_state_up }) => admin_state_up !== false).map((rule) => passes(rule, path));
    if (results.length === 0 || results.includes(false)) continue;
    if (results.includes(null))
      return {
        pool: null,
        why: `The L7 policy ${name} may send requests for ${path} elsewhere, by more than their path, so nobody can say which pool answers.`,
      };
    if (policy.action === 'REDIRECT_TO_POOL')
      return {
        pool: text(policy.redirect_pool_id) || null,
        why: `The L7 policy ${name} sends requests for ${path} to another pool. Choose a path that this pool answers.`,
      };
    return { pool: null, why: `The L7 policy ${name} answers requests for ${path} itself, so no pool gets them.` };
  }
  const others = sorted.some(({ action }) => action === 'REDIRECT_TO_POOL');
  return {
    ...byDefault,
    why: others
      ? `Requests for ${path} go to the default pool of the listener. Choose a path that an L7 policy sends to this pool.`
      : byDefault.why,
  };
}
