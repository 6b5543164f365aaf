import { type Answer, type Call, json } from './answer.ts';

/**
 * A service that has Octavia's paths and is none, as some clouds run: one version, errors of its own, session persistence counted in
 * minutes. Source: Open Telekom Cloud, Elastic Load Balancing API reference.
 */
const projectId = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';
const loadBalancer = { id: '6f1e3a52-9b1c-4d5e-8f70-112233445566' };
const listener = { id: '7a2f4b63-0c2d-4e6f-9081-223344556677' };

const pool = {
  id: '8b305c74-1d3e-4f70-a192-334455667788',
  name: 'sticky',
  protocol: 'HTTP',
  lb_algorithm: 'ROUND_ROBIN',
  admin_state_up: true,
  tenant_id: projectId,
  project_id: projectId,
  loadbalancers: [loadBalancer],
  listeners: [listener],
  members: [],
  healthmonitor_id: '',
  session_persistence: { type: 'HTTP_COOKIE', cookie_name: null, persistence_timeout: 1440 },
};

const lists: Readonly<Record<string, readonly object[]>> = {
  pools: [pool],
  listeners: [{ ...listener, name: 'http', protocol: 'HTTP', protocol_port: 80, default_pool_id: pool.id }],
  loadbalancers: [
    {
      ...loadBalancer,
      name: 'shop',
      vip_address: '192.0.2.80',
      provider: 'vlb',
      provisioning_status: 'ACTIVE',
      operating_status: 'ONLINE',
      admin_state_up: true,
      listeners: [listener],
      pools: [{ id: pool.id }],
    },
  ],
};

const refusal = (status: number, type: string, message: string) =>
  json(status, { NeutronError: { type, message, detail: '' } });

/** Answers a call below the endpoint. `known`: whether its token is the identity service's. */
export function lookalike(call: Call, url: string, known: boolean): Answer {
  if (call.path === '/' || call.path === '') {
    return json(200, { versions: [{ id: 'v2.0', status: 'CURRENT', links: [{ href: `${url}/v2.0`, rel: 'self' }] }] });
  }
  if (!known)
    return json(401, {
      error_msg: 'Incorrect IAM authentication information: x-auth-token not found',
      error_code: 'APIGW.0301',
    });
  const [, key = '', id] = /^\/v2(?:\.0)?\/lbaas\/(\w+)(?:\/([^/]+))?$/.exec(call.path) ?? [];
  const rows = lists[key];
  if (!rows) return refusal(404, 'HTTPNotFound', 'The resource could not be found.');
  if (call.method !== 'GET') return refusal(409, 'Conflict', 'Load balancer is being changed.');
  if (id === undefined) return json(200, { [key]: rows });
  const found = rows.find((row) => (row as { id: string }).id === id);
  return found
    ? json(200, { [key.slice(0, -1)]: found })
    : refusal(404, 'NotFound', `${key.slice(0, -1)} ${id} could not be found.`);
}
