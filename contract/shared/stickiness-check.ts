/** A stickiness check as the panel server streams and keeps it, and as the pages show it. */

/** What told the nodes apart: a header that names them, the load balancer's own cookie, their certificates, or the whole page. */
export type Marker = 'header' | 'cookie' | 'certificate' | 'body';

/** `kept`: of the client that keeps what it is given; `fresh`: of clients that keep nothing. */
export type CheckGroup = 'kept' | 'fresh';

/** One request of a check. */
export interface CheckProbe {
  readonly group: CheckGroup;
  /** The node's name; null where nothing says which node it was. */
  readonly node: string | null;
  readonly marker: Marker | null;
  /** Why this is not known to be a node's answer, as a sentence; null when it is one. */
  readonly error: string | null;
  /** Whether an HTTP answer came at all, from whomever. */
  readonly answered: boolean;
}

export type CheckOutcome = 'sticky' | 'not-sticky' | 'cannot-tell';

export interface CheckVerdict {
  readonly outcome: CheckOutcome;
  readonly words: string;
}

/** The first line of a check. */
export interface CheckStart {
  readonly target: { readonly address: string; readonly port: number; readonly secure: boolean };
  /** Requests that it will send, and how many of them as the client that keeps what it is given. */
  readonly requests: number;
  readonly kept: number;
  /** The API's persistence type; null when disabled. */
  readonly type: string | null;
}

/** The last line of a check. `strip` replaces the lines before it: only now is it known what can be compared. */
export interface CheckEnd {
  readonly verdict: CheckVerdict;
  readonly strip: readonly CheckProbe[];
}

export type CheckLine = CheckStart | { readonly probe: CheckProbe } | CheckEnd;

/** The last check of a load balancer. */
export interface StoredCheck extends CheckStart, CheckEnd {
  /** ISO 8601, UTC, with milliseconds: when it ended. */
  readonly at: string;
  /** Who ran it. */
  readonly user: string;
}

const spoken = ['HTTP', 'HTTPS'];

/** Why a load balancer of this protocol cannot be checked, as a sentence; null when it can. */
export const whyNotChecked = (protocol: string): string | null =>
  spoken.includes(protocol) ? null : `A check speaks HTTP and HTTPS; this load balancer is ${protocol}.`;
