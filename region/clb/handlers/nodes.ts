import { faults } from '../../../contract/clb/faults.ts';
import type { Node } from '../../data-plane.ts';
import { accepted, json, ok, Refusal } from '../answer.ts';
import { type Context, type Handlers, named, shown } from '../context.ts';
import { feedEvents } from '../feed-events.ts';
import { iso, type LoadBalancer } from '../model.ts';
import { isWeighted, nodeView, singleNodeView } from '../views.ts';
import { checkAddresses, checkTypes, madeNode, nodeIdentity } from './node-values.ts';
import { idsOf, pageById, reportPage } from './paging.ts';

/** Source: CLB v1.0 developer guide, "Nodes". */

const nodeOf = ({ nodes }: LoadBalancer, id: number): Node | undefined => nodes.find((node) => node.id === id);

function shownNode(context: Context): Node {
  const found = nodeOf(shown(context), context.params.nodeId);
  if (!found) throw new Refusal('NODE404', faults.NODE404.words.default);
  return found;
}

interface NodeChange {
  readonly condition?: Node['condition'] | undefined;
  readonly type?: Node['type'] | undefined;
  readonly weight?: number | undefined;
}

const changed = (node: Node, { condition, type, weight }: NodeChange): Node => ({
  ...node,
  ...(condition !== undefined && { condition }),
  ...(type !== undefined && { type }),
  ...(weight !== undefined && { weight }),
});

const without = ({ nodes }: LoadBalancer, ids: readonly number[]) => nodes.filter(({ id }) => !ids.includes(id));

export const nodes = {
  'nodes.list': (context) => {
    const loadBalancer = shown(context);
    const weighted = isWeighted(loadBalancer);
    return ok({ nodes: pageById(loadBalancer.nodes, context.query).map((node) => nodeView(node, weighted)) });
  },

  'nodes.add': async (context, drafts) => {
    const loadBalancer = named(context);
    const { store, jobs } = context.service;
    const { NODE_LIMIT } = store.limits(context.account);
    checkAddresses(drafts, loadBalancer);
    if (loadBalancer.nodes.length + drafts.length > NODE_LIMIT) {
      throw new Refusal('LIM413', faults.LIM413.words.nodes(NODE_LIMIT));
    }
    const present = new Set(loadBalancer.nodes.map(nodeIdentity));
    if (drafts.some((draft) => present.has(nodeIdentity(draft)))) {
      throw new Refusal('DUPN422', faults.DUPN422.words.default);
    }
    const typed = drafts.map(({ condition, type = 'PRIMARY' }) => ({ condition, type }));
    if (typed.some(({ type }) => type === 'SECONDARY')) {
      checkTypes([...loadBalancer.nodes, ...typed], loadBalancer.healthMonitor !== null);
    }
    jobs.requireActive(loadBalancer);
    const added = drafts.map((draft) => madeNode(draft, store));
    await jobs.update(loadBalancer, {
      operation: 'nodes.add',
      author: context.author,
      set: { nodes: [...loadBalancer.nodes, ...added] },
      succeeded: added.map(feedEvents.nodeCreated),
      failed: added.map(feedEvents.nodeNotCreated),
    });
    return json(202, { nodes: added.map((node) => nodeView(node, true)) });
  },

  'nodes.updateMany': async (context, changes) => {
    const loadBalancer = named(context);
    const missing = changes.find(({ id }) => !nodeOf(loadBalancer, id));
    if (missing) throw new Refusal('NODE404', faults.NODE404.words.default);
    const values = loadBalancer.nodes.map((node) =>
      changes.filter(({ id }) => id === node.id).reduce<Node>(changed, node),
    );
    const updated = values.filter((node, at) => node !== loadBalancer.nodes[at]);
    if (
      updated.some(({ type }) => type === 'SECONDARY') ||
      loadBalancer.nodes.some(({ type }) => type === 'SECONDARY')
    ) {
      checkTypes(values, loadBalancer.healthMonitor !== null);
    }
    await context.service.jobs.update(loadBalancer, {
      operation: 'nodes.updateMany',
      author: context.author,
      set: { nodes: values },
      succeeded: updated.map(feedEvents.nodeUpdated),
      failed: updated.map(({ id }) => feedEvents.nodeNotUpdated(id)),
    });
    return json(202, { nodes: updated.map((node) => nodeView(node, true)) });
  },

  'nodes.deleteMany': async (context) => {
    const loadBalancer = named(context, faults.LB404.words.object);
    const { store, jobs } = context.service;
    const { BATCH_DELETE_LIMIT } = store.limits(context.account);
    const ids = idsOf(context.query);
    if (ids.length === 0) throw new Refusal('NOID400', faults.NOID400.words.default);
    if (loadBalancer.status === 'DELETED') jobs.requireActive(loadBalancer);
    const messages = [
      ...(ids.length > BATCH_DELETE_LIMIT ? [faults.BATCHN400.words.default(ids.length, BATCH_DELETE_LIMIT)] : []),
    ];
    if (messages.length > 0) throw new Refusal('BATCHN400', messages);
    const foreign = ids.filter((id) => !nodeOf(loadBalancer, id));
    if (foreign.length > 0) throw new Refusal('NIDS400', [faults.NIDS400.words.default(foreign)]);
    checkTypes(without(loadBalancer, ids), loadBalancer.healthMonitor !== null);
    if (loadBalancer.status !== 'ACTIVE') throw new Refusal('NACT422', faults.NACT422.words.default);
    await jobs.update(loadBalancer, {
      operation: 'nodes.deleteMany',
      author: context.author,
      finish: { removeNodes: ids },
      succeeded: ids.map(feedEvents.nodesDeleted),
      failed: ids.map(feedEvents.nodeNotDeleted),
    });
    return accepted;
  },

  'nodes.show': (context) => ok({ node: singleNodeView(shownNode(context)) }),

  'nodes.update': async (context, change) => {
    const loadBalancer = named(context);
    const { nodeId } = context.params;
    const node = nodeOf(loadBalancer, nodeId);
    if (!node) {
      const { default: short, long } = faults.NODE404.words;
      throw new Refusal('NODE404', change.type === undefined ? short : long(nodeId, loadBalancer.id));
    }
    const updated = changed(node, change);
    const values = loadBalancer.nodes.map((each) => (each === node ? updated : each));
    checkTypes(values, loadBalancer.healthMonitor !== null);
    await context.service.jobs.update(loadBalancer, {
      operation: 'nodes.update',
      author: context.author,
      set: { nodes: values },
      succeeded: [feedEvents.nodeUpdated(updated)],
      failed: [feedEvents.nodeNotUpdated(nodeId)],
    });
    return accepted;
  },

  'nodes.delete': async (context) => {
    const loadBalancer = named(context);
    const { nodeId } = context.params;
    if (!nodeOf(loadBalancer, nodeId)) {
      throw new Refusal('NODE404', faults.NODE404.words.long(nodeId, loadBalancer.id));
    }
    checkTypes(without(loadBalancer, [nodeId]), loadBalancer.healthMonitor !== null);
    await context.service.jobs.update(loadBalancer, {
      operation: 'nodes.delete',
      author: context.author,
      finish: { removeNodes: [nodeId] },
      succeeded: [feedEvents.nodeDeleted(nodeId)],
      failed: [feedEvents.nodeNotDeleted(nodeId)],
    });
    return accepted;
  },

  'nodes.events': (context) => {
    const { id } = shown(context);
    const { service, account, region, path, query } = context;
    const address = `${service.url}/${region.toLowerCase()}/v1.0/${account}${path}`;
    const events = service.store.events(id).filter(({ about }) => about === 'nodeService');
    const { items, links } = reportPage(events.toReversed(), query, address, { usual: 100 });
    return ok({
      nodeServiceEvents: items.map((event) => ({
        id: event.id,
        nodeId: event.item,
        loadbalancerId: id,
        accountId: Number(account),
        title: event.title,
        description: event.summary,
        detailedMessage: event.summary,
        type: 'UPDATE_NODE',
        category: event.category,
        severity: event.severity,
        author: event.author,
        created: iso(event.time),
        relativeUri: `/${account}/loadbalancers/${id}/nodes/${event.item}`,
      })),
      links,
    });
  },
} satisfies Partial<Handlers>;
