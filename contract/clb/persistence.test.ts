import { expect, test } from 'vitest';
import { allows, misfit, persistenceLabel, persistenceTypeNames } from './persistence.ts';
import { protocolNames } from './protocols.ts';

test('each type is allowed on the protocols that the guide names, and on no other', () => {
  const allowed = persistenceTypeNames.map((type) => [
    type,
    protocolNames.filter((protocol) => allows(type, protocol)),
  ]);
  expect(Object.fromEntries(allowed)).toEqual({
    HTTP_COOKIE: ['HTTP'],
    SOURCE_IP: ['HTTP', 'HTTPS'],
    SSL_ID: ['HTTPS'],
  });
});

test('disabled is allowed everywhere, an unknown type nowhere', () => {
  for (const protocol of protocolNames) {
    expect(allows(null, protocol)).toBe(true);
    expect(allows('OTHER_COOKIE', protocol)).toBe(false);
    expect(allows('toString', protocol)).toBe(false);
  }
});

test('a misfit is told in a sentence', () => {
  expect(misfit('HTTP_COOKIE', 'TCP')).toBe('HTTP cookie needs protocol HTTP; this load balancer is TCP.');
  expect(misfit('SOURCE_IP', 'TCP')).toBe('Source IP needs protocol HTTP or HTTPS; this load balancer is TCP.');
  expect(misfit('SSL_ID', 'HTTPS')).toBeNull();
});

test('labels', () => {
  expect(['HTTP_COOKIE', 'SOURCE_IP', 'SSL_ID', null, 'OTHER_COOKIE', 'constructor'].map(persistenceLabel)).toEqual([
    'HTTP cookie',
    'Source IP',
    'SSL session ID',
    'Disabled',
    'OTHER_COOKIE',
    'constructor',
  ]);
});
