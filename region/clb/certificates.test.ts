import { expect, test } from 'vitest';
import { exampleCertificate, exampleKey } from '../../contract/clb/schemas/example-certificate.ts';
import { selfSigned } from '../haproxy/demo-nodes/certificate.ts';
import { certificateProblem } from './certificates.ts';

const one = selfSigned(['one.example.com'], Date.now(), 'rsa');
const other = selfSigned(['other.example.com'], Date.now(), 'rsa');
const elliptic = selfSigned(['ec.example.com'], Date.now());

test.each([
  ['a pair', one.certificate, one.privateKey, undefined, null],
  ['a pair with a chain', one.certificate, one.privateKey, other.certificate, null],
  ['the documents’ example', exampleCertificate, exampleKey, undefined, null],
  ['the key of another certificate', one.certificate, other.privateKey, undefined, 'does not match'],
  ['no certificate', 'nonsense', one.privateKey, undefined, 'certificate could not be read'],
  ['an elliptic key', elliptic.certificate, elliptic.privateKey, undefined, 'must be an RSA key'],
  ['no key', one.certificate, 'nonsense', undefined, 'private key could not be read'],
  ['a broken chain', one.certificate, one.privateKey, 'nonsense', 'intermediate certificate could not be read'],
])('%s', (_, certificate, key, chain, problem) => {
  const found = certificateProblem(certificate, key, chain);
  if (problem === null) expect(found).toBeNull();
  else expect(found).toContain(problem);
});
