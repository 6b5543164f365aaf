import type { CheckOutcome } from '../../contract/shared/stickiness-check.ts';
import type { RunningLoadBalancer } from '../../region/data-plane.ts';
import { selfSigned } from '../../region/haproxy/demo-nodes/certificate.ts';
import type { NodeTls, Page } from './counting-nodes.ts';

/** Situations that a stickiness check meets, and the verdict that each allows under each persistence type. */

export type Type = 'Disabled' | 'HTTP_COOKIE' | 'SOURCE_IP' | 'SSL_ID';

export interface Situation {
  readonly title: string;
  readonly page: Page;
  /** The verdict under each type, `true`: any that is true; the table's types are its keys. */
  readonly expected: Partial<Record<Type, CheckOutcome | 'true'>>;
  /** What the words say, beside the verdict. */
  readonly words?: RegExp;
  readonly nodes?: number;
  /** Nodes, by index, that do not listen. */
  readonly dead?: readonly number[];
  readonly tls?: NodeTls;
  readonly running?: Partial<RunningLoadBalancer>;
  /** Details that the region gives instead of the true ones. */
  readonly said?: Record<string, unknown>;
  /** Nodes by index: what the API says of them beside ENABLED and ONLINE. */
  readonly node?: (index: number) => Partial<RunningLoadBalancer['nodes'][number]>;
  readonly asked?: Record<string, unknown>;
  /** A second load balancer on the same address, with the same nodes. */
  readonly neighbour?: boolean;
  /** Uses up the connection throttle for as long as the check runs. */
  readonly busy?: boolean;
}

function cacheable(): Page {
  return (response, index) =>
    response.writeHead(200, { 'X-Node': `n${index}`, 'Cache-Control': 'max-age=60' }).end('w');
}
function secureTermination() {
  const { certificate, privateKey } = selfSigned(['lb.example.com'], Date.now(), 'rsa');
  return {
    certificate,
    privatekey: privateKey,
    mappings: [],
    cipherProfile: 'default' as const,
    tls10: true,
    tls11: true,
  };
}

const named: Page = (response, index) => response.setHeader('X-Node', `n${index}`).end('welcome');
const alike: Page = (response) => response.end('welcome');
const all = (outcome: CheckOutcome | 'true') => ({ Disabled: outcome, HTTP_COOKIE: outcome, SOURCE_IP: outcome });
const proven = { Disabled: 'not-sticky', HTTP_COOKIE: 'sticky', SOURCE_IP: 'sticky' } as const;
/** What can be seen of nodes without a name: only what the load balancer's own cookie says. */
const byCookie = { Disabled: 'cannot-tell', HTTP_COOKIE: 'sticky', SOURCE_IP: 'cannot-tell' } as const;
const endless = (response: Parameters<Page>[0]) => {
  const chunk = Buffer.alloc(16_384, 'x');
  const write = () => {
    while (!response.destroyed && response.write(chunk));
    response.once('drain', write);
  };
  write();
};
const longName = (index: number) => `${'n'.repeat(4_000)}${index}`;
const termination = {
  enabled: true,
  securePort: 8443,
  secureTrafficOnly: true,
};
const own = { version: 'TLSv1.2', oneCertificate: true, sessions: 'own' } as const;

export const situations: readonly Situation[] = [
  { title: 'named nodes', page: named, expected: proven },
  { title: 'unnamed nodes with one page', page: alike, expected: byCookie },
  {
    title: 'unnamed nodes with a page each',
    page: (response, index) => response.end(`page ${index}`),
    expected: byCookie,
  },
  {
    title: 'a page with a token of its own in every answer',
    page: (response, _, count) => response.end(`token ${count}`),
    expected: byCookie,
  },
  {
    title: 'a page in two forms that take turns',
    page: (response, _, count) => response.end(`form ${count % 2}`),
    expected: byCookie,
  },
  {
    title: 'a naming header with a token of its own in every answer',
    page: (response, _, count) => response.setHeader('X-Node', `r${count}`).end('welcome'),
    expected: byCookie,
  },
  {
    title: 'one name for all nodes',
    page: (response) => response.setHeader('X-Node', 'web').end('welcome'),
    // HAProxy's own table shows what the name does not.
    expected: { ...byCookie, SOURCE_IP: 'sticky' },
  },
  {
    title: 'a header by which only one node names itself',
    page: (response, index) => (index === 0 ? response.setHeader('X-Node', 'n0') : response).end('welcome'),
    expected: byCookie,
  },
  {
    title: 'one name for two of three nodes',
    page: (response, index) => response.setHeader('X-Node', index < 2 ? 'web' : 'extra').end('welcome'),
    expected: { ...proven, SOURCE_IP: 'sticky' },
  },
  { title: 'named nodes chosen at random', page: named, running: { algorithm: 'RANDOM' }, expected: all('true') },
  { title: 'unnamed nodes chosen at random', page: alike, running: { algorithm: 'RANDOM' }, expected: all('true') },
  {
    title: 'a page for each of two nodes chosen at random',
    page: (response, index) => response.end(`page ${index}`),
    nodes: 2,
    running: { algorithm: 'RANDOM' },
    expected: all('true'),
  },
  { title: 'named nodes of which one is dead', page: named, dead: [1], expected: all('true') },
  { title: 'unnamed nodes of which one is dead', page: alike, dead: [1], expected: all('true') },
  {
    title: 'named nodes behind the secure port',
    page: named,
    running: { sslTermination: { ...secureTermination(), ...termination, secureTrafficOnly: false } },
    said: { sslTermination: { ...termination, secureTrafficOnly: false } },
    asked: { secure: true },
    expected: proven,
  },
  {
    title: 'unnamed nodes behind the only, secure port',
    page: alike,
    running: { sslTermination: { ...secureTermination(), ...termination } },
    said: { sslTermination: termination },
    expected: byCookie,
  },
  { title: 'all nodes dead', page: named, dead: [0, 1, 2], expected: all('cannot-tell'), words: /503/ },
  { title: 'all nodes dead but one, unnamed', page: alike, dead: [0, 1], expected: all('cannot-tell') },
  {
    title: 'all nodes dead but one, named',
    page: named,
    dead: [0, 1],
    expected: { Disabled: 'cannot-tell', HTTP_COOKIE: 'cannot-tell', SOURCE_IP: 'sticky' },
  },
  {
    title: 'errors of named nodes',
    page: (response, index) => response.writeHead(500, { 'X-Node': `n${index}` }).end('oops'),
    expected: proven,
  },
  {
    title: 'errors of unnamed nodes',
    page: (response) => response.writeHead(500).end('oops'),
    expected: all('cannot-tell'),
    words: /500/,
  },
  {
    title: 'now and then an error of an unnamed node',
    page: (response, _, count) => response.writeHead(count % 5 === 3 ? 503 : 200).end('welcome'),
    expected: all('cannot-tell'),
  },
  {
    title: 'redirects by unnamed nodes',
    page: (response) => response.writeHead(302, { location: '/sign-in' }).end(),
    expected: all('cannot-tell'),
    words: /redirect/,
  },
  {
    title: 'the HTTPS redirect, which the check goes around',
    page: named,
    running: { httpsRedirect: true, sslTermination: { ...secureTermination(), ...termination } },
    said: { httpsRedirect: true, sslTermination: termination },
    expected: proven,
  },
  {
    title: 'an HTTPS redirect that the details do not show',
    page: named,
    running: { httpsRedirect: true, sslTermination: { ...secureTermination(), ...termination } },
    expected: all('cannot-tell'),
    words: /301: a redirect/,
  },
  {
    title: 'refused by the access list',
    page: named,
    running: { accessList: [{ id: 1, address: '127.0.0.0/8', type: 'DENY' }] },
    expected: all('cannot-tell'),
    words: /nothing answered/,
  },
  {
    title: 'over the connection throttle',
    page: named,
    running: { connectionThrottle: { maxConnections: 1, minConnections: 0, maxConnectionRate: 0, rateInterval: 1 } },
    busy: true,
    expected: all('cannot-tell'),
    words: /503/,
  },
  {
    title: 'cached',
    page: cacheable(),
    running: { contentCaching: true },
    said: { contentCaching: { enabled: true } },
    expected: all('cannot-tell'),
    words: /caching is on/,
  },
  {
    title: 'cached, which the details do not show',
    page: cacheable(),
    running: { contentCaching: true },
    expected: all('cannot-tell'),
    words: /cache/,
  },
  { title: 'one healthy node', page: named, nodes: 1, expected: all('cannot-tell'), words: /only one node/ },
  {
    title: 'one ENABLED node beside a DRAINING one',
    page: named,
    nodes: 2,
    node: (index) => (index === 0 ? { condition: 'DRAINING' } : {}),
    expected: all('cannot-tell'),
  },
  {
    title: 'two ENABLED nodes beside a DRAINING one',
    page: named,
    node: (index) => (index === 0 ? { condition: 'DRAINING' } : {}),
    expected: proven,
  },
  { title: 'no node', page: named, nodes: 0, expected: all('cannot-tell'), words: /no node is enabled/ },
  {
    title: 'weights that give one node nearly everything',
    page: named,
    nodes: 2,
    running: { algorithm: 'WEIGHTED_ROUND_ROBIN' },
    node: (index) => ({ weight: index === 0 ? 100 : 1 }),
    expected: { Disabled: 'cannot-tell', HTTP_COOKIE: 'cannot-tell', SOURCE_IP: 'sticky' },
  },
  {
    title: 'two nodes that take turns',
    page: named,
    nodes: 2,
    expected: proven,
  },
  {
    title: 'an endless body of named nodes',
    page: (response, index) => endless(response.setHeader('X-Node', `n${index}`)),
    expected: proven,
  },
  { title: 'an endless body of unnamed nodes', page: (response) => endless(response), expected: byCookie },
  {
    title: 'names of 4,000 characters that differ in the last',
    page: (response, index) => response.setHeader('X-Node', longName(index)).end('welcome'),
    expected: proven,
  },
  {
    title: 'headers longer than the check reads',
    page: (response) => response.setHeader('X-Long', 'x'.repeat(40_000)).end('welcome'),
    expected: all('cannot-tell'),
  },
  {
    title: 'a cookie of the nodes that decides what they show',
    page: (response, _, count, cookie) => {
      const variant = /variant=([ab])/.exec(cookie)?.[1];
      if (!variant) response.setHeader('Set-Cookie', `variant=${count % 2 ? 'a' : 'b'}`);
      response.end(`variant ${variant ?? (count % 2 ? 'a' : 'b')}`);
    },
    expected: byCookie,
  },
  {
    title: 'a cookie of the nodes that is named as load balancers name theirs',
    page: (response, index) => {
      response.setHeader('Set-Cookie', [`X-Mapping-abcdefgh=${index}`, `SERVERID=n${index}`, `HOLDFAST_NODE=${index}`]);
      response.end('welcome');
    },
    expected: byCookie,
  },
  { title: 'two load balancers on one address', page: named, neighbour: true, expected: proven },
  { title: 'two load balancers on one address, unnamed', page: alike, neighbour: true, expected: byCookie },
  {
    title: 'TLS 1.2 with resumption, named',
    page: named,
    tls: own,
    expected: { Disabled: 'not-sticky', SOURCE_IP: 'sticky', SSL_ID: 'sticky' },
  },
  {
    title: 'TLS 1.2 without resumption, named',
    page: named,
    tls: { ...own, sessions: 'none' },
    expected: { Disabled: 'not-sticky', SOURCE_IP: 'sticky', SSL_ID: 'cannot-tell' },
  },
  {
    title: 'TLS 1.2 with resumption, one certificate and one page',
    page: alike,
    tls: own,
    expected: { Disabled: 'cannot-tell', SOURCE_IP: 'cannot-tell', SSL_ID: 'cannot-tell' },
  },
  {
    title: 'TLS 1.2 with resumption, one certificate and changing pages',
    page: (response, _, count) => response.end(`token ${count}`),
    tls: own,
    expected: { Disabled: 'cannot-tell', SOURCE_IP: 'cannot-tell', SSL_ID: 'cannot-tell' },
  },
  {
    title: 'TLS 1.2 with resumption, one certificate and a page each',
    page: (response, index) => response.end(`page ${index}`),
    tls: own,
    expected: { Disabled: 'cannot-tell', SOURCE_IP: 'cannot-tell', SSL_ID: 'sticky' },
    words: /Compared: the whole answers|page’s doing|cannot be told apart|shows no certificate/,
  },
  {
    title: 'TLS 1.2 with resumption, a certificate each',
    page: alike,
    tls: { ...own, oneCertificate: false },
    expected: { Disabled: 'not-sticky', SOURCE_IP: 'cannot-tell', SSL_ID: 'cannot-tell' },
  },
  {
    title: 'TLS 1.2 with sessions that every node takes up',
    page: alike,
    tls: { ...own, sessions: 'shared' },
    expected: { Disabled: 'cannot-tell', SOURCE_IP: 'cannot-tell', SSL_ID: 'cannot-tell' },
  },
  {
    title: 'TLS 1.3, named',
    page: named,
    tls: { ...own, version: 'TLSv1.3' },
    expected: { Disabled: 'not-sticky', SOURCE_IP: 'sticky', SSL_ID: 'cannot-tell' },
  },
  {
    title: 'TLS 1.3, unnamed',
    page: alike,
    tls: { ...own, version: 'TLSv1.3' },
    expected: { Disabled: 'cannot-tell', SOURCE_IP: 'cannot-tell', SSL_ID: 'cannot-tell' },
  },
];
