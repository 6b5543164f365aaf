import { expect, test } from 'vitest';
import { exampleCertificate, exampleKey } from '../../contract/clb/schemas/example-certificate.ts';
import { selfSigned } from '../haproxy/demo-nodes/certificate.ts';
import { certificateProblem } from './certificates.ts';

const one = selfSigned(['one.example.com'], Date.now(), 'rsa');
const other = selfSigned(['other.example.com'], Date.now(), 'rsa');
const weak = selfSigned(['old.example.com'], Date.now(), 'weak');
const indented = (pem: string) => pem.replaceAll(/^/gm, '\t  ').replaceAll('\n', ' \r\n');
const onOneLine = (pem: string) => pem.trim().replaceAll('\n', ' ');
const elliptic = selfSigned(['ec.example.com'], Date.now());

test.each([
  ['a pair', one.certificate, one.privateKey, undefined, null],
  ['a pair with a chain', one.certificate, one.privateKey, other.certificate, null],
  ['the documents’ example', exampleCertificate, exampleKey, undefined, null],
  ['a key of 1,024 bits and a SHA-1 signature', weak.certificate, weak.privateKey, weak.certificate, null],
  [
    'white space around every line',
    indented(one.certificate),
    indented(one.privateKey),
    indented(other.certificate),
    null,
  ],
  ['one line for everything', onOneLine(one.certificate), onOneLine(one.privateKey), undefined, null],
  ['a chain behind the certificate', one.certificate + other.certificate, one.privateKey, undefined, null],
  ['words around the blocks', `Subject: one\n${one.certificate}`, `Bag Attributes\n${one.privateKey}`, undefined, null],
  ['the key of another certificate', one.certificate, other.privateKey, undefined, 'does not match'],
  ['no certificate', 'nonsense', one.privateKey, undefined, 'certificate could not be read'],
  ['an elliptic key', elliptic.certificate, elliptic.privateKey, undefined, 'must be an RSA key'],
  ['no key', one.certificate, 'nonsense', undefined, 'private key could not be read'],
  [
    'a chain that breaks off',
    one.certificate,
    one.privateKey,
    `${other.certificate}-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----`,
    'intermediate certificate could not be read',
  ],
  ['a broken chain', one.certificate, one.privateKey, 'nonsense', 'intermediate certificate could not be read'],
])('%s', (_, certificate, key, chain, problem) => {
  const found = certificateProblem(certificate, key, chain);
  if (problem === null) expect(found).toBeNull();
  else expect(found).toContain(problem);
});
