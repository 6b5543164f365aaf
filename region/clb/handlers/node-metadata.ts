import { faults } from '../../../contract/clb/faults.ts';
import type { Meta, Node } from '../../data-plane.ts';
import { done, ok, Refusal } from '../answer.ts';
import { type Context, type Handlers, named, shown } from '../context.ts';
import type { LoadBalancer } from '../model.ts';
import { hasStoredKey, madeMeta, metaIds, metaOf, withoutMeta } from './metadata-values.ts';

/** Source: CLB v1.0 developer guide, "Metadata": at once, and without a change of status. Its refusals are the published source's: bare sentences. */

function nodeOf({ nodes }: LoadBalancer, { params }: Context): Node {
  const found = nodes.find(({ id }) => id === params.nodeId);
  if (!found) throw new Refusal('NODE404', faults.NODE404.words.default);
  return found;
}

function editable(context: Context): { loadBalancer: LoadBalancer; node: Node } {
  const loadBalancer = named(context);
  if (loadBalancer.status === 'DELETED') throw new Refusal('DEL422', faults.DEL422.words.default);
  return { loadBalancer, node: nodeOf(loadBalancer, context) };
}

function store({ service }: Context, loadBalancer: LoadBalancer, node: Node, metadata: readonly Meta[]): Promise<void> {
  const nodes = loadBalancer.nodes.map((each) => (each === node ? { ...node, metadata } : each));
  return service.store.commit([
    { collection: 'loadBalancer', key: `${loadBalancer.id}`, value: { ...loadBalancer, nodes } },
  ]);
}

export const nodeMetadata = {
  'nodeMetadata.list': (context) => ok({ metadata: nodeOf(shown(context), context).metadata }),

  'nodeMetadata.add': async (context, drafts) => {
    const { store: records } = context.service;
    const loadBalancer = named(context);
    const node = nodeOf(loadBalancer, context);
    const { NODE_META_LIMIT } = records.limits(context.account);
    const { immutable, limit, duplicate } = faults.NMETA400.words;
    if (loadBalancer.status !== 'ACTIVE') throw new Refusal('NMETA400', immutable(loadBalancer.id));
    if (node.metadata.length + drafts.length > NODE_META_LIMIT) throw new Refusal('NMETA400', limit(NODE_META_LIMIT));
    if (hasStoredKey(node.metadata, drafts)) throw new Refusal('NMETA400', duplicate);
    const added = drafts.map((draft) => madeMeta(draft, records));
    await store(context, loadBalancer, node, [...node.metadata, ...added]);
    return ok({ metadata: added });
  },

  'nodeMetadata.deleteMany': async (context) => {
    const { loadBalancer, node } = editable(context);
    const { BATCH_DELETE_LIMIT } = context.service.store.limits(context.account);
    const { ids, foreign } = metaIds(node.metadata, context.query);
    const { default: unknown, limit } = faults.NMETAIDS400.words;
    const messages = [
      ...(ids.length > BATCH_DELETE_LIMIT ? [limit(ids.length, BATCH_DELETE_LIMIT)] : []),
      ...(foreign.length > 0 ? [unknown(foreign)] : []),
    ];
    if (messages.length > 0) throw new Refusal('NMETAIDS400', messages);
    await store(context, loadBalancer, node, withoutMeta(node.metadata, ids));
    return done;
  },

  'nodeMetadata.show': (context) =>
    ok({ meta: metaOf(nodeOf(shown(context), context).metadata, context.params.metaId) }),

  'nodeMetadata.update': async (context, { value }) => {
    const { loadBalancer, node } = editable(context);
    const meta = metaOf(node.metadata, context.params.metaId);
    const updated = { ...meta, value };
    await store(
      context,
      loadBalancer,
      node,
      node.metadata.map((each) => (each === meta ? updated : each)),
    );
    return ok({ meta: updated });
  },

  'nodeMetadata.delete': async (context) => {
    const { loadBalancer, node } = editable(context);
    const meta = metaOf(node.metadata, context.params.metaId);
    await store(
      context,
      loadBalancer,
      node,
      node.metadata.filter((each) => each !== meta),
    );
    return done;
  },
} satisfies Partial<Handlers>;
