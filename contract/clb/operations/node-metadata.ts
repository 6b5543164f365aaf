import { guidePage, type Operation } from './operation.ts';
import { ids } from './query.ts';

const group = 'Node metadata';
const collection = '/loadbalancers/{loadBalancerId}/nodes/{nodeId}/metadata';
const path = `${collection}/{metaId}` as const;
const document = guidePage('api-reference/metadata');

export const nodeMetadata = {
  'nodeMetadata.list': {
    group,
    title: 'List metadata of a node',
    method: 'GET',
    path: collection,
    success: 200,
    response: 'MetadataResponse',
    faults: ['LB404', 'NODE404', 'DEL410'],
    document,
  },
  'nodeMetadata.add': {
    group,
    title: 'Add metadata to a node',
    method: 'POST',
    path: collection,
    success: 200,
    request: 'MetadataRequest',
    response: 'MetadataResponse',
    faults: ['SCHEMA400', 'VAL400', 'NMETA400', 'LB404', 'NODE404'],
    shows: 'nodeMetadata.list',
    warning: 'Traffic is not touched.',
    document,
  },
  'nodeMetadata.deleteMany': {
    group,
    title: 'Delete metadata items of a node',
    method: 'DELETE',
    path: collection,
    success: 200,
    query: ids('metadata items'),
    faults: ['NOID400', 'NMETAIDS400', 'LB404', 'NODE404', 'DEL422'],
    shows: 'nodeMetadata.list',
    warning: 'Traffic is not touched; the keys and values are gone.',
    document,
  },
  'nodeMetadata.show': {
    group,
    title: 'Show a metadata item of a node',
    method: 'GET',
    path,
    success: 200,
    response: 'MetaResponse',
    faults: ['LB404', 'NODE404', 'META404', 'DEL410'],
    document,
  },
  'nodeMetadata.update': {
    group,
    title: 'Update a metadata item of a node',
    method: 'PUT',
    path,
    success: 200,
    request: 'MetaUpdateRequest',
    response: 'MetaResponse',
    faults: ['SCHEMA400', 'VAL400', 'LB404', 'NODE404', 'META404', 'DEL422'],
    shows: 'nodeMetadata.show',
    warning: 'Traffic is not touched.',
    document,
  },
  'nodeMetadata.delete': {
    group,
    title: 'Delete a metadata item of a node',
    method: 'DELETE',
    path,
    success: 200,
    faults: ['LB404', 'NODE404', 'META404', 'DEL422'],
    shows: 'nodeMetadata.list',
    warning: 'Traffic is not touched; the key and value are gone.',
    document,
  },
} as const satisfies Record<string, Operation>;
