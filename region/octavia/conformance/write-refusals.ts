import { expect, test } from 'vitest';
import type { World } from './world.ts';

type At = () => World;
type Case = readonly [string, string, (world: World) => string, unknown, string];

const failure = (words: string) => `400 Validation failure: ${words}`;
const field = (name: string, value: string, problem: string) =>
  `400 Invalid input for field/attribute ${name}. Value: '${value}'. ${problem}`;

const webPool = (world: World) => `/pools/${world.load('web').pools['web-pool']}`;
const collection = (path: string) => () => path;

/** Writes that Octavia refuses before anything is locked. */
export function writeRefusals(at: At): void {
  const persistence = (value: unknown) => ({ pool: { session_persistence: value } });
  const put = (title: string, body: unknown, told: string): Case => [title, 'PUT', webPool, body, told];
  const unsupported = (protocol: string, value: unknown, told: string): Case => [
    `a ${protocol} pool with ${JSON.stringify(value)}`,
    'POST',
    collection('/pools'),
    (world: World) => ({
      pool: {
        loadbalancer_id: world.load('web').id,
        protocol,
        lb_algorithm: 'ROUND_ROBIN',
        session_persistence: value,
      },
    }),
    told,
  ];
  const onlyDatagrams = failure('persistence_timeout and persistence_granularity is only for UDP protocol pools.');
  const cases: readonly Case[] = [
    put('no body', '', '400 Missing argument: "pool_"'),
    put('no JSON', '{', '400 Request is not in valid JSON format'),
    put('a wrong root', { x: 1 }, '400 Unknown attribute for argument pool_: x'),
    put('an unknown field', { pool: { foo: 1 } }, '400 Unknown attribute for argument pool_.pool: foo'),
    put(
      'a field that cannot change',
      { pool: { protocol: 'TCP' } },
      '400 Unknown attribute for argument pool_.pool: protocol',
    ),
    put('a number as name', { pool: { name: 5 } }, field('name', '5', 'Value should be string')),
    put('a text as persistence', persistence('x'), "500 'str' object has no attribute 'keys'"),
    put('no type where none is stored', persistence({}), failure('Invalid session_persistence provided.')),
    put(
      'a cookie name without a type',
      persistence({ cookie_name: 'a' }),
      failure('Invalid session_persistence provided.'),
    ),
    put(
      'a cookie name with another type',
      persistence({ type: 'HTTP_COOKIE', cookie_name: 'a' }),
      failure('Field "cookie_name" can only be specified with session persistence of type "APP_COOKIE".'),
    ),
    put(
      'APP_COOKIE without a name',
      persistence({ type: 'APP_COOKIE' }),
      failure('Field "cookie_name" must be specified when using the "APP_COOKIE" session persistence type.'),
    ),
    put(
      'a space in a cookie name',
      persistence({ type: 'APP_COOKIE', cookie_name: 'a b' }),
      field('cookie_name', 'a b', 'Value should match the pattern ^[^\\s,;\\\\]+$'),
    ),
    put(
      'a quote in a cookie name',
      persistence({ type: 'APP_COOKIE', cookie_name: 'a"b' }),
      failure('Supplied "cookie_name" is invalid.'),
    ),
    put('a timeout on HTTP', persistence({ type: 'SOURCE_IP', persistence_timeout: 60 }), onlyDatagrams),
    put('a mask on HTTP', persistence({ type: 'SOURCE_IP', persistence_granularity: '255.255.255.0' }), onlyDatagrams),
    put(
      'a mask that is no address',
      persistence({ type: 'SOURCE_IP', persistence_granularity: 'x' }),
      field('persistence_granularity', 'x', 'Value should be IPv4 or IPv6 format'),
    ),
    put(
      'an unknown field of persistence',
      persistence({ type: 'SOURCE_IP', foo: 1 }),
      '400 Unknown attribute for argument pool_.pool.session_persistence: foo',
    ),
    put(
      'an algorithm of another provider',
      { pool: { lb_algorithm: 'SOURCE_IP_PORT' } },
      "501 Provider 'amphora' does not support a requested option: Amphora provider does not support SOURCE_IP_PORT algorithm.",
    ),
    unsupported(
      'UDP',
      { type: 'HTTP_COOKIE' },
      failure('Session persistence of type HTTP_COOKIE is not supported for UDP/SCTP protocol pools.'),
    ),
    unsupported(
      'UDP',
      { type: 'APP_COOKIE', cookie_name: 'x' },
      failure('Cookie names are not supported for UDP/SCTP pools.'),
    ),
    unsupported(
      'SCTP',
      { type: 'SOURCE_IP', cookie_name: 'x' },
      failure(
        'session_persistence SOURCE_IP type for UDP and SCTP protocols only accepts: type, persistence_timeout, persistence_granularity.',
      ),
    ),
    unsupported(
      'TCP',
      { type: 'SOURCE_IP', persistence_timeout: 5 },
      failure('persistence_timeout and persistence_granularity is only for UDP and SCTP protocol pools.'),
    ),
    [
      'a pool without a parent',
      'POST',
      collection('/pools'),
      { pool: { protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN' } },
      failure('Must provide at least one of: loadbalancer_id, listener_id'),
    ],
    [
      'a pool for a listener that has one',
      'POST',
      collection('/pools'),
      ({ load }: World) => ({
        pool: { listener_id: load('web').listeners.http, protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN' },
      }),
      '409 This listener already has a default pool',
    ],
    [
      'a pool that a listener cannot send to',
      'POST',
      collection('/pools'),
      ({ load }: World) => ({
        pool: { listener_id: load('web').listeners.http, protocol: 'TCP', lb_algorithm: 'ROUND_ROBIN' },
      }),
      failure("The pool protocol 'TCP' is invalid while the listener protocol is 'HTTP'."),
    ],
    [
      'members in a pool’s own creation',
      'POST',
      collection('/pools'),
      ({ load }: World) => ({
        pool: {
          loadbalancer_id: load('web').id,
          protocol: 'HTTP',
          lb_algorithm: 'ROUND_ROBIN',
          members: [{ address: '10.0.0.1', protocol_port: 80 }],
        },
      }),
      "500 'dict' object has no attribute '_sa_instance_state'",
    ],
    [
      'a pool in a listener’s own creation',
      'POST',
      collection('/listeners'),
      ({ load }: World) => ({
        listener: {
          loadbalancer_id: load('web').id,
          protocol: 'HTTP',
          protocol_port: 8099,
          default_pool: { name: 'p', protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN' },
        },
      }),
      "500 'dict' object has no attribute '_sa_instance_state'",
    ],
    [
      'rules in a policy’s own creation',
      'POST',
      collection('/l7policies'),
      ({ load }: World) => ({
        l7policy: {
          listener_id: load('web').listeners.http,
          action: 'REJECT',
          rules: [{ type: 'PATH', compare_type: 'STARTS_WITH', value: '/a' }],
        },
      }),
      "500 'dict' object has no attribute '_sa_instance_state'",
    ],
    [
      'a member without an address',
      'POST',
      (world) => `${webPool(world)}/members`,
      { member: {} },
      field('address', 'None', 'Mandatory field missing.'),
    ],
    [
      'the metadata service as member',
      'POST',
      (world) => `${webPool(world)}/members`,
      { member: { address: '169.254.169.254', protocol_port: 80 } },
      '400 169.254.169.254 is not a valid option for member address',
    ],
    [
      'a weight beyond 256',
      'POST',
      (world) => `${webPool(world)}/members`,
      { member: { address: '10.0.0.10', protocol_port: 80, weight: 300 } },
      field('weight', '300', 'Value should be lower or equal to 256'),
    ],
    [
      'a second monitor',
      'POST',
      collection('/healthmonitors'),
      ({ load }: World) => ({
        healthmonitor: { pool_id: load('web').pools['web-pool'], type: 'TCP', delay: 5, timeout: 3, max_retries: 2 },
      }),
      '409 This pool already has a health monitor',
    ],
    [
      'a monitor for UDP on HTTP',
      'POST',
      collection('/healthmonitors'),
      ({ load }: World) => ({
        healthmonitor: {
          pool_id: load('app').pools['app-pool'],
          type: 'UDP-CONNECT',
          delay: 5,
          timeout: 3,
          max_retries: 2,
        },
      }),
      failure('The UDP-CONNECT type is only supported for pools of type UDP/SCTP.'),
    ],
    [
      'a path for a monitor that asks nothing',
      'POST',
      collection('/healthmonitors'),
      ({ load }: World) => ({
        healthmonitor: {
          pool_id: load('app').pools['app-pool'],
          type: 'TCP',
          delay: 5,
          timeout: 3,
          max_retries: 2,
          url_path: '/x',
        },
      }),
      '400 url_path is not a valid option for health monitors of type TCP',
    ],
    [
      'a port that is taken',
      'POST',
      collection('/listeners'),
      ({ load }: World) => ({ listener: { loadbalancer_id: load('web').id, protocol: 'TCP', protocol_port: 80 } }),
      '409 Another Listener on this Load Balancer is already using protocol HTTP and protocol_port 80',
    ],
    [
      'TLS without a certificate',
      'POST',
      collection('/listeners'),
      ({ load }: World) => ({
        listener: { loadbalancer_id: load('web').id, protocol: 'TERMINATED_HTTPS', protocol_port: 443 },
      }),
      failure(
        'An SNI or default certificate container reference must be provided for TERMINATED_HTTPS protocol listeners.',
      ),
    ],
    [
      'an unknown header to insert',
      'POST',
      collection('/listeners'),
      ({ load }: World) => ({
        listener: {
          loadbalancer_id: load('web').id,
          protocol: 'HTTP',
          protocol_port: 82,
          insert_headers: { 'X-Foo': 'true' },
        },
      }),
      "400 dict_keys(['X-Foo']) is not a valid option for insert_headers",
    ],
    [
      'a pool of another load balancer',
      'PUT',
      ({ load }) => `/listeners/${load('app').listeners.http}`,
      ({ load }: World) => ({ listener: { default_pool_id: load('web').pools['web-pool'] } }),
      '404 Pool POOL not found.',
    ],
    [
      'a redirect to nowhere',
      'POST',
      collection('/l7policies'),
      ({ load }: World) => ({ l7policy: { listener_id: load('web').listeners.http, action: 'REDIRECT_TO_URL' } }),
      '400 Invalid L7 Policy arguments: redirect_url must not be None',
    ],
    [
      'a pool that a policy redirects to',
      'DELETE',
      ({ load }) => `/pools/${load('app').pools['static-pool']}`,
      undefined,
      '409 Pool POOL is in use by L7 policy POLICY',
    ],
    [
      'a load balancer with children',
      'DELETE',
      ({ load }) => `/loadbalancers/${load('web').id}`,
      undefined,
      failure('Cannot delete Load Balancer LB - it has children'),
    ],
    [
      'a load balancer without an address',
      'POST',
      collection('/loadbalancers'),
      { loadbalancer: { name: 'n' } },
      failure('VIP must contain one of: vip_port_id, vip_network_id, vip_subnet_id.'),
    ],
    [
      'an unknown provider',
      'POST',
      collection('/loadbalancers'),
      { loadbalancer: { vip_subnet_id: 'd4af86e1-0051-488c-b7a0-527f97490c9a', provider: 'nope' } },
      "400 Provider 'nope' is not enabled.",
    ],
  ];
  /** Ids stand as words in what is expected. */
  const spelled = ({ load }: World, told: string) =>
    told
      .replace(load('web').id, 'LB')
      .replace(/in use by L7 policy [\w-]+/, 'in use by L7 policy POLICY')
      .replace(load('web').pools['web-pool']!, 'POOL')
      .replace(load('app').pools['static-pool']!, 'POOL');

  test.each(cases)('%s (%s)', async (_, method, pathOf, body, told) => {
    const world = at();
    const reply = await world.ask(method, pathOf(world), typeof body === 'function' ? body(world) : body);
    expect(spelled(world, reply.told)).toBe(told);
  });
}
