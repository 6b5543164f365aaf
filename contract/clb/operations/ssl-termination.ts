import { guidePage, type Operation } from './operation.ts';

const group = 'SSL termination';
const path = '/loadbalancers/{loadBalancerId}/ssltermination';
const document = guidePage('api-reference/ssl-termination');

export const sslTermination = {
  'sslTermination.show': {
    group,
    title: 'Show SSL termination',
    method: 'GET',
    path,
    success: 200,
    response: 'SslTerminationResponse',
    faults: ['LB404', 'SSL404', 'DEL410'],
    document,
  },
  'sslTermination.set': {
    group,
    title: 'Set SSL termination',
    method: 'PUT',
    path,
    success: 202,
    request: 'SslTerminationRequest',
    response: 'SslTerminationResponse',
    faults: ['SCHEMA400', 'VAL400', 'SSL400', 'LB404', 'IMM422', 'DEL422'],
    shows: 'sslTermination.show',
    warning:
      'Secure clients meet the new certificate and settings from their next connection; “secure traffic only” shuts the plain port.',
    document,
  },
  'sslTermination.delete': {
    group,
    title: 'Delete SSL termination',
    method: 'DELETE',
    path,
    success: 202,
    faults: ['SSL400', 'LB404', 'IMM422', 'DEL422'],
    shows: 'loadBalancers.show',
    warning: 'The secure port stops answering, and all certificate mappings are deleted with it.',
    document,
  },
  'sslTermination.ciphers': {
    group,
    title: 'List ciphers',
    method: 'GET',
    path: `${path}/ciphers`,
    success: 200,
    response: 'CiphersResponse',
    faults: ['LB404', 'SSL404', 'DEL410'],
    document: guidePage('api-reference/ciphers'),
  },
} as const satisfies Record<string, Operation>;
