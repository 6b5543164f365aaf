import { expect, test } from 'vitest';
import { inCode } from './in-code.ts';
import { disabled, enabled } from './persistence.ts';

test('a value with its fields', () => {
  expect(inCode('4029d267', enabled('APP_COOKIE', { cookieName: 'JSESSIONID' }))).toEqual({
    openstack: 'openstack loadbalancer pool set --session-persistence type=APP_COOKIE,cookie_name=JSESSIONID 4029d267',
    terraform: 'persistence {\n  type        = "APP_COOKIE"\n  cookie_name = "JSESSIONID"\n}',
  });
  expect(inCode('p', enabled('SOURCE_IP', { timeout: 120, granularity: '255.255.255.0' })).openstack).toContain(
    'type=SOURCE_IP,persistence_timeout=120,persistence_granularity=255.255.255.0 p',
  );
});

test('a name that a shell would take apart stays one word', () => {
  expect(inCode('p', enabled('APP_COOKIE', { cookieName: "a$b'c" })).openstack).toContain(
    `'type=APP_COOKIE,cookie_name=a$b'\\''c' p`,
  );
});

test('disabled', () => {
  expect(inCode('p', disabled).openstack).toBe('openstack loadbalancer pool unset --session-persistence p');
});
