import type { Provider } from '../provider.ts';
import { readFault } from './faults.ts';
import { changedSince, ids, list } from './list.ts';
import { connections, details, flavor } from './reads.ts';
import { meaningOf, missingRight, persistence, rule, standing, statuses } from './rules.ts';

const elsewhere = 'Not offered by this cloud';

/** OpenStack Octavia v2. */
export const octavia: Provider = {
  name: 'octavia',
  capabilities: {
    apiName: 'OpenStack Octavia',
    // It has no rates of its own; six requests of an account may be in flight in a region (server/providers/octavia/limits.ts).
    requestsPerSecond: { GET: 10, PUT: 2, POST: 2, DELETE: 2 },
    showOperation: 'octavia.loadBalancers.show',
    lacks: {
      'Content Caching': elsewhere,
      Logging: elsewhere,
      'Error Page': elsewhere,
    },
    // A busy service answers slowly: looking more often would only make it slower.
    pollAfter: (waited) => (waited < 5_000 ? 1_000 : waited < 30_000 ? 2_000 : 5_000),
  },
  reads: {
    list,
    listsParts: true,
    ids,
    changedSince,
    deletedSince: null,
    withNode: null,
    details,
    connections,
    statistics: async (...asked) => (await import('./statistics.ts')).statistics(...asked),
    usage: null,
    events: null,
    parts: async (...asked) => (await import('./parts.ts')).parts(...asked),
    flavor,
    errorPage: null,
  },
  persistence,
  edits: null,
  creation: null,
  statuses,
  rule,
  isDeleted: (status) => status === 'DELETED',
  isBeingDeleted: (status) => status === 'PENDING_DELETE',
  standing,
  meaningOf,
  readFault,
  missingRight,
};
