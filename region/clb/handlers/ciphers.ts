import type { cipherProfiles } from '../../../contract/clb/schemas/ssl-termination.ts';

/** Source: CLB v1.0 developer guide, "Ciphers": each profile adds to the next stricter one. */
const strict = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_AES_128_GCM_SHA256',
  'SSL_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'SSL_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
];
const broad = [
  ...strict,
  'SSL_ECDHE_RSA_WITH_AES_256_CBC_SHA384',
  'SSL_ECDHE_RSA_WITH_AES_256_CBC_SHA',
  'SSL_ECDHE_RSA_WITH_AES_128_CBC_SHA256',
  'SSL_ECDHE_RSA_WITH_AES_128_CBC_SHA',
  'SSL_RSA_WITH_AES_256_GCM_SHA384',
  'SSL_RSA_WITH_AES_256_CBC_SHA256',
  'SSL_RSA_WITH_AES_256_CBC_SHA',
  'SSL_RSA_WITH_AES_128_GCM_SHA256',
  'SSL_RSA_WITH_AES_128_CBC_SHA256',
  'SSL_RSA_WITH_AES_128_CBC_SHA',
];

export const ciphers: Readonly<Record<(typeof cipherProfiles)[number], readonly string[]>> = {
  'CLBCipherPolicy2019-05': strict.toSorted(),
  'CLBCipherPolicy2017-08': broad.toSorted(),
  default: [...broad, 'SSL_RSA_WITH_3DES_EDE_CBC_SHA'].toSorted(),
};
