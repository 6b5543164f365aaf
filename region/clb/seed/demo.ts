import type { LoadBalancer } from '../model.ts';
import { otherAccount } from '../users.ts';
import { builder, type Draft, httpNode, httpsNode, type NodeDraft, type SeedSurroundings } from './builder.ts';

/** One that shows each protocol family, each status and each awkward value. Ports from 8000 up, so that an ordinary user may run it. */

const http = (...numbers: number[]): NodeDraft[] => numbers.map(httpNode);
const https = (...numbers: number[]): NodeDraft[] => numbers.map(httpsNode);

/** Beside the demo's own nodes, sixteen on a network that is not there, kept out of traffic. */
const twentyFive: NodeDraft[] = [
  ...http(1, 2, 3, 4, 5, 6, 7, 8, 9),
  ...Array.from(
    { length: 16 },
    (_, index): NodeDraft => ({
      address: `10.180.1.${index + 11}`,
      port: 80,
      condition: index % 4 === 0 ? 'DRAINING' : 'DISABLED',
    }),
  ),
];

const longName = 'storefront-with-a-name-as-long-as-the-service-allows-'.padEnd(128, 'x');

const ord: readonly Omit<Draft, 'region'>[] = [
  {
    name: 'web-frontend',
    protocol: 'HTTP',
    port: 8001,
    algorithm: 'ROUND_ROBIN',
    nodes: http(1, 2, 3),
    ipv6: true,
    healthMonitor: {
      type: 'HTTP',
      delay: 10,
      timeout: 5,
      attemptsBeforeDeactivation: 2,
      path: '/',
      statusRegex: '^[234][0-9][0-9]$',
    },
    metadata: { tier: 'web', owner: 'storefront' },
    age: 60 * 24 * 90,
  },
  {
    name: 'checkout',
    protocol: 'HTTP',
    port: 8002,
    algorithm: 'LEAST_CONNECTIONS',
    nodes: http(1, 2, 3),
    sessionPersistence: 'HTTP_COOKIE',
    connectionThrottle: { maxConnections: 500, minConnections: 0, maxConnectionRate: 0, rateInterval: 1 },
    connectionLogging: true,
    age: 60 * 24 * 60,
  },
  {
    name: 'search-api',
    protocol: 'HTTP',
    port: 8003,
    algorithm: 'WEIGHTED_ROUND_ROBIN',
    nodes: [
      { ...httpNode(4), weight: 10 },
      { ...httpNode(5), weight: 5 },
      { ...httpNode(6), weight: 1 },
    ],
    sessionPersistence: 'SOURCE_IP',
    contentCaching: true,
    age: 60 * 24 * 45,
  },
  {
    name: 'secure-shop',
    protocol: 'HTTPS',
    port: 8004,
    algorithm: 'ROUND_ROBIN',
    nodes: https(1, 2, 3),
    sessionPersistence: 'SSL_ID',
    age: 60 * 24 * 30,
  },
  { name: 'orders-db', protocol: 'MYSQL', port: 8005, nodes: http(7, 8), age: 60 * 24 * 20 },
  {
    name: 'session-cache',
    protocol: 'TCP',
    port: 8006,
    nodes: http(4, 5),
    // A pair that the documents do not allow and real regions may hold.
    sessionPersistence: 'SOURCE_IP',
    age: 60 * 24 * 12,
  },
  { name: 'mail-relay', protocol: 'SMTP', port: 8007, nodes: http(8, 9), age: 60 * 24 * 10 },
  { name: 'new-campaign', protocol: 'HTTP', port: 8008, nodes: [], age: 60 * 24 * 3 },
  {
    name: 'render-farm',
    protocol: 'HTTP',
    port: 8009,
    algorithm: 'LEAST_CONNECTIONS',
    nodes: twentyFive,
    age: 60 * 24,
  },
  { name: longName, protocol: 'HTTP', port: 8010, nodes: http(1, 2), age: 300 },
  {
    name: 'beta-search',
    protocol: 'HTTP',
    port: 8011,
    nodes: http(6, 7),
    status: 'PENDING_UPDATE',
    held: true,
    sessionPersistence: 'HTTP_COOKIE',
    age: 200,
  },
  { name: 'nightly-build', protocol: 'HTTP', port: 8012, nodes: http(1), status: 'BUILD', held: true, age: 2 },
  { name: 'legacy-portal', protocol: 'HTTP', port: 8013, nodes: http(2), status: 'ERROR', age: 60 * 24 * 200 },
];

const dfw: readonly Omit<Draft, 'region'>[] = [
  {
    name: 'web-frontend-dfw',
    protocol: 'HTTP',
    port: 8021,
    algorithm: 'ROUND_ROBIN',
    nodes: http(1, 2, 3, 4),
    accessList: [],
    age: 60 * 24 * 80,
  },
  {
    name: 'api-gateway',
    protocol: 'HTTPS',
    port: 8022,
    algorithm: 'LEAST_CONNECTIONS',
    nodes: https(4, 5, 6),
    sessionPersistence: 'SOURCE_IP',
    age: 60 * 24 * 70,
  },
  // The last demo node speaks TLS 1.3, under which an SSL session id cannot stick.
  {
    name: 'modern-tls',
    protocol: 'HTTPS',
    port: 8023,
    nodes: https(8, 9),
    sessionPersistence: 'SSL_ID',
    age: 60 * 24 * 9,
  },
  { name: 'магазин 店舗 متجر', protocol: 'HTTP', port: 8024, nodes: http(5, 6), age: 60 * 24 * 8 },
  { name: `<b>&"'`, protocol: 'HTTP', port: 8025, nodes: http(7, 8), age: 60 * 24 * 7 },
  { name: 'name-servers', protocol: 'DNS_UDP', port: 8053, nodes: http(9), age: 60 * 24 * 6 },
  { name: 'directory', protocol: 'LDAPS', port: 8026, nodes: https(7), age: 60 * 24 * 5 },
  { name: 'file-drop', protocol: 'FTP', port: 8027, nodes: http(3), age: 60 * 24 * 4 },
  {
    name: 'game-lobby',
    protocol: 'TCP_CLIENT_FIRST',
    port: 8028,
    halfClosed: true,
    nodes: http(4, 9),
    age: 60 * 24 * 2,
  },
  { name: 'partner-feed', protocol: 'HTTP', port: 8029, nodes: http(5), status: 'SUSPENDED', age: 60 * 24 * 50 },
  {
    name: 'spring-sale',
    protocol: 'HTTP',
    port: 8030,
    nodes: http(6),
    status: 'PENDING_DELETE',
    held: true,
    age: 60 * 24 * 40,
  },
  { name: 'winter-sale', protocol: 'HTTP', port: 8031, nodes: [], status: 'DELETED', age: 60 * 24 * 40 },
];

/** The demo's load balancers, and one of another account. */
export function demoLoadBalancers(surroundings: SeedSurroundings): LoadBalancer[] {
  const made = builder(surroundings);
  return [
    ...ord.map((draft) => made({ ...draft, region: 'ORD' })),
    ...dfw.map((draft) => made({ ...draft, region: 'DFW' })),
    made({
      region: 'ORD',
      account: otherAccount,
      name: 'other-frontend',
      protocol: 'HTTP',
      port: 8041,
      nodes: http(1, 2),
    }),
  ];
}
