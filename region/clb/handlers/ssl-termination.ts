import { faults } from '../../../contract/clb/faults.ts';
import type { SslTermination } from '../../data-plane.ts';
import { accepted, json, ok, Refusal } from '../answer.ts';
import { type Context, type Handlers, named, shown } from '../context.ts';
import { feedEvents } from '../feed-events.ts';
import { sslView } from '../views.ts';
import { ciphers } from './ciphers.ts';
import { neighbours } from './ports.ts';
import { completeSsl } from './ssl-termination-values.ts';

function shownSsl(context: Context): SslTermination {
  const { sslTermination: found } = shown(context);
  if (!found) throw new Refusal('SSL404', faults.SSL404.words.default);
  return found;
}

/** Source: CLB v1.0 developer guide, "SSL termination". Its certificate mappings live and go with it. */
export const sslTermination = {
  'sslTermination.show': (context) => ok({ sslTermination: sslView(shownSsl(context)) }),

  'sslTermination.set': async (context, draft) => {
    const loadBalancer = named(context);
    const { store, jobs, checkCertificate } = context.service;
    if (loadBalancer.status === 'DELETED') jobs.requireActive(loadBalancer);
    const others = neighbours(store, loadBalancer.virtualIps, loadBalancer.id);
    const made = completeSsl(draft, loadBalancer, others);
    if (draft.certificate !== undefined)
      checkCertificate(made.certificate, made.privatekey, made.intermediateCertificate);
    await jobs.update(loadBalancer, {
      operation: 'sslTermination.set',
      author: context.author,
      set: { sslTermination: made },
      succeeded: [feedEvents.sslUpdated(made)],
      failed: [feedEvents.sslNotUpdated],
    });
    return json(202, { sslTermination: sslView(made) });
  },

  'sslTermination.delete': async (context) => {
    const loadBalancer = named(context);
    const { jobs } = context.service;
    if (loadBalancer.status === 'DELETED') jobs.requireActive(loadBalancer);
    if (!loadBalancer.sslTermination) throw new Refusal('SSL400', faults.SSL400.words.deleteMissing);
    if (loadBalancer.httpsRedirect) throw new Refusal('SSL400', faults.SSL400.words.deleteWithRedirect);
    await jobs.update(loadBalancer, {
      operation: 'sslTermination.delete',
      author: context.author,
      finish: { set: { sslTermination: null } },
      succeeded: [feedEvents.sslDeleted],
      failed: [feedEvents.sslNotDeleted],
    });
    return accepted;
  },

  'sslTermination.ciphers': (context) => {
    const { cipherProfile } = shownSsl(context);
    const names = ciphers[cipherProfile as keyof typeof ciphers];
    return ok({ ciphers: names.map((name) => ({ name })) });
  },
} satisfies Partial<Handlers>;
