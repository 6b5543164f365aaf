import { type PooledUpstream, pooledUpstream } from './upstream.ts';

/**
 * One way to every identity service and its regions: each service has connections of its own, because what may be reached and which
 * certificates are trusted follows from it. `services`: their roots, the standard one first; `authorities`: by root, in PEM.
 */
export function upstreamOf(services: readonly string[], authorities: ReadonlyMap<string, string>): PooledUpstream {
  const pools = new Map(services.map((url) => [url, pooledUpstream(url, undefined, authorities.get(url))]));
  const [standard] = pools.values();
  if (!standard) throw new Error('There is no identity service.');
  return {
    send: (request) => (pools.get(request.service ?? '') ?? standard).send(request),
    abort() {
      for (const pool of pools.values()) pool.abort();
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}
