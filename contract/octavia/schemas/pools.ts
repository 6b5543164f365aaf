import { z } from '../../shared/zod.ts';
import {
  cookieNameProblem,
  granularityProblem,
  longestCookieName,
  persistenceTypeNames,
  timeoutProblem,
} from '../persistence.ts';
import { algorithms, poolProtocols } from '../protocols.ts';
import {
  address,
  adminStateUp,
  alpnProtocols,
  changeable,
  choice,
  ciphers,
  description,
  flag,
  integer,
  name,
  optional,
  patterned,
  projectId,
  secret,
  tags,
  tlsVersions,
  uuid,
  wireChecks,
} from './fields.ts';
import { MonitorInTree } from './health-monitors.ts';
import { MemberInTree } from './members.ts';
import { wrapped } from './request.ts';
import { common, id, links, project, references, settledStatus, stamps, text } from './shared.ts';

const own = <Field extends z.ZodType>(field: Field, from: z.ZodType): Field => {
  const check = wireChecks.get(from);
  if (check) wireChecks.set(field, check);
  return field;
};

const seconds = integer(null, null, { title: 'Timeout' });
const timeout = own(
  seconds
    .superRefine((value, context) => {
      const message = timeoutProblem(value);
      if (message !== null) context.addIssue({ code: 'custom', message });
    })
    .meta({
      title: 'Timeout',
      description: 'Seconds; UDP and SCTP pools with SOURCE_IP only.',
      minimum: 1,
      maximum: 86_400,
    }),
  seconds,
);
const anyMask = address({ title: 'Mask' });
const mask = own(
  anyMask
    .superRefine((value, context) => {
      const message = granularityProblem(value);
      if (message !== null) context.addIssue({ code: 'custom', message });
    })
    .meta({ title: 'Mask', description: 'IPv4 mask of the client’s address; UDP and SCTP pools with SOURCE_IP only.' }),
  anyMask,
);

const persistenceFields = {
  type: choice(persistenceTypeNames, {
    title: 'Type',
    description: 'HTTP_COOKIE and APP_COOKIE have an effect only where the pool is served as HTTP.',
  }),
  cookie_name: patterned(
    /^[^\s,;\\]+$/,
    '^[^\\s,;\\\\]+$',
    longestCookieName,
    { title: 'Cookie name', description: 'With APP_COOKIE; the cookie that the application sets.' },
    cookieNameProblem,
  ),
  persistence_timeout: timeout,
  persistence_granularity: mask,
};

/** Source: Load-balancer API v2 reference, "Pool Session Persistence". */
export const SessionPersistence = z
  .strictObject({
    type: persistenceFields.type,
    cookie_name: persistenceFields.cookie_name.nullable().optional(),
    persistence_timeout: persistenceFields.persistence_timeout.nullable().optional(),
    persistence_granularity: persistenceFields.persistence_granularity.nullable().optional(),
  })
  .meta({ title: 'Session persistence', description: 'Replaced whole: what is left out becomes null.' });

/** In a change the type may be left out: the stored one stays. */
const SessionPersistenceChange = z.strictObject(changeable(persistenceFields)).meta({
  title: 'Session persistence',
  description: 'Replaced whole: what is left out becomes null. null disables it.',
});

const tls = {
  tls_enabled: flag({ title: 'TLS to members', description: 'Since version 2.8.', default: false }),
  tls_container_ref: secret('Client certificate'),
  ca_tls_container_ref: secret('CA certificate'),
  crl_container_ref: secret('Revocation list'),
  tls_ciphers: ciphers,
  tls_versions: tlsVersions,
  alpn_protocols: alpnProtocols,
};

const protocol = choice(poolProtocols, { title: 'Protocol', description: 'Cannot be changed later.' });
const algorithm = choice(algorithms, {
  title: 'Algorithm',
  description: 'SOURCE_IP_PORT is for the provider ovn.',
});

const settings = optional({
  name,
  description,
  admin_state_up: adminStateUp,
  session_persistence: SessionPersistence,
  tags,
  ...tls,
});

export const PoolInTree = z.strictObject({
  ...optional({ protocol, lb_algorithm: algorithm }),
  ...settings,
  healthmonitor: MonitorInTree.optional(),
  members: z.array(MemberInTree).optional(),
});

export const PoolCreate = z
  .strictObject({
    protocol,
    lb_algorithm: algorithm,
    ...optional({ loadbalancer_id: uuid({ title: 'Load balancer id' }), listener_id: uuid({ title: 'Listener id' }) }),
    ...settings,
    ...optional({ project_id: projectId }),
  })
  .refine((pool) => pool.loadbalancer_id !== undefined || pool.listener_id !== undefined, {
    error: 'Give the load balancer or the listener that the pool is for.',
  });

/** null clears; for the switch, the algorithm and tags it would switch off, break and do nothing. */
export const PoolUpdate = z.strictObject({
  ...changeable({ name, description, session_persistence: SessionPersistenceChange, ...tls }),
  ...optional({ admin_state_up: adminStateUp, lb_algorithm: algorithm, tags }),
});

export const poolRequests = {
  PoolCreateRequest: wrapped('pool', 'pool_', PoolCreate, {
    loadbalancer_id: id,
    name: 'web-pool',
    protocol: 'HTTP',
    lb_algorithm: 'ROUND_ROBIN',
    session_persistence: { type: 'HTTP_COOKIE' },
  }),
  PoolUpdateRequest: wrapped('pool', 'pool_', PoolUpdate, {
    session_persistence: { type: 'APP_COOKIE', cookie_name: 'JSESSIONID' },
  }),
};

export const SessionPersistenceAnswer = z.object({
  type: z.string(),
  cookie_name: text,
  persistence_timeout: z.int().nullable().optional(),
  persistence_granularity: text.optional(),
});

export const Pool = z.object({
  ...common,
  protocol: z.string(),
  lb_algorithm: z.string(),
  session_persistence: SessionPersistenceAnswer.nullable(),
  loadbalancers: references.optional(),
  listeners: references,
  members: references,
  healthmonitor_id: z.string().optional().meta({ description: 'Left out where there is none.' }),
  tls_enabled: z.boolean().optional(),
  tls_container_ref: text.optional(),
  ca_tls_container_ref: text.optional(),
  crl_container_ref: text.optional(),
  tls_ciphers: text.optional(),
  tls_versions: z.array(z.string()).nullable().optional(),
  alpn_protocols: z.array(z.string()).nullable().optional(),
});

const example = {
  id: '4029d267-3983-4224-a3d0-afb3fe16a2cd',
  name: 'web-pool',
  description: '',
  ...settledStatus,
  admin_state_up: true,
  protocol: 'HTTP',
  lb_algorithm: 'ROUND_ROBIN',
  session_persistence: {
    type: 'APP_COOKIE',
    cookie_name: 'JSESSIONID',
    persistence_timeout: null,
    persistence_granularity: null,
  },
  project_id: project,
  loadbalancers: [{ id }],
  listeners: [],
  members: [],
  tags: [],
  ...stamps,
};

export const poolSchemas = {
  SessionPersistence: SessionPersistenceAnswer,
  Pool,
  PoolsResponse: z
    .object({ pools: z.array(Pool), pools_links: links })
    .meta({ examples: [{ pools: [example], pools_links: [] }] }),
  PoolResponse: z.object({ pool: Pool }).meta({ examples: [{ pool: example }] }),
};
