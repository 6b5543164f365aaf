import { encoded } from '../../contract/shared/text.ts';
import type { LoadBalancerRef } from './load-balancer.ts';
import { paths } from './paths.ts';

/** The address of an edit of a load balancer, by the edit's name. Apart from the other addresses, which every page loads. */
export const editPath = (ref: LoadBalancerRef, name: string): string =>
  `${paths.loadBalancer(ref)}/${name.split('/').map(encoded).join('/')}`;
