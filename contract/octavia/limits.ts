/** Limits of the services. Source: Load-balancer API v2 reference; release notes add-sizelimit-middleware (14.0.0); octavia/common/constants.py. */

/** Longest request body in bytes that Octavia takes, since 14.0.0. */
export const longestBody = 114_688;
/** Rows of a page where the operator set nothing; any smaller maximum is possible. */
export const largestPage = 1000;
export const longestName = 255;
export const longestDescription = 255;
export const longestTag = 255;
export const weight = { minimum: 0, maximum: 256, default: 1 } as const;
export const port = { minimum: 1, maximum: 65_535 } as const;
export const retries = { minimum: 1, maximum: 10, defaultDown: 3 } as const;
/** Milliseconds: 24 days. */
export const longestListenerTimeout = 2_073_600_000;
export const mostRules = 50;
/** An address that members cannot have: the metadata service's. */
export const reservedAddresses: readonly string[] = ['169.254.169.254'];

/** Characters of a cipher list; older services write anything else into HAProxy's configuration as it is. */
export const cipherList = /^[A-Za-z0-9\-+!:@=_.]+$/;
/** Control characters and white space, which older services write into HAProxy's configuration as they are. */
export const unsafeInUrl = /[\p{Cc}\s]/u;
