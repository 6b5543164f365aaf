import { believedWait } from '../shared/retry-after.ts';
import { readFault, saysOverLimit } from './fault.ts';

/** Milliseconds to wait for a limit that does not say, or not so that it can be read, when it lets requests through again. */
const unsaidWait = 5_000;

/**
 * Milliseconds after which a request that was refused for the rate limit may be tried again, never more than a minute; null when
 * the answer is no such refusal. `header`: `Retry-After`, null when there is none; `text`: the body as it came; `now`:
 * milliseconds since the epoch. Never throws. Follows CLB v1.0 developer guide, "Limits".
 */
export function limitWait(status: number, header: string | null, text: string, now: number): number | null {
  if (status !== 413 && status !== 429) return null;
  if (status === 413 && !header?.trim() && !saysOverLimit(text)) return null;
  return believedWait(header, now) ?? believedWait(readFault(status, text).retryAfter, now) ?? unsaidWait;
}
