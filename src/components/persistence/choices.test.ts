import { describe, expect, test } from 'vitest';
import type { Session } from '../../api/http/session.ts';
import { disabled, enabled, type Persistence } from '../../model/persistence.ts';
import { loadBalancer } from '../../test/load-balancer.ts';
import { choices, lockedReason, submitName } from './choices.ts';

const session = (...roles: string[]): Session => ({
  provider: 'clb',
  user: 'casey',
  service: 'http://127.0.0.1:4100/v2.0',
  account: '100001',
  roles,
  regions: ['ORD'],
  endpoints: { ORD: 'https://ord.example.com/v1.0/100001' },
  expires: 0,
  local: true,
});
const admin = session('lbaas:admin');
const creator = session('lbaas:creator');
const observer = session('lbaas:observer');

const available = (protocol: string, persistence: Persistence, who: Session): string[] =>
  choices('ORD', { protocol, persistence }, who)
    .filter(({ misfit, role }) => misfit === null && role === null)
    .map(({ label }) => label);

describe('the choices', () => {
  test.each(['HTTP', 'HTTPS', 'TCP', 'SOMETHING_NEW'])('on %s are the same four in the same order', (protocol) =>
    expect(choices('ORD', { protocol, persistence: disabled }, admin).map(({ label }) => label)).toEqual([
      'HTTP cookie',
      'Source IP',
      'SSL session ID',
      'Disabled',
    ]),
  );

  test.each([
    ['HTTP', ['HTTP cookie', 'Source IP', 'Disabled']],
    ['HTTPS', ['Source IP', 'SSL session ID', 'Disabled']],
    ['TCP', ['Disabled']],
    ['UDP', ['Disabled']],
  ])('that an admin may choose on %s', (protocol, labels) =>
    expect(available(protocol, disabled, admin)).toEqual(labels),
  );

  test('a choice that does not fit says which protocol it needs', () => {
    const [cookie] = choices('ORD', { protocol: 'TCP', persistence: disabled }, admin);
    expect(cookie?.misfit).toBe('HTTP cookie needs protocol HTTP; this load balancer is TCP.');
  });

  test('a creator may enable and change but not disable', () => {
    expect(available('HTTP', enabled('HTTP_COOKIE'), creator)).toEqual(['HTTP cookie', 'Source IP']);
    const off = choices('ORD', { protocol: 'HTTP', persistence: enabled('HTTP_COOKIE') }, creator).at(-1);
    expect(off?.role).toContain('lbaas:admin');
  });

  test('a creator may go back to Disabled while nothing is saved', () =>
    expect(available('HTTP', disabled, creator)).toContain('Disabled'));

  test('an observer may choose nothing, and each choice names the missing role', () => {
    const all = choices('ORD', { protocol: 'HTTP', persistence: disabled }, observer);
    for (const { role } of all) expect(role).toContain('lbaas:');
  });
});

describe('the submit button', () => {
  test.each<[before: Persistence, after: Persistence, name: string]>([
    [disabled, disabled, 'Save'],
    [enabled('SOURCE_IP'), enabled('SOURCE_IP'), 'Save'],
    [disabled, enabled('HTTP_COOKIE'), 'Enable session persistence'],
    [enabled('HTTP_COOKIE'), enabled('SOURCE_IP'), 'Change to Source IP'],
    [enabled('WEIRD'), enabled('SSL_ID'), 'Change to SSL session ID'],
    [enabled('WEIRD'), disabled, 'Disable session persistence'],
  ])('%o → %o is named %s', (before, after, name) => expect(submitName(before, after)).toBe(name));
});

describe('a status that takes no change', () => {
  test.each(['ACTIVE', 'BUILD', 'PENDING_UPDATE'])('%s is not one', (status) =>
    expect(lockedReason(loadBalancer({ status }), {})).toBeNull(),
  );
  test.each([
    ['ERROR', /traffic still flows; contact support/],
    ['SUSPENDED', /Contact support/],
    ['PENDING_DELETE', /is being deleted/],
    ['DELETED', /is deleted/],
    ['SOMETHING_NEW', /status SOMETHING_NEW/],
  ])('%s says why', (status, words) => expect(lockedReason(loadBalancer({ status }), {})).toMatch(words));
});
