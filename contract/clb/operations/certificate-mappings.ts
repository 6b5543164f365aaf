import { guidePage, type Operation } from './operation.ts';

const group = 'Certificate mappings';
const collection = '/loadbalancers/{loadBalancerId}/ssltermination/certificatemappings';
const path = `${collection}/{certificateMappingId}` as const;
const document = guidePage('api-reference/certificatemappings');

export const certificateMappings = {
  'certificateMappings.list': {
    group,
    title: 'List certificate mappings',
    method: 'GET',
    path: collection,
    success: 200,
    response: 'CertificateMappingsResponse',
    faults: ['LB404', 'SSL404', 'DEL410'],
    document,
  },
  'certificateMappings.add': {
    group,
    title: 'Add a certificate mapping',
    method: 'POST',
    path: collection,
    success: 202,
    request: 'CertificateMappingAddRequest',
    response: 'CertificateMappingResponse',
    faults: ['SCHEMA400', 'VAL400', 'LB404', 'SSL404', 'LIM413', 'CMDUP422', 'IMM422', 'DEL422'],
    shows: 'certificateMappings.list',
    warning: 'Secure clients that ask for this host name meet its certificate from their next connection.',
    document,
  },
  'certificateMappings.show': {
    group,
    title: 'Show a certificate mapping',
    method: 'GET',
    path,
    success: 200,
    response: 'CertificateMappingResponse',
    faults: ['LB404', 'CM404', 'DEL410'],
    document,
  },
  'certificateMappings.update': {
    group,
    title: 'Update a certificate mapping',
    method: 'PUT',
    path,
    success: 202,
    request: 'CertificateMappingUpdateRequest',
    faults: ['SCHEMA400', 'VAL400', 'LB404', 'CM404', 'CMDUP422', 'IMM422', 'DEL422'],
    shows: 'certificateMappings.show',
    warning: 'Secure clients that ask for this host name meet the new certificate from their next connection.',
    document,
  },
  'certificateMappings.delete': {
    group,
    title: 'Delete a certificate mapping',
    method: 'DELETE',
    path,
    success: 202,
    faults: ['LB404', 'CM404', 'IMM422', 'DEL422'],
    shows: 'certificateMappings.list',
    warning: 'Secure clients that ask for this host name meet the load balancer’s main certificate, and may be warned.',
    document,
  },
} as const satisfies Record<string, Operation>;
