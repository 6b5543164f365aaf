import { z } from 'zod';
import { PanelError } from '../../reply.ts';
import { type Upstream, type UpstreamAnswer, UpstreamError } from '../../upstream.ts';
import { reached } from '../identity-words.ts';

const answerLimit = 2 * 1024 * 1024;
const timeout = 20_000;

/** Tokens and receipts travel in headers. */
const headerText = /^[\x21-\x7e]+$/;

const named = z.object({ id: z.string(), name: z.string().default('') });
const tokenShape = z.object({
  token: z.object({
    user: z.object({ id: z.string(), name: z.string().default(''), domain: named.optional() }),
    project: z.object({ id: z.string(), name: z.string().default(''), domain: named.optional() }).optional(),
    roles: z.array(z.object({ name: z.string() })).default([]),
    catalog: z
      .array(
        z.object({
          type: z.string().optional(),
          endpoints: z
            .array(
              z.object({
                interface: z.string().optional(),
                region_id: z.string().nullish(),
                region: z.string().nullish(),
                url: z.string().optional(),
              }),
            )
            .optional(),
        }),
      )
      .default([]),
    expires_at: z.iso.datetime({ offset: true }),
    application_credential: z
      .object({
        access_rules: z
          .array(z.object({ service: z.string(), method: z.string(), path: z.string() }))
          .nullish()
          .catch(null),
      })
      .nullish(),
  }),
});
export type TokenBody = z.output<typeof tokenShape>['token'];

export interface Token {
  readonly id: string;
  readonly body: TokenBody;
}

const receiptShape = z.object({
  receipt: z.object({ user: z.object({ id: z.string() }).optional() }).optional(),
  required_auth_methods: z.array(z.array(z.string())),
});

/** What proves something and is not enough. */
export interface Receipt {
  readonly receipt: string;
  readonly userId: string | null;
  /** Sets of methods, any of which is enough. */
  readonly required: readonly (readonly string[])[];
}

const projectsShape = z.object({
  projects: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      domain_id: z.string().nullish(),
      enabled: z.boolean().default(true),
    }),
  ),
});

export interface Project {
  readonly id: string;
  readonly name: string;
  readonly domainId: string | null;
}

const faultShape = z.object({ error: z.object({ message: z.string() }) });

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

export interface Keystone {
  /** Asks for a token. Throws a PanelError; `refused` says in words what Keystone's 401, 403 or 404 means. */
  authenticate(
    auth: object,
    refused: (status: number, message: string) => PanelError,
    receipt?: string,
  ): Promise<Token | Receipt>;
  /** What a token is; null when it is none, or not any more. */
  validate(token: string): Promise<TokenBody | null>;
  projects(token: string): Promise<Project[]>;
  /** Returns whether the token is worth nothing any more. */
  revoke(token: string): Promise<boolean>;
}

/** Identity API v3. `url`: its root, ending in `/v3`. Follows the Identity API v3 reference. */
export function keystone(url: string, upstream: Upstream): Keystone {
  const host = new URL(url).host;

  async function exchange(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: object | null = null,
  ): Promise<UpstreamAnswer> {
    try {
      return await upstream({
        method,
        url: url + path,
        headers: { Accept: 'application/json', 'User-Agent': 'Holdfast', ...headers },
        body: body && new TextEncoder().encode(JSON.stringify(body)),
        limit: answerLimit,
        timeout,
        service: url,
      });
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      throw new PanelError(
        error.failure === 'slow' ? 504 : 502,
        'identity-unreachable',
        `The identity service at ${host} ${reached[error.failure]}. Try again in a moment; if it lasts, tell whoever runs the panel.`,
      );
    }
  }

  const odd = ({ status }: UpstreamAnswer) =>
    new PanelError(
      502,
      'identity-answer',
      `The identity service at ${host} answered ${status} with something other than Keystone v3 does. Tell whoever runs the panel.`,
    );

  return {
    async authenticate(auth, refused, receipt) {
      const answer = await exchange(
        'POST',
        '/auth/tokens',
        { 'Content-Type': 'application/json', ...(receipt && { 'Openstack-Auth-Receipt': receipt }) },
        { auth },
      );
      const { status } = answer;
      const body = parse(answer.body);
      if (status === 401) {
        const given = answer.header('openstack-auth-receipt');
        const read = receiptShape.safeParse(body);
        if (given !== null && headerText.test(given) && read.success)
          return {
            receipt: given,
            userId: read.data.receipt?.user?.id ?? null,
            required: read.data.required_auth_methods,
          };
      }
      if (status === 401 || status === 403 || status === 404)
        throw refused(status, faultShape.safeParse(body).data?.error.message ?? '');
      if (status === 400)
        throw new PanelError(400, 'invalid', 'The identity service does not understand what was typed.');
      if (status === 413 || status === 429 || status === 503)
        throw new PanelError(
          429,
          'identity-busy',
          'The identity service takes no more sign-ins for now. Try again in a minute.',
        );
      const id = answer.header('x-subject-token');
      const read = tokenShape.safeParse(body);
      if (status !== 201 || id === null || !headerText.test(id) || !read.success) throw odd(answer);
      return { id, body: read.data.token };
    },

    async validate(token) {
      const answer = await exchange('GET', '/auth/tokens', { 'X-Auth-Token': token, 'X-Subject-Token': token });
      if (answer.status === 401 || answer.status === 404) return null;
      const read = tokenShape.safeParse(parse(answer.body));
      if (answer.status !== 200 || !read.success) throw odd(answer);
      return read.data.token;
    },

    async projects(token) {
      const answer = await exchange('GET', '/auth/projects', { 'X-Auth-Token': token });
      if (answer.status === 401)
        throw new PanelError(
          401,
          'signed-out',
          'The identity service does not take this sign-in any more. Sign in again.',
        );
      const read = projectsShape.safeParse(parse(answer.body));
      if (answer.status !== 200 || !read.success) throw odd(answer);
      return read.data.projects
        .filter(({ enabled }) => enabled)
        .map(({ id, name, domain_id }) => ({ id, name, domainId: domain_id ?? null }))
        .sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
    },

    async revoke(token) {
      const answer = await exchange('DELETE', '/auth/tokens', { 'X-Auth-Token': token, 'X-Subject-Token': token });
      return answer.status < 300 || answer.status === 401 || answer.status === 404;
    },
  };
}
