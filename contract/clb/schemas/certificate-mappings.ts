import { z } from '../../shared/zod.ts';
import { exampleCertificate, exampleKey } from './example-certificate.ts';
import { isHostPattern, refused, rule, says } from './fields.ts';
import { wrapped } from './request.ts';

const pem = (missing: string, invalid: string, label: RegExp) =>
  z.string(says(missing)).regex(label, { error: invalid });
const certificateLabel = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/;

const id = refused('Certificate mapping id field cannot be modified.', z.int());
const hostName = z
  .string(says('Must provide a host name for the certificate mapping.'))
  .max(128, { error: 'Host name is too long. Maximum length for the host name is 128 characters.' })
  .refine((name) => name.length > 128 || isHostPattern(name), {
    error: 'Host name is invalid. Please provide a valid host name.',
  })
  .meta({ title: 'Host name', description: 'The most specific mapping wins; *. stands for any first label.' });
const privateKey = pem(
  'Must provide a private key for the certificate mapping.',
  'Private key is invalid. Please provide a valid private key.',
  /-----BEGIN (?:RSA )?PRIVATE KEY-----/,
).meta({ title: 'Private key', description: 'PEM, RSA; never shown again.' });
const certificate = pem(
  'Must provide a certificate for the certificate mapping.',
  'Certificate is invalid. Please provide a valid certificate.',
  certificateLabel,
).meta({ title: 'Certificate', description: 'PEM; belongs to the private key.' });
const intermediateCertificate = z
  .string()
  .regex(certificateLabel, {
    error: 'Intermediate certificate is invalid. Please provide a valid intermediate certificate.',
  })
  .optional()
  .meta({ title: 'Intermediate certificate', description: 'PEM chain.' });

/** Source: CLB v1.0 developer guide, "Certificate mappings". */
const CertificateMappingNew = z.strictObject({ hostName, privateKey, certificate, intermediateCertificate, id });

const CertificateMappingUpdate = z
  .strictObject({
    hostName: hostName.optional(),
    privateKey: privateKey.optional(),
    certificate: certificate.optional(),
    intermediateCertificate,
    id,
  })
  .check(
    rule<object>(
      (mapping) => Object.values(mapping).some((value) => value !== undefined),
      'The certificate mapping must have at least one of the following to update: certificate, privateKey, intermediateCertificate, or hostName.',
    ),
  );

export const certificateMappingRequests = {
  CertificateMappingAddRequest: wrapped('certificateMapping', CertificateMappingNew, {
    hostName: 'www.example.com',
    privateKey: exampleKey,
    certificate: exampleCertificate,
  }),
  CertificateMappingUpdateRequest: wrapped('certificateMapping', CertificateMappingUpdate, {
    hostName: 'shop.example.com',
  }),
};

const CertificateMapping = z.object({
  id: z.int(),
  hostName: z.string(),
  certificate: z.string(),
  intermediateCertificate: z.string().optional(),
});

const example = { id: 5, hostName: 'www.example.com' };

export const certificateMappingSchemas = {
  CertificateMappingsResponse: z
    .object({
      certificateMappings: z.array(
        z.object({ certificateMapping: CertificateMapping.pick({ id: true, hostName: true }) }),
      ),
    })
    .meta({ examples: [{ certificateMappings: [{ certificateMapping: example }] }] }),
  CertificateMappingResponse: z
    .object({ certificateMapping: CertificateMapping })
    .meta({ examples: [{ certificateMapping: { ...example, certificate: exampleCertificate } }] }),
};
