import { expect, test } from 'vitest';
import type { CheckedLoadBalancer } from './subject.ts';
import { chooseTarget, mayCheck } from './target.ts';

const loadBalancer = (address: string, more: Partial<CheckedLoadBalancer> = {}): CheckedLoadBalancer => ({
  status: 'ACTIVE',
  statusOf: 'load balancer',
  applicationCookie: null,
  protocol: 'HTTP',
  port: 8080,
  virtualIps: [{ address, ipVersion: 'IPV4' }],
  nodes: [],
  type: null,
  contentCaching: false,
  httpsRedirect: false,
  sslTermination: null,
  ownCookie: null,
  ...more,
});
const away = { local: false, networks: [], secure: false };

test.each([
  '127.0.0.1',
  '127.10.0.4',
  '10.20.4.6',
  '192.168.1.1',
  '172.16.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '224.0.0.1',
  '::1',
  '::',
  'fe80::1',
  'fd00::1',
  '::ffff:127.0.0.1',
  '::ffff:169.254.169.254',
  '0x7f.1',
  '2130706433',
  'localhost',
  '',
])('a check of a real account never connects to %s', (address) => {
  expect(mayCheck(address, false, [])).toBe(false);
  expect(chooseTarget(loadBalancer(address), away)).toHaveProperty('refusal');
});

test('a local region’s virtual IPs on loopback may be checked, its network’s neighbours may not', () => {
  expect(mayCheck('127.10.0.4', true, [])).toBe(true);
  for (const address of ['10.20.4.6', '169.254.169.254', 'fe80::1']) expect(mayCheck(address, true, [])).toBe(false);
});

test('a local region’s load balancer with IPv6 alone is told why, and nothing that would not help', () => {
  const virtualIps = [{ address: 'fd00:0:0:1::2', ipVersion: 'IPV6' }];
  const local = { ...away, local: true };
  expect(chooseTarget(loadBalancer('', { virtualIps }), local)).toEqual({
    refusal: expect.stringMatching(/^The local region carries no traffic of IPv6/),
  });
  const both = [...virtualIps, { address: '127.10.0.4', ipVersion: 'IPV4' }];
  expect(chooseTarget(loadBalancer('', { virtualIps: both }), local)).toMatchObject({
    target: { address: '127.10.0.4' },
  });
  expect(chooseTarget(loadBalancer('', { virtualIps }), away)).toEqual({
    refusal: expect.stringContaining('CHECK_NETWORKS'),
  });
});

test('CHECK_NETWORKS opens exactly its networks', () => {
  const networks = ['10.20.0.0/16', 'fd00:77::/32'];
  expect(mayCheck('10.20.4.6', false, networks)).toBe(true);
  expect(mayCheck('10.21.4.6', false, networks)).toBe(false);
  expect(mayCheck('fd00:77::9', false, networks)).toBe(true);
  expect(mayCheck('fd00:78::9', false, networks)).toBe(false);
});

test('the target is the virtual IP and port that the API lists, IPv4 first', () => {
  const both = loadBalancer('203.0.114.77', {
    virtualIps: [
      { address: '2607:f0d0:1002:0051:0000:0000:0000:0004', ipVersion: 'IPV6' },
      { address: '203.0.114.77', ipVersion: 'IPV4' },
    ],
  });
  expect(chooseTarget(both, away)).toEqual({ target: { address: '203.0.114.77', port: 8080, secure: false } });
});

test('the secure port is used when asked for, or when it is the only one', () => {
  const ssl = { enabled: true, securePort: 8443, secureTrafficOnly: false };
  const terminated = loadBalancer('203.0.114.77', { sslTermination: ssl });
  expect(chooseTarget(terminated, { ...away, secure: true })).toMatchObject({ target: { port: 8443, secure: true } });
  expect(chooseTarget(terminated, away)).toMatchObject({ target: { port: 8080, secure: false } });
  const only = loadBalancer('203.0.114.77', { sslTermination: { ...ssl, secureTrafficOnly: true } });
  expect(chooseTarget(only, away)).toMatchObject({ target: { port: 8443, secure: true } });
  expect(chooseTarget(loadBalancer('203.0.114.77'), { ...away, secure: true })).toHaveProperty('refusal');
});

test('a protocol that a check does not speak is refused in words', () => {
  expect(chooseTarget(loadBalancer('203.0.114.77', { protocol: 'MYSQL' }), away)).toEqual({
    refusal: 'A check speaks HTTP and HTTPS; this load balancer is MYSQL.',
  });
});

test('the port that only redirects is gone around', () => {
  const sslTermination = { enabled: true, securePort: 8443, secureTrafficOnly: false };
  const redirecting = loadBalancer('203.0.114.77', { sslTermination, httpsRedirect: true });
  expect(chooseTarget(redirecting, away)).toMatchObject({ target: { port: 8443, secure: true } });
});

test('a load balancer without a virtual IP is refused in words', () => {
  expect(chooseTarget(loadBalancer('', { virtualIps: [] }), away)).toEqual({
    refusal: 'This load balancer has no virtual IP to send requests to.',
  });
});
