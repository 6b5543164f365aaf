import { bare } from './request.ts';
import { z } from './zod.ts';

/** One kind of credential; others that an identity service may know are let through. Source: CLB v1.0 developer guide, "Authenticate". */
const Authenticate = z.looseObject({
  auth: z.looseObject({
    'RAX-KSKEY:apiKeyCredentials': z
      .looseObject({
        username: z.string().meta({ title: 'User name' }),
        apiKey: z.string().meta({ title: 'API key' }),
      })
      .optional()
      .meta({ title: 'API key' }),
    passwordCredentials: z
      .looseObject({
        username: z.string().meta({ title: 'User name' }),
        password: z.string().meta({ title: 'Password' }),
      })
      .optional()
      .meta({ title: 'Password' }),
    token: z
      .looseObject({ id: z.string().meta({ title: 'Token' }) })
      .optional()
      .meta({ title: 'Token', description: 'Needs the tenant too.' }),
    'RAX-AUTH:passcodeCredentials': z
      .looseObject({ passcode: z.string().meta({ title: 'Passcode' }) })
      .optional()
      .meta({ title: 'Passcode', description: 'Second step of an account with multi-factor authentication.' }),
    tenantId: z.string().optional().meta({ title: 'Tenant id' }),
    tenantName: z.string().optional().meta({ title: 'Tenant name', description: 'Wins over the tenant id.' }),
  }),
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
