import { guidePage, type Operation } from './operation.ts';

const group = 'Error page';
const path = '/loadbalancers/{loadBalancerId}/errorpage';
const document = guidePage('api-reference/erropage');

export const errorPage = {
  'errorPage.show': {
    group,
    title: 'Show the error page',
    method: 'GET',
    path,
    success: 200,
    response: 'ErrorPageResponse',
    faults: ['LB404', 'DEL410'],
    document,
  },
  'errorPage.set': {
    group,
    title: 'Set a custom error page',
    method: 'PUT',
    path,
    success: 202,
    request: 'ErrorPageRequest',
    faults: ['SCHEMA400', 'VAL400', 'ERRPG400', 'LB404', 'EIMM422', 'DEL422'],
    shows: 'errorPage.show',
    warning: 'Visitors see this page in place of the default one whenever no node can answer.',
    document,
  },
  'errorPage.delete': {
    group,
    title: 'Delete the custom error page',
    method: 'DELETE',
    path,
    success: 202,
    faults: ['LB404', 'EIMM422', 'DEL422'],
    shows: 'errorPage.show',
    warning: 'Visitors see the default error page again whenever no node can answer.',
    document,
  },
} as const satisfies Record<string, Operation>;
