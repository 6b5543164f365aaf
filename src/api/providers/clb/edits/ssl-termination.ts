import { sslTermination } from '../../../../../contract/clb/operations/ssl-termination.ts';
import { cipherProfiles, sslTerminationRequests } from '../../../../../contract/clb/schemas/ssl-termination.ts';
import type { Wire } from '../../../../../contract/clb/schemas/wire.ts';
import { encoded } from '../../../../../contract/shared/text.ts';
import { z } from '../../../../../contract/shared/zod.ts';
import { ApiError } from '../../../http/client.ts';
import { priority } from '../../../http/queue.ts';
import { readFromRegion } from '../../../http/region-requests.ts';
import type { EditField, FormValues } from '../../edit.ts';
import { writeRequest } from '../../write-request.ts';
import { certificatesOf, editOf, formSchema, given, isSet, numberIn, pem, readAs, sameJson, wordsIn } from './form.ts';

interface Termination {
  readonly enabled?: boolean;
  readonly securePort?: number;
  readonly secureTrafficOnly?: boolean;
  readonly cipherProfile?: string;
  /** Older protocols that are switched on. */
  readonly tls10?: boolean;
  readonly tls11?: boolean;
  readonly certificate?: string;
  readonly intermediateCertificate?: string;
  /** Sent once and never answered. */
  readonly privatekey?: string;
}

/** As it is recorded: without the key. */
const Stored = z.strictObject({
  enabled: z.boolean().optional(),
  securePort: z.number().optional(),
  secureTrafficOnly: z.boolean().optional(),
  cipherProfile: z.string().optional(),
  tls10: z.boolean().optional(),
  tls11: z.boolean().optional(),
  certificate: z.string().optional(),
  intermediateCertificate: z.string().optional(),
});

const older = [
  ['tls10', 'TLS_10'],
  ['tls11', 'TLS_11'],
] as const;

/** All but the key, which no answer shows. */
const withoutKey = ({ privatekey: _, ...rest }: Termination): Termination => rest;

function toValue(wire: Partial<NonNullable<Wire<'SslTerminationResponse'>['sslTermination']>>): Termination {
  const isOn = (name: string) =>
    (wire.securityProtocols ?? []).some(
      (each) => each?.securityProtocolName === name && each.securityProtocolStatus === 'ENABLED',
    );
  return given({
    enabled: wire.enabled,
    securePort: wire.securePort,
    secureTrafficOnly: wire.secureTrafficOnly,
    cipherProfile: wire.cipherProfile,
    tls10: isOn('TLS_10'),
    tls11: isOn('TLS_11'),
    certificate: pem(wire.certificate),
    intermediateCertificate: pem(wire.intermediateCertificate),
  });
}

/** What is sent: certificate and intermediate only together with the key, as the service wants them. */
function bodyOf({ tls10, tls11, certificate, intermediateCertificate, privatekey, ...rest }: Termination) {
  const on = { tls10, tls11 };
  return given({
    ...rest,
    securityProtocols: older.map(([name, securityProtocolName]) => ({
      securityProtocolName,
      securityProtocolStatus: on[name] ? ('ENABLED' as const) : ('DISABLED' as const),
    })),
    ...(privatekey !== undefined && { certificate, intermediateCertificate, privatekey }),
  });
}

function read(values: FormValues, before: Termination): Termination {
  if (!values.configured) return {};
  const replaces = !isSet(before) || values.replace === true;
  return given({
    enabled: values.enabled === true,
    securePort: numberIn(values, 'securePort'),
    secureTrafficOnly: values.enabled === true && values.secureTrafficOnly === true,
    cipherProfile: String(values.cipherProfile),
    tls10: values.tls10 === true,
    tls11: values.tls11 === true,
    certificate: replaces ? pem(wordsIn(values, 'certificate')) : before.certificate,
    intermediateCertificate: replaces
      ? pem(wordsIn(values, 'intermediateCertificate'))
      : before.intermediateCertificate,
    privatekey: replaces ? (pem(wordsIn(values, 'privatekey')) ?? '') : undefined,
  });
}

const needed = 'Paste it as PEM, from -----BEGIN to the end.';

/** Secure Traffic (SSL). Source: CLB v1.0 developer guide, "SSL termination". */
export const sslTerminationEdit = editOf<Termination>({
  name: 'ssl-termination',
  title: 'Edit Secure Traffic (SSL)',
  noun: 'secure traffic',
  operations: ['sslTermination.set', 'sslTermination.delete'],
  touchesStickiness: true,
  async valueIn({ region, id }) {
    try {
      const path = `/loadbalancers/${encoded(id)}/ssltermination`;
      const body = await readFromRegion<Wire<'SslTerminationResponse'>>(region, path, priority.onScreen);
      return toValue(body.sslTermination ?? {});
    } catch (error) {
      // Source: docs/region.md; none is configured.
      if (error instanceof ApiError && error.source === 'region' && error.status === 404) return {};
      throw error;
    }
  },
  isOn: isSet,
  read: readAs(Stored),
  same: (a, b) => a.privatekey === b.privatekey && sameJson(withoutKey(a), withoutKey(b)),
  within: withoutKey,
  recorded: (value) => JSON.stringify(withoutKey(value)),
  isSecret: ({ privatekey }) => privatekey !== undefined,
  shown: (value) => (value.privatekey === undefined ? value : { ...value, privatekey: '(your private key)' }),
  words: ({ enabled, securePort, secureTrafficOnly }) =>
    securePort === undefined
      ? 'Not Configured'
      : `${enabled ? 'Enabled' : 'Disabled'} on port ${securePort}${secureTrafficOnly ? ', secure traffic only' : ''}`,
  request: ({ region, id }, value) =>
    isSet(value)
      ? writeRequest(sslTermination, 'sslTermination.set', {
          region,
          params: { loadBalancerId: id },
          body: { sslTermination: bodyOf(value) },
        })
      : writeRequest(sslTermination, 'sslTermination.delete', { region, params: { loadBalancerId: id } }),
  fields({ configured, enabled, replace, stored }): readonly EditField[] {
    if (!configured) return [{ name: 'configured', label: 'Decrypt secure traffic', control: 'checkbox' }];
    return [
      { name: 'configured', label: 'Decrypt secure traffic', control: 'checkbox' },
      { name: 'enabled', label: 'Enabled', help: 'Off keeps the settings and stops TLS.', control: 'checkbox' },
      { name: 'securePort', label: 'Secure port', help: 'Usually 443.', control: 'number' },
      ...(enabled
        ? [
            {
              name: 'secureTrafficOnly',
              label: 'Secure traffic only',
              help: 'Closes the plain port.',
              control: 'checkbox',
            } as const,
          ]
        : []),
      {
        name: 'cipherProfile',
        label: 'Cipher profile',
        control: 'select',
        choices: cipherProfiles.map((value) => ({ value, label: value })),
      },
      { name: 'tls10', label: 'Allow TLS 1.0', control: 'checkbox' },
      { name: 'tls11', label: 'Allow TLS 1.1', control: 'checkbox' },
      ...(stored
        ? [{ name: 'replace', label: 'Replace the certificate and its key', control: 'checkbox' } as const]
        : []),
      ...(stored && !replace
        ? []
        : ([
            { name: 'certificate', label: 'Certificate', help: needed, control: 'area', rows: 5 },
            {
              name: 'intermediateCertificate',
              label: 'Intermediate certificate',
              help: 'Optional.',
              control: 'area',
              rows: 3,
            },
            {
              name: 'privatekey',
              label: 'Private key',
              help: 'RSA, as PEM. It is sent once and kept nowhere, not over a reload either.',
              control: 'secret',
              rows: 5,
            },
          ] as const)),
    ];
  },
  certificates: (values, { certificate }) => certificatesOf(values, certificate),
  toForm: (value) => ({
    stored: isSet(value),
    configured: isSet(value),
    enabled: value.enabled ?? true,
    securePort: String(value.securePort ?? 443),
    secureTrafficOnly: value.secureTrafficOnly ?? false,
    cipherProfile: value.cipherProfile ?? 'default',
    tls10: value.tls10 ?? false,
    tls11: value.tls11 ?? false,
    replace: false,
    certificate: '',
    intermediateCertificate: '',
    privatekey: '',
  }),
  schema: (before) =>
    formSchema<Termination>(
      sslTerminationRequests.SslTerminationRequest.value,
      (values) => read(values, before),
      (value) => (isSet(value) ? bodyOf(value) : null),
      (value) =>
        value.privatekey === undefined
          ? []
          : [
              ...(value.certificate ? [] : [{ path: ['certificate'], message: `A certificate is needed. ${needed}` }]),
              ...(value.privatekey ? [] : [{ path: ['privatekey'], message: `Its private key is needed. ${needed}` }]),
            ],
    ),
  impact(before, after, { port }) {
    if (!isSet(after))
      return {
        sentences: [
          `Port ${before.securePort} stops answering, and all certificate mappings are deleted with it.`,
          'Session persistence stays as it is on the plain port.',
        ],
        isGrave: true,
      };
    return {
      sentences: [
        ...(after.enabled
          ? [`Secure clients come to port ${after.securePort}; both ports share session persistence.`]
          : [`Port ${after.securePort} does not answer while it is off.`]),
        ...(after.secureTrafficOnly && !before.secureTrafficOnly
          ? [`Port ${port} stops taking plain traffic, and its connections are cut.`]
          : []),
        ...(after.privatekey === undefined
          ? []
          : ['Secure clients meet the new certificate from their next connection.']),
      ],
      isGrave: after.secureTrafficOnly === true && !before.secureTrafficOnly,
    };
  },
  // A record holds no key; that one was sent shows in the certificate.
  whyFinal: (before, after) =>
    after.privatekey !== undefined ||
    before.certificate !== after.certificate ||
    before.intermediateCertificate !== after.intermediateCertificate ||
    (isSet(before) && !isSet(after))
      ? 'the panel keeps no private key, so a former certificate cannot be set again.'
      : null,
});
