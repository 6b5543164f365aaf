import { z } from '../../shared/zod.ts';
import { insertedHeaders, insertedTlsHeaders, listenerProtocols } from '../protocols.ts';
import {
  adminStateUp,
  alpnProtocols,
  changeable,
  choice,
  ciphers,
  description,
  flag,
  integer,
  milliseconds,
  name,
  network,
  optional,
  port,
  projectId,
  secret,
  tags,
  tlsVersions,
  uuid,
} from './fields.ts';
import { PolicyInTree } from './l7.ts';
import { PoolInTree } from './pools.ts';
import { wrapped } from './request.ts';
import { common, id, links, project, references, settledStatus, stamps, text } from './shared.ts';

/** Source: Load-balancer API v2 reference, "Listeners". */
const headers = z.record(z.string(), z.string().max(255)).meta({
  title: 'Inserted headers',
  description: `${[...insertedHeaders].join(', ')} with "true"; with TERMINATED_HTTPS also ${[...insertedTlsHeaders].join(', ')}.`,
});

const kept = { admin_state_up: adminStateUp, tags };

const settings = {
  name,
  description,
  ...kept,
  connection_limit: integer(-1, null, {
    title: 'Connection limit',
    description: 'At once; −1 is the cloud’s own limit.',
    default: -1,
  }),
  default_pool_id: uuid({ title: 'Default pool id', description: 'null takes the pool away.' }),
  insert_headers: headers,
  timeout_client_data: milliseconds('Client timeout', 50_000),
  timeout_member_connect: milliseconds('Member connect timeout', 5_000),
  timeout_member_data: milliseconds('Member timeout', 50_000),
  timeout_tcp_inspect: milliseconds('Wait for the protocol', 0),
  allowed_cidrs: z
    .array(network({ title: 'Network' }))
    .meta({ title: 'Allowed networks', description: 'Everybody when empty. Since version 2.12.' }),
  default_tls_container_ref: secret('Certificate'),
  sni_container_refs: z.array(z.string().max(255)).meta({ title: 'SNI certificates' }),
  client_ca_tls_container_ref: secret('CA of clients'),
  client_authentication: choice(['NONE', 'OPTIONAL', 'MANDATORY'], {
    title: 'Client certificates',
    description: 'Since version 2.8.',
    default: 'NONE',
  }),
  client_crl_container_ref: secret('Revocation list of clients'),
  tls_ciphers: ciphers,
  tls_versions: tlsVersions,
  alpn_protocols: alpnProtocols,
  hsts_max_age: integer(0, null, { title: 'HSTS', description: 'Seconds. Since version 2.27.' }),
  hsts_include_subdomains: flag({ title: 'HSTS with subdomains', description: 'Since version 2.27.' }),
  hsts_preload: flag({ title: 'HSTS preload', description: 'Since version 2.27.' }),
};

const place = {
  protocol: choice(listenerProtocols, { title: 'Protocol', description: 'Cannot be changed later.' }),
  protocol_port: port('Port', 'Cannot be changed later.'),
};
const tree = { default_pool: PoolInTree, l7policies: z.array(PolicyInTree) };

const certified = (listener: {
  readonly protocol: string;
  readonly default_tls_container_ref?: unknown;
  readonly sni_container_refs?: unknown;
}) =>
  listener.protocol !== 'TERMINATED_HTTPS' ||
  Boolean(listener.default_tls_container_ref ?? listener.sni_container_refs);

export const ListenerInTree = z.strictObject({ ...place, ...optional({ ...settings, ...tree }) });

const ListenerCreate = z
  .strictObject({
    loadbalancer_id: uuid({ title: 'Load balancer id' }),
    ...place,
    ...optional({ ...settings, project_id: projectId }),
  })
  .refine(certified, { error: 'TERMINATED_HTTPS needs a certificate.' });

const ListenerUpdate = z.strictObject({ ...changeable(settings), ...optional(kept) });

export const listenerRequests = {
  ListenerCreateRequest: wrapped('listener', 'listener_', ListenerCreate, {
    loadbalancer_id: id,
    name: 'http',
    protocol: 'HTTP',
    protocol_port: 8080,
  }),
  ListenerUpdateRequest: wrapped('listener', 'listener_', ListenerUpdate, { connection_limit: 2000 }),
};

export const Listener = z.object({
  ...common,
  protocol: z.string(),
  protocol_port: z.int(),
  connection_limit: z.int(),
  default_pool_id: text,
  loadbalancers: references.optional(),
  l7policies: references,
  insert_headers: z.record(z.string(), z.string()).nullable(),
  timeout_client_data: z.int(),
  timeout_member_connect: z.int(),
  timeout_member_data: z.int(),
  timeout_tcp_inspect: z.int(),
  allowed_cidrs: z.array(z.string()).nullable().optional(),
  default_tls_container_ref: text,
  sni_container_refs: z.array(z.string()),
  client_ca_tls_container_ref: text.optional(),
  client_authentication: z.string().optional(),
  client_crl_container_ref: text.optional(),
  tls_ciphers: text.optional(),
  tls_versions: z.array(z.string()).nullable().optional(),
  alpn_protocols: z.array(z.string()).nullable().optional(),
  hsts_max_age: z.int().nullable().optional(),
  hsts_include_subdomains: z.boolean().nullable().optional(),
  hsts_preload: z.boolean().nullable().optional(),
});

const example = {
  id: '023f2e34-7806-443b-bfae-16c324569a3d',
  name: 'http',
  description: '',
  ...settledStatus,
  admin_state_up: true,
  protocol: 'HTTP',
  protocol_port: 80,
  connection_limit: -1,
  default_pool_id: null,
  project_id: project,
  loadbalancers: [{ id }],
  l7policies: [],
  insert_headers: {},
  timeout_client_data: 50_000,
  timeout_member_connect: 5_000,
  timeout_member_data: 50_000,
  timeout_tcp_inspect: 0,
  default_tls_container_ref: null,
  sni_container_refs: [],
  tags: [],
  ...stamps,
};

export const listenerSchemas = {
  Listener,
  ListenersResponse: z
    .object({ listeners: z.array(Listener), listeners_links: links })
    .meta({ examples: [{ listeners: [example], listeners_links: [] }] }),
  ListenerResponse: z.object({ listener: Listener }).meta({ examples: [{ listener: example }] }),
};
