import type { Provider } from '../provider.ts';
import { readFault } from './faults.ts';
import { events } from './feeds.ts';
import { changedSince, connections, deletedSince, details, errorPage, list, withNode } from './reads.ts';
import { statistics, usage } from './reports.ts';
import { meaningOf, missingRight, persistence, rule, standing, statuses } from './rules.ts';

/** Rackspace Cloud Load Balancers v1.0. */
export const clb: Provider = {
  name: 'clb',
  capabilities: {
    apiName: 'Cloud Load Balancers',
    // Source: CLB v1.0 developer guide, "Limits", rate limits.
    requestsPerSecond: { GET: 10, PUT: 10, POST: 5, DELETE: 5 },
    lacks: {},
  },
  reads: { list, changedSince, deletedSince, withNode, details, connections, statistics, usage, events, errorPage },
  persistence,
  statuses,
  rule,
  isDeleted: (status) => status === 'DELETED',
  isBeingDeleted: (status) => status === 'PENDING_DELETE',
  standing,
  meaningOf,
  readFault,
  missingRight,
};
