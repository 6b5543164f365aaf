import { expect, test } from 'vitest';
import {
  cookieNameProblem,
  effectOf,
  fieldsOf,
  granularityProblem,
  misfit,
  type PersistenceTypeName,
  persistenceLabel,
  persistenceTypeNames,
  sameValue,
  timeoutProblem,
  updateBody,
} from './persistence.ts';

/** What haproxy made of each type, seen on Octavia 11.0.0: pool, listeners → effect of HTTP_COOKIE and APP_COOKIE, of SOURCE_IP. */
const seen: readonly (readonly [string, readonly string[], string, string])[] = [
  ['HTTP', ['HTTP'], 'works', 'works'],
  ['HTTP', ['TERMINATED_HTTPS'], 'works', 'works'],
  ['HTTP', ['TCP'], 'works', 'works'],
  ['HTTP', [], 'works', 'works'],
  ['PROXY', ['HTTP'], 'works', 'works'],
  ['PROXYV2', ['HTTP', 'TERMINATED_HTTPS'], 'works', 'works'],
  ['PROXY', ['TCP'], 'none', 'works'],
  ['PROXYV2', ['HTTP', 'TCP'], 'none', 'works'],
  ['PROXY', [], 'none', 'works'],
  ['TCP', ['TCP'], 'none', 'works'],
  ['TCP', ['HTTPS'], 'none', 'works'],
  ['HTTPS', ['HTTPS'], 'none', 'works'],
  ['HTTPS', ['TCP'], 'none', 'works'],
  ['UDP', ['UDP'], 'refused', 'works'],
  ['SCTP', ['SCTP'], 'refused', 'works'],
];

test.each(seen)('pool %s behind %j: cookies %s, source IP %s', (protocol, listeners, cookies, source) => {
  const subject = { protocol, listeners, provider: 'amphora' };
  expect(effectOf('HTTP_COOKIE', subject)).toBe(cookies);
  expect(effectOf('APP_COOKIE', subject)).toBe(cookies);
  expect(effectOf('SOURCE_IP', subject)).toBe(source);
  expect(effectOf(null, subject)).toBe('works');
  for (const type of persistenceTypeNames)
    expect(misfit(type, subject) === null).toBe(effectOf(type, subject) === 'works');
});

test('OVN takes source IP alone, and it holds only with a timeout', () => {
  const tcp = { protocol: 'TCP', listeners: ['TCP'], provider: 'ovn' };
  const udp = { protocol: 'UDP', listeners: ['UDP'], provider: 'ovn' };
  expect([effectOf('HTTP_COOKIE', tcp), effectOf('APP_COOKIE', udp)]).toEqual(['refused', 'refused']);
  expect([effectOf('SOURCE_IP', tcp), effectOf('SOURCE_IP', tcp, 60)]).toEqual(['none', 'none']);
  expect([effectOf('SOURCE_IP', udp), effectOf('SOURCE_IP', udp, 0), effectOf('SOURCE_IP', udp, 60)]).toEqual([
    'none',
    'none',
    'works',
  ]);
  expect(misfit('HTTP_COOKIE', tcp)).toBe('The provider OVN offers Source IP only.');
  expect(misfit('SOURCE_IP', tcp)).toContain('holds only with a timeout');
  expect(misfit('SOURCE_IP', udp)).toBeNull();
});

test('a misfit is told in a sentence', () => {
  const subject = (protocol: string, ...listeners: string[]) => ({ protocol, listeners, provider: 'amphora' });
  const told = (type: PersistenceTypeName, ...args: Parameters<typeof subject>) => misfit(type, subject(...args));
  expect(told('HTTP_COOKIE', 'TCP', 'TCP')).toBe('HTTP cookie needs a pool of protocol HTTP; this pool is TCP.');
  expect(told('APP_COOKIE', 'UDP', 'UDP')).toBe('Application cookie needs HTTP; this pool is UDP.');
  expect(told('HTTP_COOKIE', 'PROXY', 'HTTP', 'TCP', 'TCP')).toBe(
    'HTTP cookie needs HTTP or TERMINATED_HTTPS listeners; this pool serves HTTP and TCP.',
  );
  expect(told('HTTP_COOKIE', 'PROXY')).toBe(
    'HTTP cookie needs HTTP or TERMINATED_HTTPS listeners; this pool has none.',
  );
});

test('unknown types, protocols and providers are shown and kept', () => {
  const subject = { protocol: 'QUIC', listeners: ['QUIC'], provider: 'somebody' };
  expect(effectOf('MAGIC', subject)).toBe('works');
  expect(effectOf('SOURCE_IP', subject)).toBe('works');
  expect(effectOf('HTTP_COOKIE', subject)).toBe('none');
  expect(['MAGIC', 'constructor', null].map(persistenceLabel)).toEqual(['MAGIC', 'constructor', 'Disabled']);
});

test('fields go with type, protocol, provider and address family', () => {
  const fields = (type: string | null, protocol: string, provider = 'amphora', vips: string[] = ['203.0.113.1']) =>
    Object.entries(fieldsOf(type, { protocol, listeners: [protocol], provider }, vips))
      .filter(([, offered]) => offered)
      .map(([name]) => name);
  expect(fields('APP_COOKIE', 'HTTP')).toEqual(['cookieName']);
  expect(fields('HTTP_COOKIE', 'HTTP')).toEqual([]);
  expect(fields('SOURCE_IP', 'HTTP')).toEqual([]);
  expect(fields('SOURCE_IP', 'UDP')).toEqual(['timeout', 'granularity']);
  expect(fields('SOURCE_IP', 'SCTP', 'amphora', ['2001:db8::1'])).toEqual(['timeout']);
  expect(fields('SOURCE_IP', 'UDP', 'amphora', ['203.0.113.1', '2001:db8::1'])).toEqual(['timeout']);
  expect(fields('SOURCE_IP', 'UDP', 'ovn')).toEqual(['timeout']);
  expect(fields('SOURCE_IP', 'UDP', 'a10')).toEqual([]);
  expect(fields(null, 'UDP')).toEqual([]);
});

test('cookie names: what HAProxy keeps whole, and nothing else', () => {
  for (const good of ['JSESSIONID', '__Host-sid', 'a', 'a!$%&*+.^_`|~-9'.replace("'", ''), 'x'.repeat(255)]) {
    expect(cookieNameProblem(good), good).toBeNull();
  }
  for (const bad of [
    '',
    "it's",
    'a#b',
    'a b',
    'a\tb',
    'a\nb',
    'a;b',
    'a,b',
    'a=b',
    'a"b',
    'a(b',
    'a/b',
    'a:b',
    'a<b',
    'a?b',
    'a@b',
    'a[b',
    'a\\b',
    'a{b',
    'é',
    '\u200b',
    'a\u00a0b',
    'x'.repeat(256),
  ]) {
    expect(cookieNameProblem(bad), JSON.stringify(bad)).toMatch(/\.$/);
  }
  expect(cookieNameProblem('a b')).toContain('a space');
  expect(cookieNameProblem('a\u200bb')).toContain('an invisible character');
  expect(cookieNameProblem("it's")).toContain("cannot contain '");
});

test('timeouts: whole seconds in the provider’s range', () => {
  for (const good of [1, 360, 86_400]) expect(timeoutProblem(good)).toBeNull();
  for (const bad of [0, -5, 1.5, 86_401, Number.NaN, Number.POSITIVE_INFINITY])
    expect(timeoutProblem(bad)).toContain('86400');
  expect(timeoutProblem(65_535, 'ovn')).toBeNull();
  expect(timeoutProblem(70_000, 'ovn')).toContain('65535');
});

test('masks: contiguous IPv4, none beside IPv6', () => {
  for (const good of ['255.255.255.255', '255.255.255.0', '255.255.254.0', '128.0.0.0'])
    expect(granularityProblem(good), good).toBeNull();
  for (const bad of [
    '',
    '10.1.2.3',
    'ffff::',
    '255.0.255.0',
    '0.0.0.0',
    '255.255.255',
    '24',
    '255.255.255.256',
    '255.255.255.0 ',
    '0255.0.0.0',
  ]) {
    expect(granularityProblem(bad), bad).toMatch(/\.$/);
  }
  expect(granularityProblem('255.255.255.0', ['203.0.113.1', '2001:db8::1'])).toContain('IPv6');
});

test('two values are the same when all four fields are, left out or null', () => {
  const wire = { type: 'SOURCE_IP', cookie_name: null, persistence_timeout: null, persistence_granularity: null };
  expect(sameValue({ type: 'SOURCE_IP' }, wire)).toBe(true);
  expect(sameValue({ type: 'SOURCE_IP', persistence_timeout: 60 }, wire)).toBe(false);
  expect(sameValue(null, null)).toBe(true);
  expect(sameValue(null, wire)).toBe(false);
  expect(sameValue({}, null)).toBe(false);
});

test('the body that sets a value names it alone, with admin_state_up where the provider needs it', () => {
  const app = { type: 'APP_COOKIE', cookie_name: 'sid', persistence_timeout: null, persistence_granularity: null };
  expect(updateBody(app, 'amphora', true)).toEqual({
    pool: { session_persistence: { type: 'APP_COOKIE', cookie_name: 'sid' } },
  });
  expect(updateBody(null, 'amphora', true)).toEqual({ pool: { session_persistence: null } });
  expect(updateBody({ type: 'SOURCE_IP', persistence_timeout: 60 }, 'ovn', false)).toEqual({
    pool: { session_persistence: { type: 'SOURCE_IP', persistence_timeout: 60 }, admin_state_up: false },
  });
});
