import { expect, test } from 'vitest';
import { faultBody, faults } from './faults.ts';

test('each kind of fault has the service’s shape', () => {
  expect(faultBody('IMM422', faults.IMM422.words.default(4711, 'PENDING_UPDATE'))).toEqual({
    message: "Load Balancer '4711' has a status of 'PENDING_UPDATE' and is considered immutable.",
    code: 422,
  });
  expect(faultBody('SCHEMA400', faults.SCHEMA400.words.default)).toEqual({
    message: ['JSON does not match the expected schema'],
  });
  expect(faultBody('VAL400', ['Must provide a persistence type.'])).toEqual({
    validationErrors: { messages: ['Must provide a persistence type.'] },
    message: 'Validation Failure',
    code: 400,
    details: 'The object is not valid',
  });
  expect(faultBody('VAL400', ['Cannot add a shared virtual ip.'], faults.VAL400.words.virtualIps)).toMatchObject({
    message: 'Validation fault',
  });
  expect(faultBody('NMETA400', faults.NMETA400.words.duplicate)).toBe(
    'Duplicate metadata keys detected. One or more metadata keys already configured on node.',
  );
  expect(faultBody('ID401', faults.ID401.words.default)).toEqual({
    unauthorized: { code: 401, message: 'Unable to authenticate user with credentials provided.' },
  });
});

test('sentences keep the service’s own spelling', () => {
  expect(faults.LBDEL400.words.unknown([1, 2])).toBe('Must provide valid load balancers: 1,2  could not be found.');
  expect(faults.SP400.words.SSL_ID).toMatch(/protocol\. $/);
  expect(faults.SSL400.words.securePort(443, [443, 8443])).toBe(
    "Secure port: '443'  must be unique  Ports taken: '443,8443'",
  );
  expect(faults.HM400.words.create('HTTPS')).toBe('Protocol must be HTTPS for an HTTPS health monitor.');
});

test('the id of a fault ends in its status', () => {
  for (const [id, { status }] of Object.entries(faults)) expect(id).toMatch(new RegExp(`^[A-Z]+${status}$`));
});
