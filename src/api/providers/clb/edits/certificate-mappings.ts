import { certificateMappings } from '../../../../../contract/clb/operations/certificate-mappings.ts';
import { certificateMappingRequests } from '../../../../../contract/clb/schemas/certificate-mappings.ts';
import type { Wire } from '../../../../../contract/clb/schemas/wire.ts';
import { encoded } from '../../../../../contract/shared/text.ts';
import { z } from '../../../../../contract/shared/zod.ts';
import type { EditField, FormValues } from '../../edit.ts';
import { writeRequest } from '../../write-request.ts';
import { certificatesOf, editOf, formSchema, given, pem, readAs, wordsIn } from './form.ts';
import { listMappings, mappingsPath, readOrNone } from './list-mappings.ts';

/** A certificate for a host name; nothing where there is no mapping. */
interface Mapping {
  readonly hostName?: string;
  readonly certificate?: string;
  readonly intermediateCertificate?: string;
  /** Sent once and never answered. */
  readonly privateKey?: string;
}

const Stored = z.strictObject({
  hostName: z.string().optional(),
  certificate: z.string().optional(),
  intermediateCertificate: z.string().optional(),
});

const withoutKey = ({ privateKey: _, ...rest }: Mapping): Mapping => rest;

const help = 'Paste it as PEM, from -----BEGIN to the end.';

const certificateFields: readonly EditField[] = [
  { name: 'certificate', label: 'Certificate', help, control: 'area', rows: 5 },
  { name: 'intermediateCertificate', label: 'Intermediate certificate', help: 'Optional.', control: 'area', rows: 3 },
  {
    name: 'privateKey',
    label: 'Private key',
    help: 'RSA, as PEM. It is sent once and kept nowhere, not over a reload either.',
    control: 'secret',
    rows: 5,
  },
];
const hostName: EditField = {
  name: 'hostName',
  label: 'Host name',
  help: 'Such as www.example.com, or *.example.com for any first label. The most specific mapping wins.',
  control: 'text',
};

const certificatesIn = (values: FormValues): Mapping =>
  given({
    certificate: pem(wordsIn(values, 'certificate')),
    intermediateCertificate: pem(wordsIn(values, 'intermediateCertificate')),
    privateKey: pem(wordsIn(values, 'privateKey')),
  });

const empty = { hostName: '', certificate: '', intermediateCertificate: '', privateKey: '' };

const shared = {
  touchesStickiness: false,
  read: readAs(Stored) as (json: unknown) => Mapping | null,
  recorded: (value: Mapping) => JSON.stringify(withoutKey(value)),
  isSecret: ({ privateKey }: Mapping) => privateKey !== undefined,
  shown: (value: Mapping) => (value.privateKey === undefined ? value : { ...value, privateKey: '(your private key)' }),
  words: ({ hostName: host, certificate }: Mapping) =>
    host === undefined ? 'none' : `${host}${certificate === undefined ? '' : ', with its certificate'}`,
  whyFinal: () => 'the panel keeps no private key, so a former certificate cannot be set again.',
};

/** Adds a certificate for a host name. Source: CLB v1.0 developer guide, "Certificate mappings". */
export const mappingAddition = editOf<{ readonly hosts: readonly string[]; readonly added?: Mapping }>({
  name: 'certificate-mappings',
  title: 'Add certificate mapping',
  noun: 'certificate mappings',
  operations: ['certificateMappings.add'],
  valueIn: async (details) => ({ hosts: (await listMappings(details)).map(({ hostName: host }) => host) }),
  read: readAs(z.object({ hosts: z.array(z.string()) })),
  within: (value, _, after) => {
    const host = after.added?.hostName;
    return { hosts: host !== undefined && value.hosts.includes(host) ? [host] : [] };
  },
  same: (a, b) => JSON.stringify(a.hosts.toSorted()) === JSON.stringify(b.hosts.toSorted()),
  recorded: ({ hosts }) => JSON.stringify({ hosts }),
  isSecret: ({ added }) => added?.privateKey !== undefined,
  shown: ({ hosts, added }) => ({ hosts, ...(added && { added: shared.shown(added) }) }),
  words: ({ hosts }) => (hosts.length === 0 ? 'none' : hosts.join(', ')),
  told: (name, _, { added }) => `${added?.hostName ?? 'A host name'} of ${name} has a certificate of its own`,
  request: ({ region, id }, { added }) =>
    writeRequest(certificateMappings, 'certificateMappings.add', {
      region,
      params: { loadBalancerId: id },
      body: { certificateMapping: added },
    }),
  fields: () => [hostName, ...certificateFields],
  certificates: (values) => certificatesOf(values),
  toForm: () => empty,
  schema: (before) =>
    formSchema<{ readonly hosts: readonly string[]; readonly added?: Mapping }>(
      certificateMappingRequests.CertificateMappingAddRequest.value,
      (values) => {
        const added = given({ hostName: wordsIn(values, 'hostName'), ...certificatesIn(values) });
        return { hosts: [...before.hosts, added.hostName ?? ''], added };
      },
      ({ added }) => added,
      ({ added }) =>
        before.hosts.includes(added?.hostName ?? '')
          ? [{ path: ['hostName'], message: `${added?.hostName} has a certificate already. Edit that mapping.` }]
          : [],
    ),
  submitName: () => 'Add certificate mapping',
  impact: (_, { added }) => ({
    sentences: [
      `Secure clients that ask for ${added?.hostName ?? 'this host name'} meet its certificate from their next connection.`,
      'Session persistence is the same for every host name.',
    ],
    isGrave: false,
  }),
  whyFinal: () => 'remove the mapping in its row.',
});

/** Host name and certificate of one mapping. */
export const mappingEdit = (mappingId: string) =>
  editOf<Mapping>({
    ...shared,
    name: `certificate-mappings/${mappingId}`,
    title: 'Edit certificate mapping',
    noun: `certificate mapping ${mappingId}`,
    operations: ['certificateMappings.update'],
    async valueIn({ region, id }) {
      const body = await readOrNone<Wire<'CertificateMappingResponse'>>(
        region,
        `${mappingsPath(id)}/${encoded(mappingId)}`,
      );
      if (!body?.certificateMapping) return undefined;
      const { hostName: host, certificate, intermediateCertificate } = body.certificateMapping;
      return given({
        hostName: host,
        certificate: pem(certificate),
        intermediateCertificate: pem(intermediateCertificate),
      });
    },
    same: (a, b) => a.privateKey === b.privateKey && JSON.stringify(withoutKey(a)) === JSON.stringify(withoutKey(b)),
    within: withoutKey,
    request: ({ region, id }, after, before) =>
      writeRequest(certificateMappings, 'certificateMappings.update', {
        region,
        params: { loadBalancerId: id, certificateMappingId: mappingId },
        body: {
          certificateMapping: given({
            ...(after.hostName === before.hostName ? {} : { hostName: after.hostName }),
            ...(after.privateKey === undefined
              ? {}
              : {
                  certificate: after.certificate,
                  intermediateCertificate: after.intermediateCertificate,
                  privateKey: after.privateKey,
                }),
          }),
        },
      }),
    fields: ({ replace }) => [
      hostName,
      { name: 'replace', label: 'Replace the certificate and its key', control: 'checkbox' },
      ...(replace ? certificateFields : []),
    ],
    certificates: (values, { certificate }) => certificatesOf(values, certificate),
    toForm: ({ hostName: host = '' }) => ({ ...empty, hostName: host, replace: false }),
    schema: (before) =>
      formSchema<Mapping>(
        certificateMappingRequests.CertificateMappingAddRequest.value,
        (values) => {
          const host = wordsIn(values, 'hostName');
          if (!values.replace) return given({ ...before, hostName: host });
          return given({
            hostName: host,
            ...certificatesIn(values),
            privateKey: pem(wordsIn(values, 'privateKey')) ?? '',
          });
        },
        // One whose key stays is judged as if the key were there.
        (value) => (value.privateKey === undefined ? { ...value, privateKey: '-----BEGIN PRIVATE KEY-----' } : value),
      ),
    submitName: () => 'Change certificate mapping',
    impact: (before, after) => ({
      sentences: [
        ...(before.hostName === after.hostName
          ? []
          : [`Secure clients that ask for ${before.hostName} meet the main certificate, and may be warned.`]),
        `Secure clients that ask for ${after.hostName} meet this certificate from their next connection.`,
      ],
      isGrave: before.hostName !== after.hostName,
    }),
    whyFinal: (before, after) =>
      after.privateKey === undefined && before.certificate === after.certificate ? null : shared.whyFinal(),
  });

/** Removes one mapping. */
export const mappingRemoval = (mappingId: string) =>
  editOf<Mapping>({
    ...shared,
    name: `certificate-mappings/${mappingId}/remove`,
    title: 'Remove certificate mapping',
    noun: `certificate mapping ${mappingId}`,
    operations: ['certificateMappings.delete'],
    async valueIn(details) {
      const found = (await listMappings(details)).find(({ id }) => id === mappingId);
      return found ? { hostName: found.hostName } : {};
    },
    same: (a, b) => (a.hostName === undefined) === (b.hostName === undefined),
    told: (name, before) => `The certificate of ${before.hostName ?? 'the host name'} is removed from ${name}`,
    request: ({ region, id }) =>
      writeRequest(certificateMappings, 'certificateMappings.delete', {
        region,
        params: { loadBalancerId: id, certificateMappingId: mappingId },
      }),
    fields: () => [],
    toForm: () => ({ removed: true }),
    schema: () => formSchema<Mapping>(z.object({}), () => ({})),
    submitName: () => 'Remove certificate mapping',
    impact: ({ hostName: host }) => ({
      sentences: [
        `Secure clients that ask for ${host ?? 'this host name'} meet the load balancer’s main certificate, and may be warned.`,
      ],
      isGrave: true,
    }),
  });
