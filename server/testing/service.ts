import { Hono } from 'hono';

/** What the region answers to one request, for tests that need an answer that no good region gives. */
export type Answer = (request: Request) => Response | Promise<Response>;

export interface Service {
  fetch(request: Request): Promise<Response>;
  /** Every request that came below a region's endpoint or its extras, in order. */
  readonly received: { method: string; url: string; headers: Headers; body: string }[];
  /** Tokens that were revoked. */
  readonly revoked: string[];
  /** Answers region requests from now on. */
  answer: Answer;
  /** Answers `POST /v2.0/tokens` from now on; null for the standard one. */
  signIn: Answer | null;
}

const root = 'http://127.0.0.1:4100';
export const identityUrl = `${root}/v2.0`;
/** Whose rows of the store a sign-in there sees. */
export const ofAccount = (account: string) => ({ service: identityUrl, provider: 'clb', account });

export const access = (user: string, roles: string[], account = '100001') => ({
  access: {
    token: {
      id: `token-of-${user}-${account}`,
      expires: '2031-05-03T17:20:11.000Z',
      tenant: { id: account, name: account },
    },
    user: { id: '7', name: user, 'RAX-AUTH:defaultRegion': 'ORD', roles: roles.map((name) => ({ id: '1', name })) },
    serviceCatalog: [
      {
        name: 'cloudLoadBalancers',
        type: 'rax:load-balancer',
        endpoints: ['DFW', 'ORD'].map((region) => ({
          region,
          tenantId: account,
          publicURL: `${root}/${region.toLowerCase()}/v1.0/${account}`,
        })),
      },
      {
        name: 'holdfastExtras',
        type: 'holdfast:region-extras',
        endpoints: [{ region: 'ORD', publicURL: `${root}/ord/extras/${account}` }],
      },
    ],
  },
});

const users: Record<string, { key: string; roles: string[]; account?: string }> = {
  admin: { key: 'admin-key', roles: ['lbaas:admin'] },
  creator: { key: 'creator-key', roles: ['lbaas:creator'] },
  observer: { key: 'observer-key', roles: ['lbaas:observer'] },
  stranger: { key: 'stranger-key', roles: ['lbaas:admin'], account: '200002' },
};

/** A scripted identity service and region, whose answers a test decides. */
export function scriptedService(): Service {
  const app = new Hono();
  const service: Service = {
    fetch: async (request) => app.fetch(request),
    received: [],
    revoked: [],
    answer: () => Response.json({ loadBalancers: [] }),
    signIn: null,
  };
  app.onError((error) => {
    throw error;
  });
  app.get('/', (context) => context.json({ holdfast: 'region' }));
  app.post('/v2.0/tokens', async (context) => {
    if (service.signIn) return service.signIn(context.req.raw);
    const { auth } = await context.req.json();
    const credentials = auth['RAX-KSKEY:apiKeyCredentials'] ?? auth.passwordCredentials ?? {};
    const user = users[credentials.username ?? String(auth.token?.id).split('-')[2]];
    if (!user || (!auth.token && user.key !== (credentials.apiKey ?? credentials.password)))
      return context.json({ unauthorized: { code: 401, message: 'Unable to authenticate user.' } }, 401);
    return context.json(access(credentials.username ?? 'admin', user.roles, user.account));
  });
  app.delete('/v2.0/tokens/:token', (context) => {
    service.revoked.push(context.req.param('token'));
    return context.body(null, 204);
  });
  app.all('*', async (context) => {
    const { method, url, headers } = context.req.raw;
    service.received.push({ method, url, headers, body: await context.req.raw.clone().text() });
    return service.answer(context.req.raw);
  });
  return service;
}
