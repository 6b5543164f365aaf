/**
 * What one person's page asks for, in the order and the proportions in which Chromium was seen asking: sign in, the list of both regions,
 * the rows on screen, one load balancer, two changes of its session persistence with their read-back, and the watching in between.
 */

/** A request to make, before it is known to whom. */
export interface Step {
  readonly kind: 'sign in' | 'list' | 'row' | 'detail' | 'watch' | 'change' | 'history' | 'sign out';
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly expected: readonly number[];
}

export interface Answer {
  /** 0 when there was none. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Where the same visit goes: through a panel server, or straight to the region with what only a panel answers left out. */
export type Way = { readonly through: 'panel'; readonly origin: string } | { readonly through: 'region' };

/** The persistence of a visitor's own load balancer, as far as its visits know it. */
export interface Visitor {
  readonly way: Way;
  readonly loadBalancer: string;
  /** Where in a visit the first one begins: a crowd does not do everything at once. */
  readonly place: number;
  /** The last value that was acknowledged; undefined before the first. */
  stored: string | null | undefined;
  /** A value whose write got no answer: it may be stored or not. */
  unsure: string | null | undefined;
  /** History ids of acknowledged writes. */
  readonly acknowledged: string[];
}

const regions = ['ORD', 'DFW'] as const;
type Region = (typeof regions)[number];
const pageLimit = 100;
const rowsOnScreen = 14;
const json = { 'content-type': 'application/json' };

type Visit<Result = void> = Generator<Step, Result, Answer>;

interface Rows {
  readonly loadBalancers: readonly { readonly id: number }[];
}
interface Access {
  readonly access: {
    readonly token: { readonly id: string };
    readonly serviceCatalog: readonly {
      readonly type: string;
      readonly endpoints: readonly { readonly region: string; readonly publicURL: string }[];
    }[];
  };
}

interface Signed {
  readonly headers: Readonly<Record<string, string>>;
  /** Path of a region's API, and of what a local region adds to it. */
  root(region: Region, what: 'api' | 'extras'): string;
}

const credentials = { username: 'admin', apiKey: 'admin-key' };

function* signIn(way: Way): Visit<Signed | null> {
  const kind = 'sign in';
  if (way.through === 'panel') {
    const site = { ...json, origin: way.origin, 'accept-encoding': 'gzip' };
    const body = JSON.stringify(credentials);
    const { status, headers } = yield { kind, method: 'POST', path: '/session', headers: site, body, expected: [200] };
    const cookie = String(headers['set-cookie'] ?? '').split(';')[0] ?? '';
    if (status !== 200 || cookie === '') return null;
    return {
      headers: { cookie, origin: way.origin, 'accept-encoding': 'gzip' },
      root: (region, what) => `/api/${region}${what === 'extras' ? '/extras' : ''}`,
    };
  }
  const body = JSON.stringify({ auth: { 'RAX-KSKEY:apiKeyCredentials': credentials } });
  const { status, text } = yield { kind, method: 'POST', path: '/v2.0/tokens', headers: json, body, expected: [200] };
  if (status !== 200) return null;
  const { access } = JSON.parse(text) as Access;
  const types = { api: 'rax:load-balancer', extras: 'holdfast:region-extras' };
  return {
    headers: { 'x-auth-token': access.token.id },
    root: (region, what) =>
      new URL(
        access.serviceCatalog
          .find(({ type }) => type === types[what])!
          .endpoints.find((each) => each.region === region)!.publicURL,
      ).pathname,
  };
}

/** One person's visits, one after the other, without an end. Each step is answered with what came back. */
export function* visits(visitor: Visitor, now: () => number = Date.now): Generator<Step, never, Answer> {
  const { way, loadBalancer, place } = visitor;
  const isPanel = way.through === 'panel';
  for (let isFirst = true; ; isFirst = false) {
    const signed = yield* signIn(way);
    if (!signed) continue;
    const { headers } = signed;
    const own = `${signed.root('ORD', 'api')}/loadbalancers/${loadBalancer}`;
    const read = (kind: Step['kind'], path: string): Step => ({ kind, method: 'GET', path, headers, expected: [200] });
    const recently = () => encodeURIComponent(new Date(now() - 3_000).toISOString().replace(/\.\d+/, ''));

    function* list(region: Region): Visit<number[]> {
      const ids: number[] = [];
      for (let marker = ''; ; marker = `&marker=${ids.at(-1)! + 1}`) {
        const path = `${signed!.root(region, 'api')}/loadbalancers?limit=${pageLimit}${marker}`;
        const { status, text } = yield read('list', path);
        if (status !== 200) return ids;
        const { loadBalancers } = JSON.parse(text) as Rows;
        ids.push(...loadBalancers.map(({ id }) => id));
        if (loadBalancers.length < pageLimit) return ids;
      }
    }
    function* watch(polls: number): Visit {
      for (let poll = 0; poll < polls; poll++) {
        const region = regions[poll % regions.length]!;
        const changes = `?limit=${pageLimit}&changes-since=${recently()}`;
        yield read('watch', `${signed!.root(region, 'api')}/loadbalancers${changes}`);
        yield read('watch', `${signed!.root('ORD', 'extras')}/loadbalancers/${loadBalancer}/sessions`);
      }
    }
    function* activity(): Visit {
      yield read('detail', `${own}.atom`);
      yield read('detail', `${own}/sessionpersistence.atom`);
      if (isPanel) yield read('history', `/panel/history?limit=50&region=ORD&loadBalancerId=${loadBalancer}`);
    }
    function* change(): Visit {
      const { status, text } = yield read('detail', own);
      if (status !== 200) return;
      const { loadBalancer: details } = JSON.parse(text) as {
        loadBalancer: { name: string; status: string; sessionPersistence?: { persistenceType?: string } };
      };
      // A page would queue a change of what is still settling; what is stored may be about to go.
      if (details.status !== 'ACTIVE') return;
      const before = details.sessionPersistence?.persistenceType ?? null;
      const after = before === 'SOURCE_IP' ? null : 'SOURCE_IP';
      let announced: { readonly id: string; readonly key: string } | undefined;
      if (isPanel) {
        const { status, text } = yield {
          kind: 'change',
          method: 'POST',
          path: '/panel/changes',
          headers: { ...headers, ...json },
          body: JSON.stringify({
            region: 'ORD',
            operation: after === null ? 'sessionPersistence.disable' : 'sessionPersistence.enable',
            subject: { loadBalancerId: String(loadBalancer), part: null },
            name: details.name,
            before: before ?? 'DISABLED',
            after: after ?? 'DISABLED',
          }),
          expected: [201],
        };
        if (status !== 201) return;
        announced = JSON.parse(text);
      }
      const written = yield {
        kind: 'change',
        method: after === null ? 'DELETE' : 'PUT',
        path: `${own}/sessionpersistence`,
        headers: { ...headers, ...(after !== null && json), ...(announced && { 'x-holdfast-change': announced.id }) },
        ...(after !== null && { body: JSON.stringify({ sessionPersistence: { persistenceType: after } }) }),
        expected: [202],
      };
      if (written.status === 202) {
        visitor.stored = after;
        visitor.unsure = undefined;
      } else visitor.unsure = after;
      if (written.status === 202 && announced) visitor.acknowledged.push(announced.id);
      yield read('detail', own);
      yield read('detail', own);
      yield* activity();
      yield* watch(1);
      yield read('detail', own);
      yield read('detail', own);
      yield read('detail', `${own}/stats`);
      yield* activity();
      if (written.status !== 202 || !announced) return;
      yield {
        kind: 'history',
        method: 'POST',
        path: `/panel/history/${announced.id}/verdict`,
        headers: { ...headers, ...json },
        body: JSON.stringify({ verdict: 'confirmed', after: after ?? 'DISABLED', detail: '', key: announced.key }),
        expected: [204],
      };
      yield read('history', `/panel/history?limit=50&region=ORD&loadBalancerId=${loadBalancer}`);
    }

    function* open(): Visit {
      if (isPanel) yield read('sign in', '/session');
      const rows = yield* list('ORD');
      yield* list('DFW');
      for (const id of rows.slice(0, rowsOnScreen))
        yield read('row', `${signed!.root('ORD', 'api')}/loadbalancers/${id}`);
    }
    function* look(): Visit {
      for (const part of ['', '/errorpage', '/stats', '/usage/current?limit=1000']) yield read('detail', own + part);
      yield* activity();
    }

    const parts = [open, () => watch(2), look, change, () => watch(4), change, () => watch(4)];
    if (isFirst) yield* watch(Math.floor(place / parts.length) % 8);
    for (const part of parts.slice(isFirst ? place % parts.length : 0)) yield* part();
    yield isPanel
      ? { kind: 'sign out', method: 'DELETE', path: '/session', headers, expected: [204] }
      : { kind: 'sign out', method: 'DELETE', path: '/v2.0/tokens', headers, expected: [204] };
  }
}
