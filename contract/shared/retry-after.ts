/** Milliseconds that an answer's word is taken for: a gateway with a wrong clock must not close anything for hours. */
export const longestWait = 60_000;
/** The header counts in seconds: less would be a loop. */
export const shortestWait = 1_000;

/** RFC 9110 5.6.7, in its three forms, and RFC 3339, as fault bodies have it. Anything else `Date.parse` only guesses at. */
const httpDate = /^[A-Z][a-z]{2,8}, [-\w ]{9,11} \d\d:\d\d:\d\d GMT$/;
const unixDate = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/;
const isoDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;

/**
 * Milliseconds to wait by a `Retry-After` header (seconds or an HTTP date) or a fault's `retryAfter` (RFC 3339), from a second to
 * a minute; null when there is none or it says neither. `now`: milliseconds since the epoch.
 */
export function believedWait(given: string | null | undefined, now: number): number | null {
  const text = given?.trim() ?? '';
  // A header that came twice is one value with a comma.
  const seconds = /^(\d+(?:\.\d+)?)\s*(?:,\s*\d|$)/.exec(text)?.[1];
  const date = unixDate.test(text) ? `${text} GMT` : httpDate.test(text) || isoDate.test(text) ? text : '';
  const wait = seconds === undefined ? Date.parse(date) - now : Number(seconds) * 1_000;
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, shortestWait), longestWait);
}
