import { type FaultId, faults } from '../../contract/clb/faults.ts';
import { parseBody } from '../../contract/clb/schemas/body.ts';
import type { Clock } from '../../contract/shared/clock.ts';
import { type Answer, json, ok, plainFault, Refusal, unknownPath } from './answer.ts';
import { type Change, regionNames, type Token } from './model.ts';
import { decoded } from './router.ts';
import type { Store } from './store.ts';
import type { User } from './users.ts';

/** Milliseconds that a token is good for: the lifetime that the service's own test double has. */
const lifetime = 24 * 60 * 60 * 1000;

/** Source: Identity v2.0, "Role-based access control". */
const roleDescriptions: Readonly<Record<string, string>> = {
  'lbaas:admin': 'Full access to Cloud Load Balancers.',
  'lbaas:creator': 'Cloud Load Balancers without deletion.',
  'lbaas:observer': 'Cloud Load Balancers, reading only.',
};
const roleIds: Readonly<Record<string, string>> = {
  'lbaas:admin': '10415',
  'lbaas:creator': '10416',
  'lbaas:observer': '10417',
};

type Credentials =
  | { readonly kind: 'APIKEY' | 'PASSWORD'; readonly name: string; readonly secret: string }
  | { readonly kind: 'TOKEN'; readonly id: string };

interface Surroundings {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: () => number;
  readonly users: readonly User[];
  /** Where clients reach the region. */
  readonly url: string;
}

/** Who asks, read from a token. */
export interface Caller {
  readonly token: Token;
  readonly user: User;
  readonly roles: readonly string[];
}

const refuse = (id: Exclude<FaultId, 'RATE413'>, message: string) => new Refusal(id, message);

interface Call {
  readonly method: string;
  /** Below `/v2.0`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The caller's own token. */
  readonly token: string | undefined;
  readonly body: string;
}

/** Identity v2.0 as far as a client of load balancers needs it. Source: Identity v2.0 guide, "Authenticate". */
export class Identity {
  readonly #at: Surroundings;
  readonly #byName: ReadonlyMap<string, User>;
  readonly #byId: ReadonlyMap<string, User>;

  constructor(surroundings: Surroundings) {
    this.#at = surroundings;
    this.#byName = new Map(surroundings.users.map((user) => [user.name, user]));
    this.#byId = new Map(surroundings.users.map((user) => [user.id, user]));
  }

  /** Who a token stands for; undefined when it is unknown, expired or revoked. */
  caller(tokenId: string | undefined): Caller | undefined {
    const token = tokenId === undefined ? undefined : this.#at.store.tokens.get(tokenId);
    const user = token && this.#byId.get(token.userId);
    if (!token || !user || token.expires <= this.#at.clock.now()) return undefined;
    return { token, user, roles: user.accounts[token.account] ?? [] };
  }

  /** Answers a request below `/v2.0`. Throws a Refusal. */
  async answer(call: Call): Promise<Answer> {
    // A malformed percent escape names nothing.
    const segments = call.path
      .replace(/\/$/, '')
      .split('/')
      .map((segment) => decoded(segment) ?? '');
    const [, resource, id, ...rest] = segments;
    if (rest.length > 0 || (resource !== 'tokens' && resource !== 'tenants')) return unknownPath;
    if (resource === 'tenants') return id === undefined ? this.#tenants(call) : unknownPath;
    if (id === undefined && call.method === 'POST') return this.#authenticate(call.body);
    if (id === undefined && call.method === 'DELETE') return this.#revoke(call, call.token);
    if (id !== undefined && call.method === 'GET') return this.#validate(call, id);
    if (id !== undefined && call.method === 'DELETE') return this.#revoke(call, id);
    return plainFault(405, `The identity service has no ${call.method} here.`);
  }

  async #authenticate(body: string): Promise<Answer> {
    const parsed = parseBody('identity.authenticate', body);
    if (!parsed.ok) throw refuse('IDBAD400', faults.IDBAD400.words.default);
    const { auth } = parsed.value;
    const credentials = credentialsOf(auth);
    if (!credentials) throw refuse('IDBAD400', faults.IDBAD400.words.default);
    const tenant = auth?.tenantName ?? auth?.tenantId;
    const token = this.#sign(credentials, tenant);
    await this.#at.store.commit([...this.#expired(), { collection: 'token', key: token.id, value: token }]);
    return ok(this.#access(token));
  }

  #sign(credentials: Credentials, tenant: string | undefined): Token {
    const user =
      credentials.kind === 'TOKEN' ? this.#byToken(credentials.id, tenant) : this.#byName.get(credentials.name);
    if (!user || (credentials.kind !== 'TOKEN' && secretOf(user, credentials.kind) !== credentials.secret)) {
      throw refuse('ID401', faults.ID401.words.default);
    }
    const account = tenant ?? Object.keys(user.accounts)[0];
    if (account === undefined || !Object.hasOwn(user.accounts, account)) {
      throw refuse('ID401', faults.ID401.words.tenant(account ?? '', user.name, user.id));
    }
    const { clock } = this.#at;
    const known = credentials.kind === 'TOKEN' ? this.#at.store.tokens.get(credentials.id) : undefined;
    return {
      id: this.#tokenId(),
      userId: user.id,
      account,
      // A token that was got with a token does not outlive it.
      expires: known?.expires ?? clock.now() + lifetime,
      authenticatedBy: credentials.kind,
    };
  }

  #byToken(id: string, tenant: string | undefined): User | undefined {
    const caller = this.caller(id);
    if (!caller) return undefined;
    if (tenant === undefined) throw refuse('IDBAD400', faults.IDBAD400.words.default);
    if (!Object.hasOwn(caller.user.accounts, tenant)) throw refuse('ID401', faults.ID401.words.token(tenant));
    return caller.user;
  }

  #tokenId(): string {
    const part = () =>
      Math.floor(this.#at.random() * 2 ** 32)
        .toString(16)
        .padStart(8, '0');
    // The number at the end keeps tokens apart even where chance does not.
    return Array.from({ length: 8 }, part).join('') + this.#at.store.nextId('token').toString(16);
  }

  /** Tokens stand in the order in which they were given, so the expired ones come first. */
  #expired(): Change[] {
    const now = this.#at.clock.now();
    const changes: Change[] = [];
    for (const { id, expires } of this.#at.store.tokens.values()) {
      if (expires > now) break;
      changes.push({ collection: 'token', key: id, value: null });
    }
    return changes;
  }

  #required(call: Call): Caller {
    const caller = this.caller(call.token);
    if (!caller) throw refuse('ID401', faults.ID401.words.default);
    return caller;
  }

  #validate(call: Call, id: string): Answer {
    this.#required(call);
    const found = this.caller(id);
    const tenant = call.query.get('belongsTo');
    if (!found || (tenant !== null && tenant !== found.token.account)) {
      throw refuse('ID404', faults.ID404.words.default);
    }
    return ok(this.#access(found.token));
  }

  async #revoke(call: Call, id: string | undefined): Promise<Answer> {
    const caller = this.#required(call);
    const found = this.caller(id);
    if (!found || found.user.id !== caller.user.id) throw refuse('ID404', faults.ID404.words.default);
    await this.#at.store.commit([{ collection: 'token', key: found.token.id, value: null }]);
    return { status: 204, body: '' };
  }

  #tenants(call: Call): Answer {
    if (call.method !== 'GET') return plainFault(405, `The identity service has no ${call.method} here.`);
    const { user } = this.#required(call);
    return json(200, { tenants: Object.keys(user.accounts).map((id) => ({ id, name: id, enabled: true })) });
  }

  #access({ id, userId, account, expires, authenticatedBy }: Token) {
    const user = this.#byId.get(userId)!;
    const { url } = this.#at;
    const endpoints = (path: string) =>
      regionNames.map((region) => ({
        region,
        tenantId: account,
        publicURL: `${url}/${region.toLowerCase()}/${path}/${account}`,
      }));
    return {
      access: {
        token: {
          id,
          expires: new Date(expires).toISOString(),
          tenant: { id: account, name: account },
          'RAX-AUTH:authenticatedBy': [authenticatedBy],
        },
        user: {
          id: user.id,
          name: user.name,
          'RAX-AUTH:defaultRegion': regionNames[0],
          roles: (user.accounts[account] ?? []).map((name) => ({
            id: roleIds[name] ?? name,
            name,
            description: roleDescriptions[name] ?? name,
            tenantId: account,
          })),
        },
        serviceCatalog: [
          { name: 'cloudLoadBalancers', type: 'rax:load-balancer', endpoints: endpoints('v1.0') },
          { name: 'holdfastRegionExtras', type: 'holdfast:region-extras', endpoints: endpoints('extras') },
        ],
      },
    };
  }
}

interface Auth {
  readonly 'RAX-KSKEY:apiKeyCredentials'?: { readonly username?: string; readonly apiKey?: string } | undefined;
  readonly passwordCredentials?: { readonly username?: string; readonly password?: string } | undefined;
  readonly token?: { readonly id?: string } | undefined;
}

/** The one kind of credentials in a body; null when there is none, or half of one. */
function credentialsOf(auth: Auth | undefined): Credentials | null {
  const key = auth?.['RAX-KSKEY:apiKeyCredentials'];
  const password = auth?.passwordCredentials;
  if (key?.username !== undefined && key.apiKey !== undefined) {
    return { kind: 'APIKEY', name: key.username, secret: key.apiKey };
  }
  if (password?.username !== undefined && password.password !== undefined) {
    return { kind: 'PASSWORD', name: password.username, secret: password.password };
  }
  return auth?.token?.id === undefined ? null : { kind: 'TOKEN', id: auth.token.id };
}

const secretOf = (user: User, kind: 'APIKEY' | 'PASSWORD') => (kind === 'APIKEY' ? user.apiKey : user.password);
