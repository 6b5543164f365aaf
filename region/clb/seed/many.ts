import type { LoadBalancer } from '../model.ts';
import { builder, httpNode, httpsNode, type SeedSurroundings } from './builder.ts';

const purposes = ['web', 'api', 'shop', 'search', 'media', 'auth'];

/** `count` load balancers of the demo account, all ACTIVE, most of them HTTP: the first half in ORD, the other half in DFW. */
export function manyLoadBalancers(count: number, surroundings: SeedSurroundings): LoadBalancer[] {
  const made = builder(surroundings);
  return Array.from({ length: count }, (_, index) => {
    const secure = index % 8 === 7;
    const name = `${purposes[index % purposes.length]}-${`${index + 1}`.padStart(5, '0')}`;
    const nodes = [1 + (index % 9), 1 + ((index + 1) % 9)].map(secure ? httpsNode : httpNode);
    return made({
      region: index < count / 2 ? 'ORD' : 'DFW',
      name,
      protocol: secure ? 'HTTPS' : 'HTTP',
      port: 8000 + (index % 1000),
      algorithm: 'ROUND_ROBIN',
      nodes,
      sessionPersistence: index % 3 === 0 ? null : 'SOURCE_IP',
      age: count - index,
    });
  });
}
