import type { CheckGroup } from '../../contract/shared/stickiness-check.ts';
import type { Target } from './target.ts';

/** What a client keeps from one request to the next. */
export interface ClientMemory {
  /** Null for a client that keeps no cookies. */
  readonly cookies: Map<string, string> | null;
  tlsSession: Buffer | undefined;
}

export interface ProbeRequest {
  readonly target: Target;
  readonly path: string;
  /** Response header in which the nodes say their name, in lower case. */
  readonly header: string;
  /** Host header to send; the address when null. */
  readonly host: string | null;
  /** Null for a client that remembers nothing. */
  readonly memory: ClientMemory | null;
  /** Milliseconds for the whole request. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** What one request met. Nothing in it is judged. */
export interface Probe {
  readonly group: CheckGroup;
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  /** Why no answer came, as a sentence. */
  readonly error: string | null;
  /** Whole value of the header that names the node; null when the answer has none. */
  readonly header: string | null;
  /** Whether a cache says that it gave the answer (RFC 9111, 5.1: Age). */
  readonly cached: boolean;
  /** Cookies that came with the request, by name. */
  readonly sent: readonly string[];
  /** Cookies that the answer sets: name and value. */
  readonly set: readonly (readonly [string, string])[];
  /** SHA-256 of the certificate that was shown; null without TLS and when a session was resumed, which shows none. */
  readonly certificate: string | null;
  /** SHA-256 of the whole body; null when it was not read to its end. */
  readonly body: string | null;
  /** TLS version as OpenSSL names it, such as `TLSv1.3`; null without TLS. */
  readonly tls: string | null;
  /** Whether the TLS session of the request before was taken up again. */
  readonly resumed: boolean;
  /** The client's own address; null when it did not connect. */
  readonly from: string | null;
}

/** Sends one GET on a fresh connection and says what it met, within the time given. Never throws: a failure is a finding, too. */
export type Prober = (request: ProbeRequest) => Promise<Probe>;

/** A request that got no answer. */
export const lost = (group: CheckGroup, error: string): Probe => ({
  group,
  status: null,
  error,
  header: null,
  cached: false,
  sent: [],
  set: [],
  certificate: null,
  body: null,
  tls: null,
  resumed: false,
  from: null,
});
