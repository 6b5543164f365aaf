import { expect, test } from 'vitest';
import { exampleCertificate } from '../../contract/clb/schemas/example-certificate.ts';
import { certificateFacts } from './certificate.ts';

test('a certificate says whose it is, who says so, and how long it counts', () => {
  const facts = certificateFacts(`text before\n${exampleCertificate}`);
  expect(facts).toMatchObject({ subject: expect.stringContaining('CN='), issuer: expect.stringContaining('CN=') });
  expect(facts!.to).toBeGreaterThan(facts!.from);
});

test.each([
  ['', 'nothing'],
  ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'no certificate inside'],
  [exampleCertificate.slice(0, 200), 'cut off'],
  ['-----BEGIN CERTIFICATE-----\n=====\n-----END CERTIFICATE-----', 'no base64'],
  [`${exampleCertificate.slice(0, 300)}\n-----END CERTIFICATE-----`, 'cut inside'],
])('%j is none: %s', (text) => expect(certificateFacts(text)).toBeNull());
