import { type Operation, reference } from './operation.ts';
import { catalogued } from './query.ts';

const group = 'Quotas';
const collection = '/v2/lbaas/quotas';
const path = `${collection}/{projectId}` as const;

export const quotas = {
  'octavia.quotas.list': {
    group,
    title: 'List quotas',
    method: 'GET',
    path: collection,
    success: 200,
    query: catalogued(['project_id']),
    response: 'QuotasResponse',
    faults: ['QUERY400', 'PAGE400'],
    document: reference('list-quota'),
  },
  'octavia.quotas.defaults': {
    group,
    title: 'Show default quotas',
    method: 'GET',
    path: `${collection}/defaults`,
    operator: true,
    success: 200,
    response: 'QuotaResponse',
    faults: [],
    document: reference('show-quota-defaults'),
  },
  'octavia.quotas.show': {
    group,
    title: 'Show a project’s quotas',
    method: 'GET',
    path,
    success: 200,
    response: 'QuotaResponse',
    faults: [],
    document: reference('show-project-quota'),
  },
  'octavia.quotas.default': {
    group,
    title: 'Show what a project’s quotas reset to',
    method: 'GET',
    path: `${path}/default`,
    success: 200,
    response: 'QuotaResponse',
    faults: [],
    document: reference('show-quota-defaults'),
  },
  'octavia.quotas.update': {
    group,
    title: 'Update a project’s quotas',
    method: 'PUT',
    path,
    operator: true,
    success: 202,
    request: 'QuotaUpdateRequest',
    response: 'QuotaResponse',
    faults: ['INPUT400'],
    shows: 'octavia.quotas.show',
    warning: 'The project may make as many as this; what it has already stays.',
    document: reference('update-a-quota'),
  },
  'octavia.quotas.reset': {
    group,
    title: 'Reset a project’s quotas',
    method: 'DELETE',
    path,
    operator: true,
    success: 202,
    faults: [],
    shows: 'octavia.quotas.show',
    warning: 'The defaults of the cloud hold for the project again; what it has already stays.',
    document: reference('reset-a-quota'),
  },
} as const satisfies Record<string, Operation>;
