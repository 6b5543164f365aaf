import { guidePage, type Operation } from './operation.ts';
import { eventPaging, ids, paging } from './query.ts';

const group = 'Nodes';
const collection = '/loadbalancers/{loadBalancerId}/nodes';
const path = `${collection}/{nodeId}` as const;
const document = guidePage('api-reference/nodes');

export const nodes = {
  'nodes.list': {
    group,
    title: 'List nodes',
    method: 'GET',
    path: collection,
    success: 200,
    query: [paging[0], paging[1]],
    response: 'NodesResponse',
    faults: ['LB404', 'DEL410'],
    document,
  },
  'nodes.add': {
    group,
    title: 'Add nodes',
    method: 'POST',
    path: collection,
    success: 202,
    request: 'NodesAddRequest',
    response: 'NodesResponse',
    faults: ['SCHEMA400', 'VAL400', 'SEC400', 'LB404', 'LIM413', 'DUPN422', 'IMM422', 'DEL422', 'RESOLVE500'],
    shows: 'nodes.list',
    warning:
      'An ENABLED node takes its share of new traffic at once; under Source IP some clients move to another node.',
    document,
  },
  'nodes.updateMany': {
    group,
    title: 'Update nodes',
    method: 'PUT',
    path: collection,
    success: 202,
    request: 'NodesUpdateRequest',
    response: 'NodesResponse',
    faults: ['SCHEMA400', 'VAL400', 'SEC400', 'LB404', 'NODE404', 'IMM422', 'DEL422'],
    shows: 'nodes.list',
    warning:
      'DISABLED cuts current connections to a node; DRAINING keeps established and persisted sessions and takes no new ones.',
    document,
  },
  'nodes.deleteMany': {
    group,
    title: 'Delete nodes',
    method: 'DELETE',
    path: collection,
    success: 202,
    query: ids('nodes'),
    faults: ['NOID400', 'NIDS400', 'BATCHN400', 'SEC400', 'LB404', 'NACT422', 'DEL422'],
    shows: 'nodes.list',
    warning: 'Connections to these nodes are cut, and sessions that are held on them are lost.',
    document,
  },
  'nodes.show': {
    group,
    title: 'Show a node',
    method: 'GET',
    path,
    success: 200,
    response: 'NodeResponse',
    faults: ['LB404', 'NODE404', 'DEL410'],
    document,
  },
  'nodes.update': {
    group,
    title: 'Update a node',
    method: 'PUT',
    path,
    success: 202,
    request: 'NodeUpdateRequest',
    faults: ['SCHEMA400', 'VAL400', 'NODEIMM400', 'SEC400', 'LB404', 'NODE404', 'IMM422', 'DEL422'],
    shows: 'nodes.show',
    warning:
      'DISABLED cuts current connections to the node; DRAINING keeps established and persisted sessions and takes no new ones.',
    document,
  },
  'nodes.delete': {
    group,
    title: 'Delete a node',
    method: 'DELETE',
    path,
    success: 202,
    faults: ['SEC400', 'LB404', 'NODE404', 'IMM422', 'DEL422'],
    shows: 'nodes.list',
    warning: 'Connections to this node are cut, and sessions that are held on it are lost.',
    document,
  },
  'nodes.events': {
    group,
    title: 'List node service events',
    method: 'GET',
    path: `${collection}/events`,
    success: 200,
    query: eventPaging,
    response: 'NodeEventsResponse',
    faults: ['LB404', 'DEL410'],
    document,
  },
} as const satisfies Record<string, Operation>;
