import { z } from 'zod';
import type { Clock } from '../../../contract/shared/clock.ts';
import { encoded } from '../../../contract/shared/text.ts';
import type { Log } from '../../log.ts';
import { PanelError } from '../../reply.ts';
import type { Session } from '../../sessions/session.ts';
import { storableCopy } from '../../text.ts';
import { type Upstream, type UpstreamAnswer, UpstreamError } from '../../upstream.ts';
import { reached } from '../identity-words.ts';
import type { IdentityService, Provider } from '../provider.ts';
import { readCatalog } from './catalog.ts';
import { type Credentials, readCredentials } from './credentials.ts';
import { demoUsers, localRegion } from './local-region.ts';

const answerLimit = 2 * 1024 * 1024;
const timeout = 20_000;

/** Roles that mean something to load balancers. Source: CLB v1.0 developer guide, "Role-based access control". */
const relevantRole = /^(identity:(user-)?admin|admin|observer|lbaas:.+)$/i;

/** A number or a text that is an account's; anything else in its place names none. */
const tenantId = z
  .union([z.string().regex(/^[\w.:-]{1,64}$/), z.int().nonnegative().transform(String)])
  .optional()
  .catch(undefined);

/** Source: Identity v2.0, "Authenticate"; unknown members pass, absent ones are refused only where the panel needs them. */
const accessShape = z.object({
  access: z.object({
    token: z.object({
      // It travels in a header.
      id: z.string().regex(/^[\x21-\x7e]+$/),
      expires: z.iso.datetime({ offset: true }),
      tenant: z.object({ id: tenantId }).optional().catch(undefined),
      tenantId,
    }),
    user: z.object({
      id: z.coerce.string().optional(),
      name: z.string().optional(),
      'RAX-AUTH:defaultRegion': z.string().optional(),
      roles: z.array(z.object({ name: z.string() })).default([]),
    }),
    serviceCatalog: z
      .array(
        z.object({
          name: z.string().optional(),
          type: z.string().optional(),
          endpoints: z.array(z.object({ region: z.string().optional(), publicURL: z.string().optional() })).optional(),
        }),
      )
      .default([]),
  }),
});

function requestBody(credentials: Credentials): object {
  if ('token' in credentials) return { auth: { token: { id: credentials.token }, tenantId: credentials.account } };
  const { username } = credentials;
  if ('apiKey' in credentials)
    return { auth: { 'RAX-KSKEY:apiKeyCredentials': { username, apiKey: credentials.apiKey } } };
  return { auth: { passwordCredentials: { username, password: credentials.password } } };
}

/** What a wrong answer to these credentials means. The service tells no more than 401, so the words follow what was typed. */
function refusal(credentials: Credentials, answer: UpstreamAnswer): PanelError {
  if (/^\s*OS-MF/i.test(answer.header('www-authenticate') ?? ''))
    return new PanelError(
      401,
      'multi-factor',
      'This user signs in with multi-factor authentication, which the panel does not ask for. Get a token elsewhere and sign in with account and token.',
    );
  if ('token' in credentials)
    return new PanelError(401, 'wrong-credentials', 'The token is not valid for this account, or it has expired.');
  if ('password' in credentials) return new PanelError(401, 'wrong-credentials', 'Incorrect user name or password.');
  return new PanelError(401, 'wrong-credentials', 'Incorrect user name or API key.');
}

/**
 * The account that a token is for, which decides whose history is shown: the identity service's word, never what was typed.
 * Throws a PanelError when it names none, or another than was typed.
 */
function accountOf(token: z.output<typeof accessShape>['access']['token'], credentials: Credentials): string {
  const named = [...new Set([token.tenant?.id, token.tenantId].filter((id) => id !== undefined))];
  const [account] = named;
  if (account === undefined || named.length > 1)
    throw new PanelError(
      403,
      'no-account',
      'The identity service did not say which account this sign-in is for, so the panel cannot tell whose load balancers and history to show. Use a token or user of one account.',
    );
  if ('account' in credentials && credentials.account !== account)
    throw new PanelError(
      403,
      'other-account',
      `This token is for account ${account}, not ${credentials.account}. Enter the token’s own account number.`,
    );
  return account;
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

/** Sign-in and sign-out against Identity v2.0. `url`: its root, such as `https://identity.example.com/v2.0`. */
export function clbIdentity(
  url: string,
  provider: Provider,
  { upstream, clock, log }: { upstream: Upstream; clock: Clock; log: Log },
): IdentityService {
  const root = url.replace(/\/+$/, '');
  const local = localRegion(url, upstream, clock);

  async function exchange(method: string, path: string, headers: Record<string, string>, body: object | null) {
    try {
      return await upstream({
        method,
        url: root + path,
        headers: { Accept: 'application/json', ...headers },
        body: body && new TextEncoder().encode(JSON.stringify(body)),
        limit: answerLimit,
        timeout,
      });
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      throw new PanelError(
        error.failure === 'slow' ? 504 : 502,
        'identity-unreachable',
        `The identity service at ${new URL(root).host} ${reached[error.failure]}. Try again in a moment; if it lasts, tell whoever runs the panel.`,
      );
    }
  }

  async function authenticate(credentials: Credentials): Promise<Session> {
    const isLocal = await local();
    const answer = await exchange('POST', '/tokens', { 'Content-Type': 'application/json' }, requestBody(credentials));
    if ([401, 403, 404].includes(answer.status)) throw refusal(credentials, answer);
    if (answer.status === 400)
      throw new PanelError(400, 'invalid', 'The identity service does not understand what was typed.');
    if (answer.status === 413 || answer.status === 429)
      throw new PanelError(
        429,
        'identity-busy',
        'The identity service takes no more sign-ins for now. Try again in a minute.',
      );
    const parsed = answer.status === 200 ? accessShape.safeParse(parse(answer.body)) : undefined;
    if (!parsed?.success)
      throw new PanelError(
        502,
        'identity-answer',
        `The identity service at ${new URL(root).host} answered ${answer.status} with something other than a sign-in. Check CLB_IDENTITY_URL.`,
      );

    const { token, user, serviceCatalog } = parsed.data.access;
    const { endpoints, extras, refused } = readCatalog(serviceCatalog, root);
    for (const sentence of refused) log.warn({ code: 'catalog-endpoint' }, sentence);
    if (Object.keys(endpoints).length === 0)
      throw new PanelError(
        403,
        'no-load-balancers',
        refused.length > 0
          ? `The panel does not use the Cloud Load Balancers endpoints of this account. ${refused[0]}`
          : 'This account has no Cloud Load Balancers.',
      );
    const account = accountOf(token, credentials);
    const first = user['RAX-AUTH:defaultRegion']?.toUpperCase();
    const regions = Object.keys(endpoints).sort(
      (a, b) => Number(b === first) - Number(a === first) || a.localeCompare(b),
    );
    return {
      id: crypto.randomUUID(),
      token: token.id,
      account,
      user: storableCopy(user.name ?? user.id ?? 'unknown', 255),
      roles: user.roles.map(({ name }) => name).filter((name) => relevantRole.test(name)),
      endpoints: Object.fromEntries(regions.map((region) => [region, endpoints[region]!])),
      extras,
      expires: Date.parse(token.expires),
      local: isLocal,
      provider: provider.name,
      service: url,
    };
  }

  return {
    url,
    provider,
    name: new URL(root).host,
    form: {},
    refusal: null,
    local,
    demoUsers,
    read(typed) {
      const credentials = readCredentials(typed);
      return {
        user: 'username' in credentials ? credentials.username : `account ${credentials.account}`,
        carryOut: async () => ({ session: await authenticate(credentials) }),
      };
    },
    async revoke({ token }) {
      const path = `/tokens/${encoded(token)}`;
      const answer = await exchange('DELETE', path, { 'X-Auth-Token': token }, null);
      return answer.status < 300 || answer.status === 401 || answer.status === 404;
    },
  };
}
