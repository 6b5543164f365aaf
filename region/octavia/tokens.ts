import type { Clock } from '../../contract/shared/clock.ts';
import { type Answer, json } from './answer.ts';
import { hexId, type Random, tokenText } from './ids.ts';
import type { AccessRule, People, Project, User } from './people.ts';

export interface Endpoint {
  readonly region: string;
  readonly interface: 'public' | 'internal';
  readonly url: string;
}

export interface KeystoneOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly people: People;
  /** Its root, ending in `/v3`. */
  readonly url: string;
  readonly endpoints: readonly Endpoint[];
  /** Milliseconds that a token lives. */
  readonly tokenLife: number;
}

export interface Token {
  readonly id: string;
  readonly user: User;
  readonly project: Project | null;
  readonly roles: readonly string[];
  readonly methods: readonly string[];
  readonly issued: number;
  readonly expires: number;
  readonly audit: readonly string[];
  readonly credential: { readonly id: string; readonly name: string; readonly rules?: readonly AccessRule[] } | null;
}

/** As Keystone writes times. */
export const stamp = (milliseconds: number) => `${new Date(milliseconds).toISOString().slice(0, 19)}.000000Z`;
export const domainOf = (name: string) => ({ id: name === 'Default' ? 'default' : name, name });

/** The tokens that a Keystone has given, and what they say of their holders. */
export class Tokens {
  readonly #options: KeystoneOptions;
  readonly #tokens = new Map<string, Token>();
  readonly #roleIds = new Map<string, string>();
  readonly #serviceId: string;

  constructor(options: KeystoneOptions) {
    this.#options = options;
    this.#serviceId = hexId(options.random);
  }

  /** Undefined for one that is unknown, expired or revoked. */
  get(id: string | undefined): Token | undefined {
    const token = this.#tokens.get(id ?? '');
    return token && token.expires > this.#options.clock.now() ? token : undefined;
  }

  /** Whether it ever was one. */
  knows(id: string): boolean {
    return this.#tokens.has(id);
  }

  revoke(token: Token): void {
    this.#tokens.set(token.id, { ...token, expires: 0 });
  }

  rolesIn(user: User, project: string): readonly string[] {
    const { projects, roles } = this.#options.people;
    const domain = projects.find(({ name }) => name === project)?.domain;
    return domain === user.domain ? (roles[project]?.[user.name] ?? []) : [];
  }

  /** Makes a token and answers with it. `parent`: the token that it is made from, which it does not outlive. */
  give(
    user: User,
    project: Project | null,
    methods: readonly string[],
    parent?: Token,
    credential: Token['credential'] = null,
  ): Answer {
    const { clock, random, tokenLife } = this.#options;
    const issued = Math.floor(clock.now() / 1000) * 1000;
    const token: Token = {
      id: tokenText(random),
      user,
      project,
      roles: project ? this.rolesIn(user, project.name) : [],
      methods,
      issued,
      expires: parent?.expires ?? issued + tokenLife,
      audit: [tokenText(random).slice(7, 29), ...(parent ? parent.audit.slice(-1) : [])],
      credential,
    };
    this.#tokens.set(token.id, token);
    return json(201, { token: this.shown(token) }, { 'x-subject-token': token.id, vary: 'X-Auth-Token' });
  }

  /** The body that tells of a token. */
  shown({ user, project, roles, methods, issued, expires, audit, credential }: Token) {
    return {
      methods,
      user: { domain: domainOf(user.domain), id: user.id, name: user.name, password_expires_at: null },
      audit_ids: audit,
      expires_at: stamp(expires),
      issued_at: stamp(issued),
      ...(project && {
        project: { domain: domainOf(project.domain), id: project.id, name: project.name },
        is_domain: false,
        roles: roles.map((name) => ({ id: this.#roleId(name), name })),
        catalog: this.catalog(),
      }),
      ...(credential && {
        application_credential: {
          id: credential.id,
          name: credential.name,
          restricted: true,
          ...(credential.rules && { access_rules: credential.rules }),
        },
      }),
    };
  }

  #roleId(name: string): string {
    const id = this.#roleIds.get(name) ?? hexId(this.#options.random);
    this.#roleIds.set(name, id);
    return id;
  }

  catalog() {
    const { endpoints, url } = this.#options;
    const regions = [...new Set(endpoints.map(({ region }) => region))];
    const described = (region: string, face: string, address: string) => ({
      id: `${region}-${face}`.toLowerCase(),
      interface: face,
      region_id: region,
      url: address,
      region,
    });
    return [
      {
        endpoints: [described(regions[0] ?? 'RegionOne', 'public', `${url}/`)],
        id: `identity-${this.#serviceId}`,
        type: 'identity',
        name: 'keystone',
      },
      ...(endpoints.length === 0
        ? []
        : [
            {
              endpoints: endpoints.map((endpoint) => described(endpoint.region, endpoint.interface, endpoint.url)),
              id: this.#serviceId,
              type: 'load-balancer',
              name: 'octavia',
            },
          ]),
    ];
  }
}
