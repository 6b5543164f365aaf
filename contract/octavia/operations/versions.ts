import { type Operation, reference } from './operation.ts';

export const versions = {
  'octavia.versions.list': {
    group: 'Versions',
    title: 'List versions of the API',
    method: 'GET',
    path: '/',
    anonymous: true,
    success: 200,
    response: 'VersionsResponse',
    faults: [],
    document: reference('service-endpoints'),
  },
} as const satisfies Record<string, Operation>;
