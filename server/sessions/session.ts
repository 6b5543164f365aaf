import type { HeaderReader } from '../request.ts';

/** An API, as the session says it and the history keeps it. */
export type ProviderName = 'clb';

/** One sign-in: what the panel server needs to act for the user until the token expires. */
export interface Session {
  /** Random name of this sign-in, by which it is remembered after sign-out. */
  readonly id: string;
  readonly token: string;
  readonly account: string;
  readonly user: string;
  /** Those of the user's roles that mean something to load balancers. */
  readonly roles: readonly string[];
  /** Region name → root of its API, without a trailing slash. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Region name → root of a local region's extras; empty for a real service. */
  readonly extras: Readonly<Record<string, string>>;
  /** Milliseconds since the Unix epoch. */
  readonly expires: number;
  readonly local: boolean;
  /** The API that its regions speak. */
  readonly provider: ProviderName;
  /** Root of the identity service, which names it wherever data of its users is kept. */
  readonly service: string;
}

/** Where sign-ins are kept between requests. */
export interface SessionStore {
  /** The sign-in that a request belongs to; null when there is none, it was tampered with, or it cannot be read. */
  read(headers: HeaderReader): Promise<Session | null>;
  /**
   * Keeps a sign-in. Returns the Set-Cookie header that the answer must carry, or null when the store needs none.
   * Throws a PanelError when the sign-in does not fit.
   */
  save(session: Session, headers: Headers): Promise<string | null>;
  /** Forgets the request's sign-in. Returns the Set-Cookie header that the answer must carry, or null. */
  remove(headers: Headers): Promise<string | null>;
}
