import type { ChangeIntent, ChangeRecord, Verdict } from '../../contract/shared/change-record.ts';
import type { SavedView } from '../../contract/shared/saved-view.ts';
import type { StoredCheck } from '../../contract/shared/stickiness-check.ts';

/** What the panel server keeps. Every reader names the account; nothing of another account is ever returned. */

export interface ChangeOutcome {
  readonly status: number | null;
  readonly duration: number;
  readonly verdict: Verdict | null;
  readonly detail: string | null;
  /** OpenStack's number of the request; null where there is none. */
  readonly serviceRequestId?: string | null;
  /** Known only now when the write created the load balancer. */
  readonly loadBalancerId?: string;
  /** Only when it was this request that sent the change; whichever did unless given. */
  readonly requestId?: string;
}

export interface ChangeQuery {
  readonly region?: string | undefined;
  readonly loadBalancerId?: string | undefined;
  readonly run?: string | undefined;
  readonly operation?: string | undefined;
  /** A part of the load balancer's name or id, in any case. */
  readonly loadBalancer?: string | undefined;
  /** A part of the user's name, in any case. */
  readonly user?: string | undefined;
  /** `none`: the outcome is unknown, whether somebody looked or not. */
  readonly verdict?: Verdict | 'none' | undefined;
  /** ISO 8601, UTC, with milliseconds; inclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Only changes older than this id. */
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface ChangeVerdict {
  readonly verdict: Verdict;
  readonly after?: string | undefined;
  readonly detail?: string | undefined;
}

/** `verdictKey`: SHA-256 of the key by which the browser that makes the change may judge it; without it only the server may. */
export interface StoredIntent extends ChangeIntent {
  readonly verdictKey?: string | null | undefined;
}

/** Why a verdict was not stored, or that it was (also when the same one stood there). */
export type Judged = 'stored' | 'no-such-change' | 'wrong-key' | 'known-already' | 'not-sent';

/** Whose changes: an account of an identity service. Those of older versions name no service and are of the provider `clb`. */
export interface AccountRef {
  readonly service: string;
  readonly provider: string;
  readonly account: string;
}

/** An announced change that is about to be sent, as it is sent. */
export interface Sending extends Pick<ChangeIntent, 'method' | 'path' | 'body' | 'requestId'> {
  /** What it was announced as; nothing is sent as anything else. */
  readonly announced: AccountRef &
    Pick<ChangeIntent, 'id' | 'user' | 'region' | 'operation' | 'loadBalancerId' | 'part'>;
}

/** By the right of a key, given as its SHA-256, or of the server's own reading. */
export type Judge = { readonly verdictKey: string } | 'server';

export interface HistoryStore {
  /** Resolves when the intent is durable; throws when it cannot be stored. Keeps the account's newest within the bounds. */
  begin(intent: StoredIntent): Promise<void>;
  /**
   * Stores a change that may be sent later; throws when it cannot be stored. It outlives this process, but need not outlive a power cut:
   * nothing has been sent.
   */
  announce(intent: StoredIntent): Promise<void>;
  /**
   * Marks an announced change as sent, once. Resolves with true when that is durable, with false when there is no such announcement that
   * was not sent before; throws when it cannot be stored.
   */
  send(sending: Sending): Promise<boolean>;
  /** Notes how it went; what was judged meanwhile stands. Seen by every later read through this store; lost in a crash, which then reads as unknown. */
  end(account: string, id: string, outcome: ChangeOutcome): void;
  /** Stores a verdict while none is known: once confirmed or failed it stands. */
  judge(of: AccountRef, id: string, verdict: ChangeVerdict, judge: Judge): Promise<Judged>;
  /** Newest first. */
  find(of: AccountRef, query: ChangeQuery): Promise<ChangeRecord[]>;
  get(of: AccountRef, id: string): Promise<ChangeRecord | null>;
}

/** Whose calls and favourites. */
export interface Owner {
  readonly account: string;
  readonly user: string;
}

/** A call made in the explorer, tokens masked. */
export interface Call {
  readonly id: string;
  readonly at: string;
  readonly operation: string;
  readonly region: string;
  readonly method: string;
  readonly path: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: string | null;
  readonly status: number | null;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: string | null;
  /** Milliseconds. */
  readonly duration: number | null;
  /** Bytes of the whole answer, more than is kept when it was long. */
  readonly size: number | null;
  readonly requestId: string | null;
}

/** A call as lists show it. */
export type CallSummary = Omit<Call, 'requestBody' | 'responseBody'>;

export interface CallStore {
  /** Keeps the owner's newest `most` calls, as far as they are within the bounds. */
  add(owner: Owner, call: Call, most: number): Promise<void>;
  /** Newest first, older than `cursor`. */
  find(
    owner: Owner,
    query: { cursor?: string | undefined; operation?: string | undefined; limit: number },
  ): Promise<CallSummary[]>;
  get(owner: Owner, id: string): Promise<Call | null>;
  /** Removes one call, or all. */
  remove(owner: Owner, id?: string): Promise<void>;
}

export interface FavouriteStore {
  add(owner: Owner, operation: string): Promise<void>;
  find(owner: Owner): Promise<string[]>;
  remove(owner: Owner, operation: string): Promise<void>;
}

/** Whose saved views: a user's of an account of an identity service. */
export interface ViewOwner extends Owner {
  /** Root of the identity service. */
  readonly service: string;
}

/** Names that people would call the same are the same. */
export interface ViewStore {
  /** By name. */
  find(owner: ViewOwner): Promise<SavedView[]>;
  /**
   * Keeps the view in place of the one that has its name, under the id of that one. Resolves with what is kept; null when it is new and the
   * owner has `most` already.
   */
  save(owner: ViewOwner, view: SavedView, most: number): Promise<SavedView | null>;
  /** Gives the view of that id another name and query. */
  change(owner: ViewOwner, view: SavedView): Promise<'changed' | 'no-such-view' | 'name-taken'>;
  remove(owner: ViewOwner, id: string): Promise<void>;
}

export interface Feedback {
  readonly id: string;
  readonly at: string;
  /** Null when it was written signed out. */
  readonly account: string | null;
  readonly user: string | null;
  readonly text: string;
  readonly contact: string | null;
  /** Address of the page it was written on. */
  readonly page: string;
  readonly operation: string | null;
  readonly requestId: string | null;
}

export interface FeedbackStore {
  /** Keeps the newest within the bound. */
  add(feedback: Feedback): Promise<void>;
  /** Newest first. */
  find(account: string, query: { cursor?: string | undefined; limit: number }): Promise<Feedback[]>;
}

/** Sign-ins that were ended before they expired, so that a copied cookie is worth nothing on any server. */
export interface SignOutStore {
  /** `until`: ISO 8601, when the sign-in would have expired by itself. */
  add(session: string, until: string): Promise<void>;
  has(session: string): Promise<boolean>;
}

/** An address from which a user has signed in; both hashed. */
export interface KnownAddress {
  readonly user: string;
  readonly address: string;
}

/** Addresses that are known to be their users', so that no stranger's wrong keys keep them out. */
export interface KnownAddressStore {
  /** Keeps an address until `until` (ISO 8601), and of its user the `most` that are kept longest. */
  remember(known: KnownAddress & { readonly until: string }, most: number): Promise<void>;
  /** Whether it is kept at `now` (ISO 8601). */
  has(known: KnownAddress, now: string): Promise<boolean>;
}

/** ISO 8601; null where there is none. */
export interface StoreTimes {
  /** When old rows were removed last, as noted then. */
  readonly cleanUp: string | null;
  /** Time of the newest change, call or feedback. */
  readonly newest: string | null;
}

/**
 * What bounds the rows and bytes of one account (of calls: of one user), so that no flood fills the disk; the oldest go first. Refused
 * writes and those never sent have bounds of their own, so that they push nothing out that was carried out.
 */
export const bounds = {
  changes: { rows: 100_000, bytes: 256 * 1024 * 1024 },
  refused: { rows: 2_000, bytes: 8 * 1024 * 1024 },
  unsent: { rows: 2_000, bytes: 16 * 1024 * 1024 },
  calls: { rows: 200, bytes: 8 * 1024 * 1024 },
  callsOfAccount: { rows: 2_000, bytes: 32 * 1024 * 1024 },
  /** Also for all that was written signed out. */
  feedback: { rows: 1_000, bytes: 2 * 1024 * 1024 },
} as const;

export interface Bound {
  readonly rows: number;
  /** As UTF-8; the newest row is kept whatever its size. */
  readonly bytes: number;
}

/** Whose check it is: a load balancer of an account at an identity service. */
export interface CheckKey {
  /** Root of the identity service. */
  readonly service: string;
  readonly account: string;
  readonly region: string;
  readonly loadBalancerId: string;
}

/** A stickiness check, with what it found out for the next one. */
export interface KeptCheck {
  readonly check: StoredCheck;
  /** The header that was asked for, and the nodes that were there, as one text. */
  readonly header: string | null;
  readonly nodes: string | null;
  /** Values of the header by which these nodes were told apart; empty when they were not. */
  readonly names: readonly string[];
}

/** The last stickiness check of each load balancer. */
export interface CheckStore {
  /** Replaces what is kept for the load balancer, and forgets all but the account's newest `most` checks. */
  keep(key: CheckKey, check: KeptCheck, most: number): Promise<void>;
  find(key: CheckKey): Promise<KeptCheck | null>;
}

export interface PanelStore {
  readonly history: HistoryStore;
  readonly calls: CallStore;
  readonly favourites: FavouriteStore;
  readonly views: ViewStore;
  readonly feedback: FeedbackStore;
  readonly signOuts: SignOutStore;
  readonly knownAddresses: KnownAddressStore;
  readonly checks: CheckStore;
  /**
   * Forgets changes, calls, checks and feedback older than `before`, and sign-outs and known addresses that expired before `now` (both ISO 8601).
   */
  forget(before: string, now: string): Promise<void>;
  times(): Promise<StoreTimes>;
  /** `at`: ISO 8601. */
  noteCleanUp(at: string): Promise<void>;
  /** Writes what is still to be written, then lets go. */
  close(): Promise<void>;
}
