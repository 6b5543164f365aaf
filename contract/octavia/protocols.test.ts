import { expect, test } from 'vitest';
import { listenerProtocols, monitorsOf, pairs, poolProtocols, transportOf } from './protocols.ts';
import { providerOf } from './providers.ts';

test('listeners take the pools that the reference names, and no other', () => {
  const taken = listenerProtocols.map((listener) => [listener, poolProtocols.filter((pool) => pairs(listener, pool))]);
  expect(Object.fromEntries(taken)).toEqual({
    HTTP: ['HTTP', 'PROXY', 'PROXYV2'],
    TERMINATED_HTTPS: ['HTTP', 'PROXY', 'PROXYV2'],
    HTTPS: ['HTTPS', 'TCP', 'PROXY', 'PROXYV2'],
    TCP: ['HTTP', 'HTTPS', 'TCP', 'PROXY', 'PROXYV2'],
    UDP: ['UDP'],
    SCTP: ['SCTP'],
    PROMETHEUS: [],
  });
  expect([pairs('HTTP', 'toString'), pairs('constructor', 'HTTP')]).toEqual([false, false]);
});

test('UDP and SCTP stand beside others on one port', () => {
  expect(['HTTP', 'HTTPS', 'TERMINATED_HTTPS', 'PROMETHEUS', 'TCP'].map(transportOf)).toEqual(Array(5).fill('TCP'));
  expect(['UDP', 'SCTP'].map(transportOf)).toEqual(['UDP', 'SCTP']);
});

test('monitors go with the pool’s protocol', () => {
  expect(monitorsOf('UDP')).not.toContain('PING');
  expect(monitorsOf('HTTP')).not.toContain('UDP-CONNECT');
});

test('a provider that nobody knows may do everything', () => {
  expect(providerOf('somebody').persistence).toHaveLength(3);
  expect(providerOf('somebody').label).toBe('somebody');
  expect(providerOf('toString').label).toBe('toString');
  expect(providerOf('octavia')).toBe(providerOf('amphora'));
  expect(providerOf('ovn')).toMatchObject({
    clearsPersistence: false,
    l7policies: false,
    statistics: false,
    memberSubnet: true,
  });
});
