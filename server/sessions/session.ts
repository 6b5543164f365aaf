import type { HeaderReader } from '../request.ts';

/** An API, as the session says it and the history keeps it. */
export type ProviderName = 'clb' | 'octavia';

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
  /** Where several clouds are offered, the name of this one. */
  readonly cloud?: string | undefined;
  /** A token of no project, from which one of another project can be made. */
  readonly unscoped?: string | undefined;
  /** What the account is called, where it is a project. */
  readonly project?: { readonly name: string; readonly domain: string } | undefined;
  /** An application credential's: bound to its project. */
  readonly bound?: true | undefined;
  /** The calls that it may make, as `METHOD path`, where it may not make all; others are answered 401. */
  readonly rules?: readonly string[] | undefined;
}

/** A sign-in that lacks something. What it holds is worth nothing without it, and no password is in it. */
export interface PendingSignIn {
  readonly service: string;
  readonly cloud: string;
  readonly need: 'project' | 'totp';
  /** A token of no project, or the receipt for the password. */
  readonly proof: string;
  readonly user: Readonly<Record<string, unknown>>;
  /** The scope that was asked for. */
  readonly scope: Readonly<Record<string, unknown>> | null;
  /** Milliseconds since the Unix epoch. */
  readonly until: number;
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
  /** Keeps a sign-in that lacks something, in place of one that is whole; returns what `save` does. */
  savePending(pending: PendingSignIn, headers: Headers): Promise<string | null>;
  /** The one that a request goes on with; null when there is none, or its time is over. */
  readPending(headers: HeaderReader): Promise<PendingSignIn | null>;
  /** Forgets the request's sign-in. Returns the Set-Cookie header that the answer must carry, or null. */
  remove(headers: Headers): Promise<string | null>;
}
