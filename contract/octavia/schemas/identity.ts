import { z } from '../../shared/zod.ts';
import { bare } from './request.ts';

/** Source: Identity API v3 reference, "Authentication and token management". */
const given = (title: string) => z.string({ error: `${title} is missing.` }).meta({ title });
const Domain = z.looseObject({ id: z.string().optional(), name: z.string().optional() }).meta({ title: 'Domain' });

/** A user by id, or by name and domain. */
const who = {
  id: z.string().optional().meta({ title: 'User id' }),
  name: z.string().optional().meta({ title: 'User name' }),
  domain: Domain.optional(),
};

const methods = ['password', 'totp', 'token', 'application_credential'] as const;

const Identity = z.looseObject({
  methods: z
    .array(z.string())
    .min(1, { error: 'Give a method.' })
    .meta({
      title: 'Methods',
      description: `${methods.join(', ')}; password and totp may stand in one request.`,
    }),
  password: z
    .looseObject({ user: z.looseObject({ ...who, password: given('Password') }) })
    .optional()
    .meta({ title: 'Password' }),
  totp: z
    .looseObject({ user: z.looseObject({ ...who, passcode: given('Passcode') }) })
    .optional()
    .meta({ title: 'One-time code' }),
  token: z
    .looseObject({ id: given('Token') })
    .optional()
    .meta({ title: 'Token' }),
  application_credential: z
    .looseObject({
      id: z.string().optional().meta({ title: 'Id' }),
      name: z.string().optional().meta({ title: 'Name', description: 'Needs the user.' }),
      secret: given('Secret'),
      user: z.looseObject(who).optional(),
    })
    .optional()
    .meta({ title: 'Application credential', description: 'Bound to its project: takes no scope.' }),
});

const Scope = z.union([
  z.literal('unscoped'),
  z.looseObject({
    project: z
      .looseObject({ id: z.string().optional(), name: z.string().optional(), domain: Domain.optional() })
      .optional()
      .meta({ title: 'Project' }),
  }),
]);

const Authenticate = z.looseObject({
  auth: z
    .looseObject({
      identity: Identity,
      scope: Scope.optional().meta({ title: 'Scope', description: 'The user’s default project when left out.' }),
    })
    .refine(({ identity }) => identity.methods.every((method) => identity[method] !== undefined), {
      error: 'Each method needs its own data.',
    })
    .refine(({ identity, scope }) => scope === undefined || !identity.methods.includes('application_credential'), {
      error: 'An application credential takes no scope.',
    }),
});

export const identityRequests = {
  AuthenticateRequest: bare(Authenticate, {
    auth: {
      identity: {
        methods: ['password'],
        password: { user: { name: 'member', domain: { name: 'Default' }, password: 'loopback-only' } },
      },
      scope: { project: { name: 'panel', domain: { name: 'Default' } } },
    },
  }),
};

const Named = z.object({ id: z.string(), name: z.string() });
const Endpoint = z.object({
  id: z.string().optional(),
  interface: z.string(),
  region_id: z.string().nullable().optional(),
  region: z.string().nullable().optional(),
  url: z.string(),
});
const Service = z.object({
  id: z.string().optional(),
  type: z.string(),
  name: z.string().optional(),
  endpoints: z.array(Endpoint),
});

export const AccessRule = z.object({
  id: z.string().optional(),
  service: z.string(),
  method: z.string(),
  path: z.string(),
});

const Token = z.object({
  methods: z.array(z.string()),
  user: z.object({
    id: z.string(),
    name: z.string(),
    domain: Named,
    password_expires_at: z.string().nullable().optional(),
  }),
  project: z.object({ id: z.string(), name: z.string(), domain: Named }).optional(),
  roles: z.array(Named).optional(),
  catalog: z.array(Service).optional(),
  issued_at: z.string(),
  expires_at: z.string(),
  audit_ids: z.array(z.string()).optional(),
  application_credential: z
    .object({
      id: z.string(),
      name: z.string(),
      restricted: z.boolean(),
      access_rules: z.array(AccessRule).optional(),
    })
    .optional(),
});

const domain = { id: 'default', name: 'Default' };
const project = { id: 'e3cd678b11784734bc366148aa37580e', name: 'panel', domain };
const catalog = [
  {
    id: '1c226fb1367e467c8a0016f79bfdfb64',
    type: 'load-balancer',
    name: 'octavia',
    endpoints: [
      { id: '8a2a', interface: 'public', region_id: 'RegionOne', region: 'RegionOne', url: 'http://127.0.0.1:9876' },
    ],
  },
];

export const identitySchemas = {
  TokenResponse: z.object({ token: Token }).meta({
    description: 'At sign-in the token itself stands in the header X-Subject-Token.',
    examples: [
      {
        token: {
          methods: ['password'],
          user: { id: '0dc13e2965ac4a10b6a15ce55dbd6404', name: 'member', domain, password_expires_at: null },
          project,
          roles: [{ id: '7442c064c95f4df9b3020930c0af11a9', name: 'member' }],
          catalog,
          issued_at: '2031-05-02T17:20:11.000000Z',
          expires_at: '2031-05-02T18:20:11.000000Z',
        },
      },
    ],
  }),
  ProjectsResponse: z
    .object({
      projects: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          domain_id: z.string(),
          enabled: z.boolean(),
          parent_id: z.string().nullable().optional(),
        }),
      ),
    })
    .meta({ examples: [{ projects: [{ id: project.id, name: 'panel', domain_id: 'default', enabled: true }] }] }),
  CatalogResponse: z.object({ catalog: z.array(Service) }).meta({ examples: [{ catalog }] }),
};
