import { faults } from '../../../contract/clb/faults.ts';
import type { Meta } from '../../data-plane.ts';
import { done, ok, Refusal } from '../answer.ts';
import { type Context, type Handlers, named, shown } from '../context.ts';
import type { LoadBalancer } from '../model.ts';
import { hasStoredKey, madeMeta, metaIds, metaOf, withoutMeta } from './metadata-values.ts';

/** Source: CLB v1.0 developer guide, "Metadata": at once, and without a change of status. */

function editable(context: Context): LoadBalancer {
  const found = named(context);
  if (found.status === 'DELETED') throw new Refusal('DEL422', faults.DEL422.words.default);
  return found;
}

const store = ({ service }: Context, loadBalancer: LoadBalancer, metadata: readonly Meta[]) =>
  service.store.commit([
    { collection: 'loadBalancer', key: `${loadBalancer.id}`, value: { ...loadBalancer, metadata } },
  ]);

export const loadBalancerMetadata = {
  'loadBalancerMetadata.list': (context) => ok({ metadata: shown(context).metadata }),

  'loadBalancerMetadata.add': async (context, drafts) => {
    const loadBalancer = named(context);
    const { store: records, jobs } = context.service;
    jobs.requireActive(loadBalancer);
    const { LOADBALANCER_META_LIMIT } = records.limits(context.account);
    if (loadBalancer.metadata.length + drafts.length > LOADBALANCER_META_LIMIT) {
      throw new Refusal('META400', faults.META400.words.default(LOADBALANCER_META_LIMIT));
    }
    if (hasStoredKey(loadBalancer.metadata, drafts)) throw new Refusal('DUPM422', faults.DUPM422.words.default);
    const added = drafts.map((draft) => madeMeta(draft, records));
    await store(context, loadBalancer, [...loadBalancer.metadata, ...added]);
    return ok({ metadata: added });
  },

  'loadBalancerMetadata.deleteMany': async (context) => {
    const loadBalancer = editable(context);
    const { ids, foreign } = metaIds(loadBalancer.metadata, context.query);
    if (foreign.length > 0) throw new Refusal('METAIDS400', [faults.METAIDS400.words.default(foreign)]);
    await store(context, loadBalancer, withoutMeta(loadBalancer.metadata, ids));
    return done;
  },

  'loadBalancerMetadata.show': (context) => ok({ meta: metaOf(shown(context).metadata, context.params.metaId) }),

  'loadBalancerMetadata.update': async (context, { value }) => {
    const loadBalancer = editable(context);
    const { metaId } = context.params;
    const meta = metaOf(loadBalancer.metadata, metaId, faults.META404.words.long(metaId, loadBalancer.id));
    await store(
      context,
      loadBalancer,
      loadBalancer.metadata.map((each) => (each === meta ? { ...meta, value } : each)),
    );
    return done;
  },

  'loadBalancerMetadata.delete': async (context) => {
    const loadBalancer = editable(context);
    const meta = metaOf(loadBalancer.metadata, context.params.metaId);
    await store(
      context,
      loadBalancer,
      loadBalancer.metadata.filter((each) => each !== meta),
    );
    return done;
  },
} satisfies Partial<Handlers>;
