import { faults } from '../../contract/octavia/faults.ts';
import { type Answer, type Call, json, nothing, Refusal } from './answer.ts';
import { tokenText, uuid } from './ids.ts';
import type { Project, User } from './people.ts';
import { domainOf, type KeystoneOptions, stamp, type Token, Tokens } from './tokens.ts';
import { passcode, passcodeStep } from './totp.ts';

interface Receipt {
  readonly user: User;
  readonly methods: readonly string[];
  readonly expires: number;
}

type Json = Record<string, unknown>;

const unauthorized = () => new Refusal('ID401', faults.ID401.words.default);
const expecting = (what: string, where: string) => new Refusal('ID400', faults.ID400.words.expecting(what, where));
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Milliseconds that a receipt holds. */
const receiptLife = 300_000;
const lockoutAttempts = 3;
const knownMethods = ['password', 'token', 'totp', 'application_credential'];

/** An in-memory Keystone. Follows the Identity API v3 reference and the answers of Keystone 22.0.2 (docs/octavia.md). */
export class Keystone {
  readonly #options: KeystoneOptions;
  readonly #tokens: Tokens;
  readonly #receipts = new Map<string, Receipt>();
  readonly #failures = new Map<string, number>();

  constructor(options: KeystoneOptions) {
    this.#options = options;
    this.#tokens = new Tokens(options);
  }

  /** The token by its text; undefined for one that is unknown, expired or revoked. */
  token(id: string | undefined): Token | undefined {
    return this.#tokens.get(id);
  }

  async answer(call: Call): Promise<Answer> {
    try {
      return await this.#route(call);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status } = error.answer;
      return { ...error.answer, ...(status === 401 && { headers: this.challenge() }) };
    }
  }

  /** What a 401 carries, from Keystone and from the services that ask it. */
  challenge(): Readonly<Record<string, string>> {
    return { 'www-authenticate': `Keystone uri="${this.#options.url}"` };
  }

  async #route(call: Call): Promise<Answer> {
    const { method, path } = call;
    const root = path === '' || path === '/';
    if (root || path === '/v3' || path === '/v3/') return this.#versions(root);
    const read = method === 'GET' || method === 'HEAD';
    if (path === '/v3/auth/tokens') {
      if (method === 'POST') return this.#signIn(call);
      if (read) return this.#validate(call);
      if (method === 'DELETE') return this.#revoke(call);
      return json(405, { message: 'The method is not allowed for the requested URL.' });
    }
    if (read && path === '/v3/auth/projects') return this.#projects(this.#caller(call));
    if (read && path === '/v3/auth/catalog') {
      const { project } = this.#caller(call);
      if (!project) throw new Refusal('ID403', faults.ID403.words.default);
      return json(200, { catalog: this.#tokens.catalog(), links: { self: `${this.#options.url}/auth/catalog` } });
    }
    return { status: 404, type: 'text/html; charset=utf-8', body: '<!doctype html>\n<title>404 Not Found</title>\n' };
  }

  #versions(root: boolean): Answer {
    const version = {
      id: 'v3.14',
      status: 'stable',
      updated: '2020-04-07T00:00:00Z',
      links: [{ rel: 'self', href: `${this.#options.url}/` }],
      'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.identity-v3+json' }],
    };
    return root
      ? json(300, { versions: { values: [version] } }, { location: `${this.#options.url}/` })
      : json(200, { version });
  }

  #caller(call: Call): Token {
    const token = this.token(call.header('x-auth-token'));
    if (!token) throw unauthorized();
    return token;
  }

  #subject(call: Call, action: string): Token {
    const caller = this.#caller(call);
    const id = call.header('x-subject-token');
    if (id === undefined) throw new Refusal('ID403', faults.ID403.words.action(action));
    const token = this.token(id);
    if (!token)
      throw new Refusal('ID404', this.#tokens.knows(id) ? faults.ID404.words.revoked : faults.ID404.words.token);
    if (token.user !== caller.user) throw new Refusal('ID403', faults.ID403.words.action(action));
    return token;
  }

  #validate(call: Call): Answer {
    const token = this.#subject(call, 'identity:validate_token');
    return json(200, { token: this.#tokens.shown(token) }, { 'x-subject-token': token.id, vary: 'X-Auth-Token' });
  }

  #revoke(call: Call): Answer {
    const token = this.#subject(call, 'identity:revoke_token');
    this.#tokens.revoke(token);
    return nothing(204);
  }

  #projects(token: Token): Answer {
    const { people, url } = this.#options;
    const projects = people.projects
      .filter(({ name }) => this.#tokens.rolesIn(token.user, name).length > 0)
      .map(({ id, name, domain }) => ({
        id,
        name,
        domain_id: domainOf(domain).id,
        description: '',
        enabled: true,
        parent_id: domainOf(domain).id,
        is_domain: false,
        tags: [],
        options: {},
        links: { self: `${url}/projects/${id}` },
      }));
    return json(200, { projects, links: { next: null, self: `${url}/auth/projects`, previous: null } });
  }

  async #signIn(call: Call): Promise<Answer> {
    const auth = readAuth(call.body);
    const identity = auth.identity as Json;
    const methods = identity.methods as string[];
    if (methods.length === 0) throw unauthorized();
    if (methods.some((method) => !knownMethods.includes(method))) {
      throw new Refusal('METHOD401', faults.METHOD401.words.default);
    }
    for (const method of methods) if (identity[method] === undefined) throw expecting(method, 'identity');
    if (methods.includes('token')) return this.#rescope(identity.token, auth.scope);
    if (methods.includes('application_credential')) return this.#withCredential(identity.application_credential, auth);
    const receipt = this.#receiptOf(call.header('openstack-auth-receipt'));
    const users = await Promise.all(methods.map((method) => this.#proved(method, identity[method])));
    const user = users[0] as User;
    if (users.some((each) => each !== user) || (receipt && receipt.user !== user)) throw unauthorized();
    const proved = [...new Set([...(receipt?.methods ?? []), ...methods])];
    if (user.totpSecret !== undefined && !['password', 'totp'].every((method) => proved.includes(method))) {
      return this.#giveReceipt(user, proved);
    }
    return this.#tokens.give(user, this.#scoped(user, auth.scope), proved);
  }

  /** The user whom a method proves. Throws when it proves nobody. */
  async #proved(method: string, data: unknown): Promise<User> {
    const given = isObject(data) ? data.user : undefined;
    if (!isObject(given)) throw expecting('user', isObject(data) ? method : 'None');
    const user = this.#userOf(given);
    const right = await this.#proves(method, user, given);
    if (user?.lockable) this.#count(user, right);
    if (!user || !right || user.state === 'disabled' || user.state === 'locked' || this.#isLocked(user))
      throw unauthorized();
    if (user.state === 'expired') throw new Refusal('EXPIRED401', faults.EXPIRED401.words.default(user.id));
    return user;
  }

  async #proves(method: string, user: User | undefined, given: Json): Promise<boolean> {
    if (!user) return false;
    if (method === 'password') return given.password === user.password;
    const { totpSecret } = user;
    if (totpSecret === undefined) return false;
    const now = this.#options.clock.now();
    const good = await Promise.all([now, now - passcodeStep].map((time) => passcode(totpSecret, time)));
    return good.includes(`${given.passcode}`);
  }

  #count(user: User, right: boolean): void {
    if (this.#isLocked(user)) return;
    this.#failures.set(user.id, right ? 0 : (this.#failures.get(user.id) ?? 0) + 1);
  }

  #isLocked(user: User): boolean {
    return (this.#failures.get(user.id) ?? 0) >= lockoutAttempts;
  }

  #userOf(given: Json): User | undefined {
    const { users } = this.#options.people;
    if (typeof given.id === 'string') return users.find(({ id }) => id === given.id);
    if (!isObject(given.domain)) throw expecting('domain', 'user');
    const { id, name } = given.domain;
    return users.find((user) => user.name === given.name && (domainOf(user.domain).id === id || user.domain === name));
  }

  #receiptOf(id: string | undefined): Receipt | null {
    if (id === undefined) return null;
    const receipt = this.#receipts.get(id);
    if (!receipt || receipt.expires <= this.#options.clock.now()) throw unauthorized();
    return receipt;
  }

  #giveReceipt(user: User, methods: readonly string[]): Answer {
    const { clock, random } = this.#options;
    const id = tokenText(random);
    const expires = clock.now() + receiptLife;
    this.#receipts.set(id, { user, methods, expires });
    const receipt = {
      methods,
      user: { id: user.id, name: user.name, domain: domainOf(user.domain) },
      issued_at: stamp(clock.now()),
      expires_at: stamp(expires),
    };
    return json(401, { receipt, required_auth_methods: [['totp', 'password']] }, { 'openstack-auth-receipt': id });
  }

  /** The project that is asked for; null for none. Throws when the user may not. */
  #scoped(user: User, scope: unknown): Project | null {
    const { projects } = this.#options.people;
    const asDefault = projects.find(({ name }) => name === user.project) ?? null;
    if (scope === undefined) return asDefault;
    if (scope === 'unscoped' || (isObject(scope) && 'unscoped' in scope)) return null;
    const wanted = isObject(scope) ? scope.project : undefined;
    if (!isObject(wanted)) throw unauthorized();
    if (typeof wanted.id !== 'string' && !isObject(wanted.domain)) throw expecting('domain', 'project');
    const domain = isObject(wanted.domain) ? wanted.domain : {};
    const project = projects.find(
      (each) =>
        each.id === wanted.id ||
        (wanted.id === undefined &&
          each.name === wanted.name &&
          (each.domain === domain.name || domainOf(each.domain).id === domain.id)),
    );
    if (!project || this.#tokens.rolesIn(user, project.name).length === 0) throw unauthorized();
    return project;
  }

  #rescope(data: unknown, scope: unknown): Answer {
    const id = isObject(data) ? data.id : undefined;
    if (typeof id !== 'string') throw expecting('id', 'token');
    const token = this.token(id);
    if (!token)
      throw new Refusal('ID404', this.#tokens.knows(id) ? faults.ID404.words.revoked : faults.ID404.words.token);
    if (token.credential) throw new Refusal('DELEGATED403', faults.DELEGATED403.words.default);
    const methods = [...new Set([...token.methods, 'token'])];
    return this.#tokens.give(token.user, this.#scoped(token.user, scope), methods, token);
  }

  #withCredential(data: unknown, auth: Json): Answer {
    if (!isObject(data)) throw expecting('user', 'None');
    const { applicationCredentials, projects, users } = this.#options.people;
    const all = Object.values(applicationCredentials);
    let found = all.find(({ id }) => id === data.id);
    if (typeof data.id === 'string') {
      if (!found) throw new Refusal('ID404', faults.ID404.words.credential(data.id));
    } else {
      if (!isObject(data.user)) throw expecting('user', 'application credential');
      const owner = this.#userOf(data.user);
      found = all.find(({ name, user }) => name === data.name && user === owner?.name);
    }
    if (!found || found.secret !== data.secret) throw unauthorized();
    if (auth.scope !== undefined) throw new Refusal('SCOPE401', faults.SCOPE401.words.default);
    const user = users.find(({ name }) => name === found.user) as User;
    const project = projects.find(({ name }) => name === found.project) as Project;
    const { id, name, accessRules } = found;
    const credential = { id, name, ...(accessRules && { rules: accessRules }) };
    return this.#tokens.give(user, project, ['application_credential'], undefined, credential);
  }

  /** A request id, as every answer carries one. */
  requestId(): string {
    return `req-${uuid(this.#options.random)}`;
  }
}

function readAuth(text: string): Json {
  let body: unknown = {};
  if (text.trim() !== '') {
    try {
      body = JSON.parse(text);
    } catch {
      throw new Refusal('ID400', faults.ID400.words.json);
    }
  }
  const auth = isObject(body) ? body.auth : undefined;
  if (!isObject(auth)) throw expecting('auth', 'request body');
  if (!isObject(auth.identity)) throw new Refusal('ID400', faults.ID400.words.required('identity'));
  const { methods } = auth.identity;
  if (!Array.isArray(methods) || methods.some((method) => typeof method !== 'string')) {
    throw new Refusal('ID400', faults.ID400.words.required('methods'));
  }
  return auth;
}
