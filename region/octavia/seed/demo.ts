import type { Draft, ListenerDraft, PoolDraft } from './draft.ts';

/** One that shows each protocol, each persistence, each status, each provider and each awkward value. */

const cookie = { type: 'HTTP_COOKIE' };
const source = { type: 'SOURCE_IP' };
const application = (name: string) => ({ type: 'APP_COOKIE', cookie_name: name });
const day = 60 * 24;

const check = { type: 'HTTP', delay: 10, timeout: 5, max_retries: 2, max_retries_down: 3, url_path: '/' } as const;

const http = (pool: PoolDraft, port = 80): ListenerDraft => ({ name: 'http', protocol: 'HTTP', port, pool });
const members = [1, 2, 3];

const certificate = { default_tls_container_ref: 'https://keys.example.net/v1/secrets/demo-certificate' };

const inRegionOne: readonly Draft[] = [
  {
    name: 'web-frontend',
    description: 'The shop window',
    tags: ['prod', 'storefront'],
    age: 90 * day,
    rate: 12,
    flavor: 'ha.plus',
    listeners: [http({ name: 'web-pool', members, monitor: check })],
  },
  {
    name: 'checkout',
    tags: ['prod'],
    age: 60 * day,
    rate: 4,
    flavor: 'ha.plus',
    listeners: [
      http({ name: 'checkout-plain', members, persistence: source }),
      {
        name: 'https',
        protocol: 'TERMINATED_HTTPS',
        port: 443,
        settings: certificate,
        pool: { name: 'checkout-secure', members, persistence: cookie, monitor: check },
      },
    ],
  },
  {
    name: 'search-api',
    age: 45 * day,
    rate: 30,
    listeners: [
      {
        ...http({
          name: 'search-pool',
          members: [4, 5, 6],
          persistence: application('JSESSIONID'),
          algorithm: 'LEAST_CONNECTIONS',
        }),
        below: {
          name: 'static',
          path: '/static',
          pool: { name: 'static-pool', members: [7, 8], persistence: source },
        },
      },
    ],
  },
  {
    name: 'secure-shop',
    description: 'TLS passed through to the members',
    age: 30 * day,
    rate: 2,
    listeners: [
      { name: 'https', protocol: 'HTTPS', port: 443, pool: { name: 'tls-pool', protocol: 'HTTPS', members } },
    ],
  },
  {
    name: 'orders-db',
    age: 20 * day,
    rate: 0.5,
    listeners: [
      {
        name: 'mysql',
        protocol: 'TCP',
        port: 3306,
        pool: { name: 'orders-pool', protocol: 'TCP', members: [7, 8], persistence: source },
      },
    ],
  },
  {
    name: 'session-cache',
    description: 'A cookie on TCP: accepted by the API, without effect',
    age: 12 * day,
    rate: 1,
    listeners: [
      {
        name: 'redis',
        protocol: 'TCP',
        port: 6379,
        pool: { name: 'cache-pool', protocol: 'TCP', members: [4, 5], persistence: cookie },
      },
    ],
  },
  {
    name: 'name-servers',
    age: 6 * day,
    rate: 50,
    listeners: [
      {
        name: 'dns',
        protocol: 'UDP',
        port: 53,
        pool: {
          name: 'dns-pool',
          protocol: 'UDP',
          members: [9],
          persistence: { ...source, persistence_timeout: 120, persistence_granularity: '255.255.255.0' },
        },
      },
    ],
  },
  { name: 'new-campaign', age: 3 * day },
  { name: 'spare-pool', age: 2 * day, pools: [{ name: 'unused-pool', members, persistence: cookie }] },
  {
    name: 'beta-search',
    age: 200,
    status: 'PENDING_UPDATE',
    listeners: [http({ name: 'beta-pool', members: [6, 7], persistence: cookie, status: 'PENDING_UPDATE' })],
  },
  {
    name: 'nightly-build',
    age: 2,
    status: 'PENDING_CREATE',
    listeners: [http({ name: 'nightly-pool', members: [1] })],
  },
  {
    name: 'legacy-portal',
    age: 200 * day,
    status: 'ERROR',
    listeners: [http({ name: 'legacy-pool', members: [2], persistence: source })],
  },
  {
    name: 'broken-cookie',
    description: 'The last change of one pool failed; the other still works',
    age: 5 * day,
    listeners: [
      http({ name: 'quoted-pool', members, persistence: application("it's"), status: 'ERROR' }),
      http({ name: 'whole-pool', members: [4, 5], persistence: cookie }, 8080),
    ],
  },
  {
    name: 'partner-feed',
    age: 50 * day,
    off: true,
    listeners: [http({ name: 'partner-pool', members: [5], persistence: cookie })],
  },
];

const inRegionTwo: readonly Draft[] = [
  {
    name: 'kube_service_prod_shop_web',
    description: 'Kubernetes external service shop/web from cluster prod',
    tags: ['kube_service_prod_shop_web'],
    age: 70 * day,
    rate: 8,
    listeners: [
      {
        name: 'listener_0_kube_service_prod_shop_web',
        protocol: 'TCP',
        port: 80,
        pool: {
          name: 'pool_0_kube_service_prod_shop_web',
          protocol: 'TCP',
          members: [1, 2, 3, 4],
          persistence: source,
        },
      },
    ],
  },
  {
    name: 'api-gateway',
    age: 65 * day,
    provider: 'ovn',
    listeners: [
      {
        name: 'api',
        protocol: 'TCP',
        port: 443,
        pool: {
          name: 'api-pool',
          protocol: 'TCP',
          algorithm: 'SOURCE_IP_PORT',
          members: [4, 5, 6],
          persistence: source,
        },
      },
    ],
  },
  {
    name: 'game-lobby',
    age: 2 * day,
    provider: 'ovn',
    listeners: [
      {
        name: 'game',
        protocol: 'UDP',
        port: 27015,
        pool: {
          name: 'game-pool',
          protocol: 'UDP',
          algorithm: 'SOURCE_IP_PORT',
          members: [4, 9],
          persistence: { ...source, persistence_timeout: 300 },
        },
      },
    ],
  },
  {
    name: 'магазин 店舗 متجر',
    age: 8 * day,
    listeners: [http({ name: 'プール', members: [5, 6], persistence: cookie })],
  },
  { name: `<b>&"'`, age: 7 * day, listeners: [http({ name: '<i>pool</i>', members: [7, 8] })] },
  {
    name: 'modern-site',
    age: 4 * day,
    virtualIp: '2001:db8:52::10',
    listeners: [http({ name: 'modern-pool', members: [8, 9], persistence: application('sid') })],
  },
  {
    name: 'spring-sale',
    age: 40 * day,
    status: 'PENDING_DELETE',
    listeners: [http({ name: 'spring-pool', members: [6] })],
  },
  {
    name: 'till',
    project: 'shop',
    age: 15 * day,
    listeners: [http({ name: 'till-pool', members: [1, 2], persistence: cookie })],
  },
  {
    name: 'other-frontend',
    project: 'other',
    age: 9 * day,
    listeners: [http({ name: 'other-pool', members: [1, 2] })],
  },
];

/** The demo's load balancers by region: the first has most of them. */
export const demo: readonly (readonly Draft[])[] = [inRegionOne, inRegionTwo];
