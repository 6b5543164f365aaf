import { guidePage, type Operation } from './operation.ts';
import { ids } from './query.ts';

const group = 'Load balancer metadata';
const collection = '/loadbalancers/{loadBalancerId}/metadata';
const path = `${collection}/{metaId}` as const;
const document = guidePage('api-reference/metadata');

export const loadBalancerMetadata = {
  'loadBalancerMetadata.list': {
    group,
    title: 'List metadata of a load balancer',
    method: 'GET',
    path: collection,
    success: 200,
    response: 'MetadataResponse',
    faults: ['LB404', 'DEL410'],
    document,
  },
  'loadBalancerMetadata.add': {
    group,
    title: 'Add metadata to a load balancer',
    method: 'POST',
    path: collection,
    success: 200,
    request: 'MetadataRequest',
    response: 'MetadataResponse',
    faults: ['SCHEMA400', 'VAL400', 'META400', 'LB404', 'DUPM422', 'IMM422', 'DEL422'],
    shows: 'loadBalancerMetadata.list',
    warning: 'Traffic is not touched.',
    document,
  },
  'loadBalancerMetadata.deleteMany': {
    group,
    title: 'Delete metadata items of a load balancer',
    method: 'DELETE',
    path: collection,
    success: 200,
    query: ids('metadata items'),
    faults: ['NOID400', 'METAIDS400', 'LB404', 'DEL422'],
    shows: 'loadBalancerMetadata.list',
    warning: 'Traffic is not touched; the keys and values are gone.',
    document,
  },
  'loadBalancerMetadata.show': {
    group,
    title: 'Show a metadata item of a load balancer',
    method: 'GET',
    path,
    success: 200,
    response: 'MetaResponse',
    faults: ['LB404', 'META404', 'DEL410'],
    document,
  },
  'loadBalancerMetadata.update': {
    group,
    title: 'Update a metadata item of a load balancer',
    method: 'PUT',
    path,
    success: 200,
    request: 'MetaUpdateRequest',
    faults: ['SCHEMA400', 'VAL400', 'LB404', 'META404', 'DEL422'],
    shows: 'loadBalancerMetadata.show',
    warning: 'Traffic is not touched.',
    document,
  },
  'loadBalancerMetadata.delete': {
    group,
    title: 'Delete a metadata item of a load balancer',
    method: 'DELETE',
    path,
    success: 200,
    faults: ['LB404', 'META404', 'DEL422'],
    shows: 'loadBalancerMetadata.list',
    warning: 'Traffic is not touched; the key and value are gone.',
    document,
  },
} as const satisfies Record<string, Operation>;
