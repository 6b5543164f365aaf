import { z } from '../../shared/zod.ts';
import { exampleCertificate, exampleKey } from './example-certificate.ts';
import { hasTwins, integer, refused, rule, says } from './fields.ts';
import { wrapped } from './request.ts';

export const cipherProfiles = ['default', 'CLBCipherPolicy2017-08', 'CLBCipherPolicy2019-05'] as const;
const SecurityProtocol = z.strictObject({
  securityProtocolName: z.enum(['TLS_10', 'TLS_11'], says('Name the security protocol.')).meta({ title: 'Protocol' }),
  securityProtocolStatus: z
    .enum(['ENABLED', 'DISABLED'], says('Say whether the security protocol is enabled.'))
    .meta({ title: 'Status' }),
});

const incomplete = 'Must supply certificates(s), key and secure port for updating ssl termination.';
const unpaired =
  'Must supply certificates(s), key and secure port for updating ssl termination cert and or key values.';

interface Draft {
  certificate?: unknown;
  privatekey?: unknown;
  intermediateCertificate?: unknown;
  securePort?: unknown;
}

/** With certificate and key it makes or replaces a termination, without them it changes one. Source: CLB v1.0 developer guide, "SSL termination". */
const SslTermination = z
  .strictObject({
    securePort: integer(1, 65535, incomplete)
      .optional()
      .meta({ title: 'Secure port', description: 'Needed with a new certificate.', examples: [443] }),
    privatekey: z.string().optional().meta({ title: 'Private key', description: 'PEM, RSA; never shown again.' }),
    certificate: z.string().optional().meta({ title: 'Certificate', description: 'PEM; belongs to the private key.' }),
    intermediateCertificate: z
      .string()
      .optional()
      .meta({ title: 'Intermediate certificate', description: 'PEM chain; only together with certificate and key.' }),
    enabled: z
      .boolean()
      .optional()
      .meta({ title: 'Enabled', description: 'Off keeps the settings and stops TLS.', default: true }),
    secureTrafficOnly: z
      .boolean()
      .optional()
      .meta({ title: 'Secure traffic only', description: 'Shuts the plain port.', default: false }),
    cipherProfile: z
      .string()
      .optional()
      .meta({ title: 'Cipher profile', description: `One of ${cipherProfiles.join(', ')}.`, default: 'default' }),
    securityProtocols: z
      .array(SecurityProtocol)
      .optional()
      .meta({ title: 'Security protocols', description: 'Each protocol once; what is left out stays as it is.' }),
    id: refused('Id field cannot be modified.', z.int()),
  })
  .check(
    rule<object>((ssl) => Object.values(ssl).some((value) => value !== undefined), incomplete),
    rule<Draft>((ssl) => (ssl.certificate === undefined) === (ssl.privatekey === undefined), unpaired),
    rule<Draft>((ssl) => ssl.intermediateCertificate === undefined || ssl.certificate !== undefined, unpaired),
    rule<Draft>(
      (ssl) => ssl.certificate === undefined || ssl.privatekey === undefined || ssl.securePort !== undefined,
      incomplete,
    ),
    rule<{ securityProtocols?: unknown }>(
      (ssl) => !hasTwins<{ securityProtocolName?: string }>(ssl.securityProtocols, (each) => each.securityProtocolName),
      'Found duplicate Security protocols.',
    ),
  );

export const sslTerminationRequests = {
  SslTerminationRequest: wrapped('sslTermination', SslTermination, {
    securePort: 443,
    privatekey: exampleKey,
    certificate: exampleCertificate,
    enabled: true,
    secureTrafficOnly: false,
  }),
};

export const SslTerminationShown = z.object({
  enabled: z.boolean(),
  securePort: z.int(),
  secureTrafficOnly: z.boolean(),
  cipherProfile: z.string(),
  certificate: z.string().optional(),
  intermediateCertificate: z.string().optional(),
  securityProtocols: z.array(z.object(SecurityProtocol.shape)),
});

export const sslTerminationSchemas = {
  SslTerminationResponse: z.object({ sslTermination: SslTerminationShown }).meta({
    examples: [
      {
        sslTermination: {
          enabled: true,
          securePort: 443,
          secureTrafficOnly: false,
          cipherProfile: 'default',
          certificate: exampleCertificate,
          securityProtocols: [
            { securityProtocolName: 'TLS_10', securityProtocolStatus: 'ENABLED' },
            { securityProtocolName: 'TLS_11', securityProtocolStatus: 'ENABLED' },
          ],
        },
      },
    ],
  }),
  CiphersResponse: z
    .object({ ciphers: z.array(z.object({ name: z.string() })) })
    .meta({ examples: [{ ciphers: [{ name: 'TLS_AES_256_GCM_SHA384' }] }] }),
};
