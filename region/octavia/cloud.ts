import type { Clock } from '../../contract/shared/clock.ts';
import { type Answer, type Call, json } from './answer.ts';
import { Changes, type Handles } from './changes.ts';
import type { Service } from './context.ts';
import type { Random } from './ids.ts';
import { Keystone } from './keystone.ts';
import { lookalike } from './lookalike.ts';
import { type LoadBalancer, Store } from './model.ts';
import { Octavia } from './octavia.ts';
import { type ApplicationCredential, people, type User } from './people.ts';
import { Policy, type PolicyName } from './policy.ts';
import { fill, type Seed } from './seed/seed.ts';
import { Views } from './views.ts';

export type { Handles } from './changes.ts';
export type { Seed } from './seed/seed.ts';

export interface CloudOptions {
  readonly clock: Clock;
  /** 0 ≤ n < 1; tokens are made of it, so outside of tests it has to be unpredictable. */
  readonly random: Random;
  readonly seed: Seed;
  /** Milliseconds in PENDING_* at least. */
  readonly settle: number;
  /** Where clients reach the cloud, without a slash at the end: identity and regions lie below it. */
  readonly url: string;
  /** Region names, in the catalog's order. `RegionOne` and `RegionTwo` when left out; none: a catalog without load balancers. */
  readonly regions?: readonly string[];
  /** Rows of a page at most; 1000 when left out, as Octavia has it. */
  readonly largestPage?: number;
  /** Octavia's default before 16.0.0 (`advanced`) when left out. */
  readonly policy?: PolicyName;
  /** Minor version that is served; 2.26 (Octavia 11) when left out. */
  readonly version?: string;
  /** Milliseconds that a token lives; an hour when left out. */
  readonly tokenLife?: number;
  /** Answers below the endpoints are those of a service that only looks like Octavia. */
  readonly lookalike?: boolean;
  /** Told of what no client hears of, as a sentence. */
  readonly warn?: (sentence: string) => void;
}

export interface Credentials {
  readonly id: string;
  readonly name: string;
  readonly password: string;
  readonly domain: string;
  readonly project: string | null;
  readonly totpSecret?: string;
}

/** By name, what a region held at the start. */
export interface SeededLoadBalancer {
  readonly id: string;
  readonly project: string;
  readonly virtualIp: string;
  readonly status: string;
  readonly listeners: Readonly<Record<string, string>>;
  readonly pools: Readonly<Record<string, string>>;
}

export interface CloudRegion {
  readonly name: string;
  readonly url: string;
  readonly loadBalancers: Readonly<Record<string, SeededLoadBalancer>>;
  readonly handles: Handles;
}

export interface Cloud {
  fetch(request: Request): Promise<Response>;
  /** Keystone's root, ending in `/v3`. */
  readonly identityUrl: string;
  readonly users: Readonly<Record<string, Credentials>>;
  /** Name → id. */
  readonly projects: Readonly<Record<string, string>>;
  readonly applicationCredentials: Readonly<Record<'full' | 'readOnly', ApplicationCredential>>;
  readonly regions: readonly CloudRegion[];
  /** Of the first region. */
  readonly handles: Handles;
  /** Stops what the clock still has to do. */
  close(): void;
}

/** Longest body that is read, in bytes. */
const longestRead = 1_048_576;
const providers = [
  { name: 'amphora', description: 'The Octavia Amphora driver' },
  { name: 'ovn', description: 'Octavia OVN driver.' },
];
const hour = 3_600_000;

const slug = (name: string) => encodeURIComponent(name.toLowerCase());

const credentialsOf = ({ id, name, password, domain, project, totpSecret }: User): Credentials => ({
  id,
  name,
  password,
  domain,
  project,
  ...(totpSecret !== undefined && { totpSecret }),
});

function seededIn({ store }: Service, projects: ReadonlyMap<string, string>): Record<string, SeededLoadBalancer> {
  const ids = (rows: readonly { readonly id: string; readonly name: string }[]) =>
    Object.fromEntries(rows.map(({ id, name }) => [name, id]));
  const described = (row: LoadBalancer): SeededLoadBalancer => ({
    id: row.id,
    project: projects.get(row.project_id) ?? '',
    virtualIp: row.vip_address,
    status: row.provisioning_status,
    listeners: ids(store.listenersOf(row)),
    pools: ids(store.poolsOf(row)),
  });
  return Object.fromEntries([...store.loadBalancers.values()].map((row) => [row.name, described(row)]));
}

/** Addresses of documentation networks: nothing listens there. */
function virtualIps(region: number): () => string {
  let next = 0;
  return () => {
    next += 1;
    return `10.${200 + region}.${Math.floor(next / 250)}.${(next % 250) + 1}`;
  };
}

/**
 * An in-memory Keystone with an Octavia a region: no storage, no traffic; changes settle by the clock. For component tests, the static
 * demo and measurements. Follows the Identity API v3 and Load-balancer API v2 references; where it differs: docs/octavia.md.
 */
export function createCloud(options: CloudOptions): Cloud {
  const { clock, random, settle, url, warn = () => {}, version = '2.26' } = options;
  const names = options.regions ?? ['RegionOne', 'RegionTwo'];
  const known = people(random);
  const projects = Object.fromEntries(known.projects.map(({ name, id }) => [name, id]));
  const identityUrl = `${url}/identity/v3`;
  const endpointOf = (name: string, face: string) => `${url}/${face}/${slug(name)}/load-balancer`;
  const keystone = new Keystone({
    clock,
    random,
    people: known,
    url: identityUrl,
    tokenLife: options.tokenLife ?? hour,
    endpoints: names.flatMap((region) =>
      (['public', 'internal'] as const).map((face) => ({ region, interface: face, url: endpointOf(region, face) })),
    ),
  });
  const services = names.map((name, index): Service => {
    const store = new Store();
    return {
      store,
      changes: new Changes(store, clock, settle),
      clock,
      random,
      views: new Views(store, version),
      policy: new Policy(options.policy ?? 'advanced'),
      largestPage: options.largestPage ?? 1000,
      url: endpointOf(name, 'public'),
      version,
      providers,
      virtualIp: virtualIps(index),
    };
  });
  fill(options.seed, services, projects);
  const octavias = new Map(
    names.map((name, index) => [slug(name), new Octavia(services[index] as Service, keystone, warn)]),
  );
  const base = new URL(url).pathname.replace(/\/$/, '');
  const endpoint = /^\/(?:public|internal)\/([^/]+)\/load-balancer(\/.*)?$/;

  async function answer(call: Call): Promise<Answer> {
    const { path } = call;
    if (path === '/identity' || path.startsWith('/identity/')) {
      return keystone.answer({ ...call, path: path.slice('/identity'.length) });
    }
    const [, region = '', below = '/'] = endpoint.exec(path) ?? [];
    const octavia = octavias.get(region);
    if (!octavia) return json(404, { error: { code: 404, message: 'Nothing is here.', title: 'Not Found' } });
    const within = { ...call, path: below };
    if (!options.lookalike) return octavia.answer(within);
    return lookalike(
      within,
      `${url}${path.slice(0, path.length - below.length)}`,
      keystone.token(call.header('x-auth-token')) !== undefined,
    );
  }

  async function fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const body = request.body === null ? '' : await request.text();
    const given =
      body.length > longestRead
        ? json(413, { code: 413, title: 'Request Entity Too Large', description: 'Request is too large.' })
        : await answer({
            method: request.method,
            path: pathname.startsWith(base) ? pathname.slice(base.length) : pathname,
            query: searchParams,
            header: (name) => request.headers.get(name) ?? undefined,
            body,
          });
    const headers = new Headers({ 'x-openstack-request-id': keystone.requestId(), ...given.headers });
    if (given.type) headers.set('content-type', given.type);
    const empty = given.body === '' || request.method === 'HEAD';
    return new Response(empty ? null : given.body, { status: given.status, headers });
  }

  const byId = new Map(known.projects.map(({ id, name }) => [id, name]));
  const regions = names.map((name, index): CloudRegion => {
    const service = services[index] as Service;
    let seeded: Record<string, SeededLoadBalancer> | undefined;
    return {
      name,
      url: service.url,
      get loadBalancers() {
        seeded ??= seededIn(service, byId);
        return seeded;
      },
      handles: service.changes,
    };
  });
  return {
    fetch,
    identityUrl,
    users: Object.fromEntries(known.users.map((user) => [user.name, credentialsOf(user)])),
    projects,
    applicationCredentials: known.applicationCredentials,
    regions,
    handles: services[0]?.changes ?? new Changes(new Store(), clock, settle),
    close() {
      for (const { changes } of services) changes.close();
    },
  };
}
