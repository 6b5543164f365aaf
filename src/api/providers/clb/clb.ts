import type { Creation } from '../creation.ts';
import type { Provider } from '../provider.ts';
import { readFault } from './faults.ts';
import { changedSince, deletedSince, details, list, withNode } from './reads.ts';
import { meaningOf, missingRight, persistence, rule, standing, statuses } from './rules.ts';

/** Rackspace Cloud Load Balancers v1.0. */
export const clb: Provider = {
  name: 'clb',
  capabilities: {
    apiName: 'Cloud Load Balancers',
    // Source: CLB v1.0 developer guide, "Limits", rate limits.
    requestsPerSecond: { GET: 10, PUT: 10, POST: 5, DELETE: 5 },
    showOperation: 'loadBalancers.show',
    lacks: {},
    pollAfter: () => 0,
  },
  reads: {
    list,
    listsParts: false,
    ids: null,
    changedSince,
    deletedSince,
    withNode,
    details,
    // Only the page of one load balancer and its dialogs ask for these.
    connections: async (...asked) => (await import('./reports.ts')).connections(...asked),
    statistics: async (...asked) => (await import('./reports.ts')).statistics(...asked),
    usage: async (...asked) => (await import('./reports.ts')).usage(...asked),
    events: async (...asked) => (await import('./feeds.ts')).events(...asked),
    parts: null,
    flavor: null,
    errorPage: async (...asked) => (await import('./reports.ts')).errorPage(...asked),
  },
  persistence,
  edits: async () => (await import('./edits/edits.ts')).edits,
  creation: async () => (await import('./creation/creation.ts')).creation as Creation,
  statuses,
  rule,
  isDeleted: (status) => status === 'DELETED',
  isBeingDeleted: (status) => status === 'PENDING_DELETE',
  standing,
  meaningOf,
  readFault,
  missingRight,
};
