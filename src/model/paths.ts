import { encoded } from '../../contract/shared/text.ts';
import type { LoadBalancerRef, Subject } from './load-balancer.ts';

/** Every address of the panel, spelled once. `search` carries the list's filters through the dialog over it. */
const segment = ({ region, id }: LoadBalancerRef): string => `${encoded(region)}/${encoded(id)}`;

/** The query with the part that is meant, where it is not the load balancer itself. */
function withPart(search: string, { part }: Subject): string {
  const query = new URLSearchParams(search);
  if (part === undefined) query.delete(partParameter);
  else query.set(partParameter, part);
  return query.size === 0 ? '' : `?${query}`;
}
const partParameter = 'pool';

/** The part that an address means; undefined where it names none. */
export const partIn = (search: string): string | undefined =>
  new URLSearchParams(search).get(partParameter) ?? undefined;
/** The query without the part. */
export const withoutPart = (search: string): string =>
  partIn(search) === undefined ? search : withPart(search, { region: '', id: '' });

export const paths = {
  signIn: (to?: string) => (to && to !== '/' ? `/sign-in?to=${encoded(to)}` : '/sign-in'),
  list: (search = '') => `/load-balancers${search}`,
  listPersistence: (subject: Subject, search = '') =>
    `/load-balancers/session-persistence/${segment(subject)}${subject.part === undefined ? search : withPart(search, subject)}`,
  loadBalancer: (ref: LoadBalancerRef) => `/load-balancers/${segment(ref)}`,
  persistence: (subject: Subject) => `/load-balancers/${segment(subject)}/session-persistence${withPart('', subject)}`,
  newLoadBalancer: '/load-balancers/new',
  /** A new run without load balancers: its page asks for a pasted list. */
  newBulk: '/load-balancers/bulk',
  bulk: (run: string) => `/load-balancers/bulk/${encoded(run)}`,
  history: (search = '') => `/history${search}`,
  /** `values`: region, parameters by name, and `body`, which the form begins with. */
  explorer: (operation?: string, values: Readonly<Record<string, string>> = {}) => {
    const query = String(new URLSearchParams(values));
    return (operation ? `/explorer/${encoded(operation)}` : '/explorer') + (query === '' ? '' : `?${query}`);
  },
} as const;

/** The page under a dialog that has an address of its own; the path itself where there is none. */
export const pageUnder = (pathname: string): string =>
  pathname
    .replace(/\/session-persistence(\/[^/]+\/[^/]+)?$/, '')
    .replace(/^(\/load-balancers\/(?!bulk\/)[^/]+\/[^/]+)\/.*/, '$1');

/** Where to go after signing in: only a path of this panel, never another site. */
export function safeReturn(to: string | null): string {
  if (!to) return paths.list();
  try {
    const url = new URL(to, location.origin);
    const own = url.origin === location.origin && to.startsWith('/') && !to.startsWith('//') && !to.startsWith('/\\');
    return own && !url.pathname.startsWith('/sign-in') ? `${url.pathname}${url.search}${url.hash}` : paths.list();
  } catch {
    return paths.list();
  }
}
