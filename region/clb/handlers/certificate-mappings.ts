import { faults } from '../../../contract/clb/faults.ts';
import type { CertificateMapping, SslTermination } from '../../data-plane.ts';
import { accepted, json, ok, Refusal } from '../answer.ts';
import { type Context, type Handlers, named, shown } from '../context.ts';
import { feedEvents } from '../feed-events.ts';
import type { LoadBalancer } from '../model.ts';
import { checkHostName } from './ssl-termination-values.ts';

/** Source: CLB v1.0 developer guide, "Certificate mappings". */

const view = ({ id, hostName, certificate, intermediateCertificate }: CertificateMapping) => ({
  id,
  hostName,
  certificate,
  ...(intermediateCertificate !== undefined && { intermediateCertificate }),
});

function sslOf({ sslTermination }: LoadBalancer): SslTermination {
  if (!sslTermination) throw new Refusal('SSL404', faults.SSL404.words.default);
  return sslTermination;
}

function mappingOf({ sslTermination }: LoadBalancer, { params }: Context): CertificateMapping {
  const found = sslTermination?.mappings.find(({ id }) => id === params.certificateMappingId);
  if (!found) throw new Refusal('CM404', faults.CM404.words.default);
  return found;
}

function present(context: Context): LoadBalancer {
  const loadBalancer = named(context);
  if (loadBalancer.status === 'DELETED') context.service.jobs.requireActive(loadBalancer);
  return loadBalancer;
}

export const certificateMappings = {
  'certificateMappings.list': (context) =>
    ok({
      certificateMappings: sslOf(shown(context)).mappings.map(({ id, hostName }) => ({
        certificateMapping: { id, hostName },
      })),
    }),

  'certificateMappings.add': async (context, draft) => {
    const loadBalancer = present(context);
    const { store, jobs, checkCertificate } = context.service;
    const ssl = sslOf(loadBalancer);
    const { CERTIFICATE_MAPPING_LIMIT } = store.limits(context.account);
    if (ssl.mappings.length >= CERTIFICATE_MAPPING_LIMIT) {
      throw new Refusal('LIM413', faults.LIM413.words.certificateMappings(CERTIFICATE_MAPPING_LIMIT));
    }
    checkHostName(ssl.mappings, draft.hostName);
    checkCertificate(draft.certificate, draft.privateKey, draft.intermediateCertificate);
    jobs.requireActive(loadBalancer);
    const { hostName, privateKey, certificate, intermediateCertificate } = draft;
    const made: CertificateMapping = {
      id: store.nextId('certificateMapping'),
      hostName,
      privateKey,
      certificate,
      ...(intermediateCertificate !== undefined && { intermediateCertificate }),
    };
    await jobs.update(loadBalancer, {
      operation: 'certificateMappings.add',
      author: context.author,
      set: { sslTermination: { ...ssl, mappings: [...ssl.mappings, made] } },
      failed: [feedEvents.mappingNotUpdated],
    });
    return json(202, { certificateMapping: view(made) });
  },

  'certificateMappings.show': (context) => ok({ certificateMapping: view(mappingOf(shown(context), context)) }),

  'certificateMappings.update': async (context, change) => {
    const loadBalancer = present(context);
    const mapping = mappingOf(loadBalancer, context);
    const ssl = sslOf(loadBalancer);
    const { jobs, checkCertificate } = context.service;
    checkHostName(ssl.mappings, change.hostName, mapping.id);
    const { hostName, privateKey, certificate, intermediateCertificate } = change;
    const made: CertificateMapping = {
      ...mapping,
      ...(hostName !== undefined && { hostName }),
      ...(privateKey !== undefined && { privateKey }),
      ...(certificate !== undefined && { certificate }),
      ...(intermediateCertificate !== undefined && { intermediateCertificate }),
    };
    checkCertificate(made.certificate, made.privateKey, made.intermediateCertificate);
    await jobs.update(loadBalancer, {
      operation: 'certificateMappings.update',
      author: context.author,
      set: {
        sslTermination: { ...ssl, mappings: ssl.mappings.map((each) => (each === mapping ? made : each)) },
      },
      failed: [feedEvents.mappingNotUpdated],
    });
    return accepted;
  },

  'certificateMappings.delete': async (context) => {
    const loadBalancer = present(context);
    const { id } = mappingOf(loadBalancer, context);
    await context.service.jobs.update(loadBalancer, {
      operation: 'certificateMappings.delete',
      author: context.author,
      finish: { removeMappings: [id] },
      failed: [feedEvents.mappingNotDeleted],
    });
    return accepted;
  },
} satisfies Partial<Handlers>;
