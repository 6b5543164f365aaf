import type { SslTermination } from '../data-plane.ts';

/**
 * The cipher profiles in OpenSSL's names; TLS 1.3 suites are set apart from the rest there. 3DES, the last of `default`, is left out:
 * OpenSSL 3 is built without it. Source: CLB v1.0 developer guide, "Ciphers".
 */
const suites = 'TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256';
const forwardSecret = ['ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES128-GCM-SHA256'];
const older = [
  'ECDHE-RSA-AES256-SHA384',
  'ECDHE-RSA-AES256-SHA',
  'ECDHE-RSA-AES128-SHA256',
  'ECDHE-RSA-AES128-SHA',
  'AES256-GCM-SHA384',
  'AES256-SHA256',
  'AES256-SHA',
  'AES128-GCM-SHA256',
  'AES128-SHA256',
  'AES128-SHA',
];

const profiles: Record<string, readonly string[]> = {
  default: [...forwardSecret, ...older],
  'CLBCipherPolicy2017-08': [...forwardSecret, ...older],
  'CLBCipherPolicy2019-05': forwardSecret,
};

/**
 * The TLS words of a `bind` line for a termination's cipher profile and its TLS 1.0 and 1.1 switches; TLS 1.2 and 1.3 are always on.
 * Security level 0 lets OpenSSL 3 speak the two old versions at all.
 */
export function tlsOptions({ cipherProfile, tls10, tls11 }: SslTermination): string {
  const oldest = tls10 ? 'TLSv1.0' : tls11 ? 'TLSv1.1' : 'TLSv1.2';
  const gap = tls10 && !tls11 ? ' no-tlsv11' : '';
  const ciphers = [...(profiles[cipherProfile] ?? profiles.default!), ...(oldest === 'TLSv1.2' ? [] : ['@SECLEVEL=0'])];
  return `ssl-min-ver ${oldest}${gap} ciphers ${ciphers.join(':')} ciphersuites ${suites}`;
}
