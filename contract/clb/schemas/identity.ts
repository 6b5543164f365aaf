import { z } from '../../shared/zod.ts';
import { rule, says } from './fields.ts';
import { bare } from './request.ts';

/** The identity service answers with one sentence for all of these (faults.IDBAD400); ours tell the user of a form what is missing. */
const given = (title: string) => z.string(says(`${title} is missing.`)).meta({ title });

const credentials = [
  'RAX-KSKEY:apiKeyCredentials',
  'passwordCredentials',
  'token',
  'RAX-AUTH:passcodeCredentials',
] as const;

/** One kind of credential; others that an identity service may know are let through. Source: CLB v1.0 developer guide, "Authenticate". */
const Authenticate = z.looseObject({
  auth: z
    .looseObject(
      {
        'RAX-KSKEY:apiKeyCredentials': z
          .looseObject({
            username: given('User name'),
            apiKey: given('API key'),
          })
          .optional()
          .meta({ title: 'API key' }),
        passwordCredentials: z
          .looseObject({
            username: given('User name'),
            password: given('Password'),
          })
          .optional()
          .meta({ title: 'Password' }),
        token: z
          .looseObject({ id: given('Token') })
          .optional()
          .meta({ title: 'Token', description: 'Needs the tenant too.' }),
        'RAX-AUTH:passcodeCredentials': z
          .looseObject({ passcode: given('Passcode') })
          .optional()
          .meta({ title: 'Passcode', description: 'Second step of an account with multi-factor authentication.' }),
        tenantId: z.string().optional().meta({ title: 'Tenant id' }),
        tenantName: z.string().optional().meta({ title: 'Tenant name', description: 'Wins over the tenant id.' }),
      },
      says('Credentials are missing.'),
    )
    .check(
      rule<Record<string, unknown>>(
        (auth) => credentials.some((kind) => auth[kind] !== undefined),
        'Give one kind of credential: API key, password, token or passcode.',
      ),
    ),
});

export const identityRequests = {
  AuthenticateRequest: bare(Authenticate, {
    auth: { 'RAX-KSKEY:apiKeyCredentials': { username: 'admin', apiKey: 'admin-key' } },
  }),
};

const Access = z.object({
  token: z.object({
    id: z.string(),
    expires: z.string(),
    tenant: z.object({ id: z.string(), name: z.string() }),
    'RAX-AUTH:authenticatedBy': z.array(z.string()).optional(),
  }),
  user: z.object({
    id: z.string(),
    name: z.string(),
    'RAX-AUTH:defaultRegion': z.string().optional(),
    roles: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        description: z.string().optional(),
        tenantId: z.string().optional(),
        serviceId: z.string().optional(),
      }),
    ),
  }),
  serviceCatalog: z
    .array(
      z.object({
        name: z.string(),
        type: z.string(),
        endpoints: z.array(
          z.object({ region: z.string().optional(), tenantId: z.string().optional(), publicURL: z.string() }),
        ),
      }),
    )
    .optional(),
});

export const identitySchemas = {
  AccessResponse: z.object({ access: Access }).meta({
    examples: [
      {
        access: {
          token: { id: 'example-token', expires: '2031-05-03T17:20:11.408Z', tenant: { id: '100001', name: '100001' } },
          user: { id: '20417', name: 'admin', roles: [{ id: '3', name: 'lbaas:admin' }] },
          serviceCatalog: [
            {
              name: 'cloudLoadBalancers',
              type: 'rax:load-balancer',
              endpoints: [{ region: 'ORD', tenantId: '100001', publicURL: 'http://127.0.0.1:4100/ord/v1.0/100001' }],
            },
          ],
        },
      },
    ],
  }),
};
