import type { Clock } from '../../../contract/shared/clock.ts';
import { isLoopback } from '../../addresses.ts';
import type { Upstream } from '../../upstream.ts';

/** The demo users of a local region, in the shape that POST /session takes. */
export const demoUsers = ['admin', 'creator', 'observer'].map((name) => ({ username: name, apiKey: `${name}-key` }));

const remembered = 30_000;

/**
 * Tells whether the identity service is a local region: on loopback, and its root answers the marker. The answer is kept
 * for half a minute; while the service cannot be asked, the last answer stands.
 */
export function localRegion(identityUrl: string, upstream: Upstream, clock: Clock): () => Promise<boolean> {
  const { origin, hostname } = new URL(identityUrl);
  if (!isLoopback(hostname)) return async () => false;
  let local = false;
  let asked = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = clock.now();
    if (now >= asked && now < asked + remembered) return local;
    try {
      const answer = await upstream({
        method: 'GET',
        url: `${origin}/`,
        headers: { Accept: 'application/json' },
        body: null,
        limit: 4_096,
        timeout: 2_000,
      });
      const marker: unknown = JSON.parse(new TextDecoder().decode(answer.body));
      local = answer.status === 200 && (marker as { holdfast?: unknown } | null)?.holdfast === 'region';
      asked = now;
    } catch {
      asked = Number.NEGATIVE_INFINITY;
    }
    return local;
  };
}
