/** How the names of the local region's persistence cookies begin. */
const prefix = 'HOLDFAST_NODE_';

/**
 * The name of the cookie that the local region's load balancer of this id inserts under HTTP_COOKIE; its value is the node's id. A host's
 * ports share their cookies (RFC 6265, 8.5), so several load balancers on one virtual IP need a name each. It never changes.
 */
export const persistenceCookieOf = (loadBalancerId: number): string => `${prefix}${loadBalancerId}`;
