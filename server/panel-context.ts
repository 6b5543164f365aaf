import type { Hono } from 'hono';
import type { Clock } from '../contract/shared/clock.ts';
import type { Log } from './log.ts';
import type { PanelOptions } from './ports.ts';
import type { IdentityService, Provider } from './providers/provider.ts';
import { PanelError, type Reply } from './reply.ts';
import type { HeaderReader } from './request.ts';
import type { ProviderName, Session, SessionStore } from './sessions/session.ts';
import type { Owner, PanelStore } from './store/store.ts';
import type { Upstream } from './upstream.ts';

/** What every route can rely on. */
export interface Panel {
  readonly options: PanelOptions;
  readonly publicUrl: URL | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly store: PanelStore;
  readonly sessions: SessionStore;
  readonly upstream: Upstream;
  /** Where people may sign in; the first unless they say otherwise. */
  readonly services: readonly [IdentityService, ...IdentityService[]];
  /** The identity service of a sign-in; undefined when it is not among them any more. */
  service(session: Session): IdentityService | undefined;
  readonly providers: Readonly<Record<ProviderName, Provider>>;
  /** The API that a sign-in's regions speak. */
  provider(session: Session): Provider;
  /** Whether an operation id is of one of the APIs. */
  isOperation(id: string): boolean;
  /** A new id that sorts by time. */
  newId(): string;
  /** SHA-256 of a text, in hexadecimal. */
  sha256(text: string): string | Promise<string>;
  /** The request's sign-in; null when signed out, expired or ended. */
  session(headers: HeaderReader): Promise<Session | null>;
  /** Treats a sign-in as ended from now on, here and on the other servers. Never throws. */
  end(session: Session): Promise<void>;
  /** Runs `task` once the current answer is made; what it throws is logged under `message`. */
  later(message: string, task: () => Promise<void>): void;
}

/** One request on its way through the panel. */
export interface RequestState<Made = Response> {
  readonly reply: Reply<Made>;
  readonly url: URL;
  /** Network address that the request came from; empty when unknown. */
  readonly address: string;
  /** What the log and the metrics call this request, once a route knows better than its path: the contract's operation. */
  route: string;
  session: Session | null;
  /** The service's own number of the request that it was forwarded as. */
  serviceRequestId?: string | null;
}

export type PanelApp = Hono<{ Bindings: RequestState }>;

/** The request's sign-in. Throws a PanelError that opens the sign-in page. */
export async function signedIn(panel: Panel, headers: HeaderReader): Promise<Session> {
  const session = await panel.session(headers);
  if (!session)
    throw new PanelError(401, 'signed-out', 'You are not signed in, or your sign-in has expired. Sign in again.');
  return session;
}

/** Whose calls and favourites: the user's of an account of an identity service. Those of older versions are of the only one they knew. */
export const ownerOf = ({ provider, service, account, user }: Session): Owner => ({
  account: provider === 'clb' ? account : `${service} ${account}`,
  user,
});
