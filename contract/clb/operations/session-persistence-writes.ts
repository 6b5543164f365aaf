const path = '/loadbalancers/{loadBalancerId}/sessionpersistence';

/** What it takes to send a change of session persistence, apart from all else that is said of its operations: every page has it. */
export const sessionPersistenceWrites = {
  'sessionPersistence.enable': {
    method: 'PUT',
    path,
    success: 202,
    warning:
      'Clients stick to a node from their next request; after a change of type, connected clients may move to another node.',
  },
  'sessionPersistence.disable': {
    method: 'DELETE',
    path,
    success: 202,
    warning:
      'Clients lose their assigned node: requests are spread over all nodes, and sessions stored on a node may break.',
  },
} as const;
