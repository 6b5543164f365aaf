import { type SchemaName, schemas } from '../../../contract/octavia/schemas/index.ts';

interface Person {
  readonly id: string;
  readonly name: string;
  readonly password: string;
  readonly domain: string;
  readonly totpSecret?: string;
}

interface Seeded {
  readonly id: string;
  readonly listeners: Readonly<Record<string, string>>;
  readonly pools: Readonly<Record<string, string>>;
}

/** The service that the suite runs against: the in-memory one, or a real Keystone and Octavia with the same people and seed. */
export interface Subject {
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Keystone's root, ending in `/v3`. */
  readonly identityUrl: string;
  readonly users: Readonly<Record<PersonName, Person>>;
  readonly projects: Readonly<Record<'panel' | 'shop' | 'other', string>>;
  readonly applicationCredentials: Readonly<
    Record<'full' | 'readOnly', { readonly id: string; readonly name: string; readonly secret: string }>
  >;
  readonly regions: readonly {
    readonly name: string;
    readonly url: string;
    readonly loadBalancers: Readonly<Record<string, Seeded>>;
  }[];
  readonly handles: { hold(loadBalancer?: string): () => void; fail(loadBalancer?: string): () => void };
  /** Lets some time pass. */
  pass(): Promise<void>;
  /** Milliseconds since the epoch. */
  now(): number;
  close(): Promise<void> | void;
}

export type PersonName =
  | 'operator'
  | 'member'
  | 'observer'
  | 'newcomer'
  | 'newreader'
  | 'specialist'
  | 'other'
  | 'homeless'
  | 'eva'
  | 'totp'
  | 'expired'
  | 'locked'
  | 'lockable'
  | 'disabled';

type Json = Record<string, unknown>;

/** A parsed answer: whatever a test reads of it, it names by path. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The value at a path such as `pool.session_persistence.type`. */
  at(path: string): unknown;
  /** Status and the sentence of a fault, in one line; for a success the status alone. */
  readonly told: string;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const step = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Json)[key] : undefined;

function sentenceOf(body: unknown): string {
  const error = step(body, 'error');
  for (const words of [step(body, 'faultstring'), step(error, 'message'), step(body, 'description')]) {
    if (typeof words === 'string') return words;
  }
  return '';
}

async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text();
  const body = parsed(text);
  const { status, headers } = response;
  return {
    status,
    headers,
    text,
    at: (path) => path.split('.').reduce(step, body),
    told: status < 400 ? `${status}` : `${status} ${sentenceOf(body)}`.trim(),
  };
}

export const passwordMethod = ({ name, domain, password }: Omit<Person, 'id'>) => ({
  user: { name, domain: { name: domain }, password },
});

export const inProject = (name: string, domain = 'Default') => ({ project: { name, domain: { name: domain } } });

/** Answers that stay in PENDING_* longer than so many passes of time are taken for stuck. */
const passes = 2000;

/** The suite's hands: signed-in requests to one region, and waiting. */
export class World {
  readonly subject: Subject;
  readonly #tokens = new Map<string, string>();

  constructor(subject: Subject) {
    this.subject = subject;
  }

  get region() {
    return this.subject.regions[0]!;
  }

  readonly load = (name: string): Seeded => this.region.loadBalancers[name]!;

  async send(
    method: string,
    url: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return replyOf(
      await this.subject.fetch(url, {
        method,
        headers: {
          accept: 'application/json',
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: text }),
      }),
    );
  }

  identity(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply> {
    return this.send(method, this.subject.identityUrl + path, body, headers);
  }

  signIn(identity: unknown, scope?: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply> {
    return this.identity(
      'POST',
      '/auth/tokens',
      { auth: { identity, ...(scope !== undefined && { scope }) } },
      headers,
    );
  }

  withPassword(name: PersonName, scope?: unknown, password?: string): Promise<Reply> {
    const person = this.subject.users[name];
    const given = passwordMethod({ ...person, ...(password !== undefined && { password }) });
    return this.signIn({ methods: ['password'], password: given }, scope);
  }

  async token(name: PersonName, project = 'panel'): Promise<string> {
    const key = `${name} ${project}`;
    const known = this.#tokens.get(key);
    if (known !== undefined) return known;
    const reply = await this.withPassword(name, inProject(project, this.subject.users[name].domain));
    const token = reply.headers.get('x-subject-token');
    if (token === null) throw new Error(`${name} cannot sign in: ${reply.told}`);
    this.#tokens.set(key, token);
    return token;
  }

  /** A request below `/v2/lbaas`, as the member unless somebody else is named. */
  async ask(
    method: string,
    path: string,
    body?: unknown,
    name: PersonName = 'member',
    project?: string,
  ): Promise<Reply> {
    const token = await this.token(name, project);
    return this.send(method, `${this.region.url}/v2/lbaas${path}`, body, { 'x-auth-token': token });
  }

  /** Waits until a load balancer has left PENDING_*, or is gone. Returns its provisioning status. */
  async settled(loadBalancer: string): Promise<string> {
    for (let pass = 0; pass < passes; pass += 1) {
      const reply = await this.ask('GET', `/loadbalancers/${loadBalancer}?fields=provisioning_status`);
      if (reply.status === 404) return 'gone';
      const status = String(reply.at('loadbalancer.provisioning_status'));
      if (!status.startsWith('PENDING')) return status;
      await this.subject.pass();
    }
    throw new Error(`The load balancer ${loadBalancer} does not settle.`);
  }

  /** A change that is accepted, and what came of it: the answer's status, the load balancer's afterwards, and the answer. */
  async change(
    loadBalancer: string,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Reply & { readonly after: string }> {
    const reply = await this.ask(method, path, body);
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.told}`);
    return { ...reply, after: await this.settled(loadBalancer) };
  }

  async status(kind: string, key: string, id: string): Promise<unknown> {
    return (await this.ask('GET', `/${kind}/${id}`)).at(`${key}.provisioning_status`);
  }
}

/** What an answer has that its schema does not know, or lacks; empty when it fits. */
export function misfits(name: SchemaName, reply: Reply): string[] {
  const result = schemas[name].safeParse(JSON.parse(reply.text));
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}
