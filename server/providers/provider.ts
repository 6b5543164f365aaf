import type { z } from 'zod';
import type { ChangeRecord } from '../../contract/shared/change-record.ts';
import type { CheckedLoadBalancer } from '../checks/subject.ts';
import type { PanelError } from '../reply.ts';
import type { PendingSignIn, ProviderName, Session } from '../sessions/session.ts';
import type { ChangeVerdict } from '../store/store.ts';
import type { UpstreamAnswer } from '../upstream.ts';

/** A request below `/api/{REGION}` as the API takes it. */
export interface ApiCall {
  /** Operation id of the contract, or of what a local region offers beyond it. */
  readonly operation: string;
  readonly region: string;
  readonly method: string;
  /** Where it is sent. */
  readonly url: string;
  /** Path and query below the region's endpoint, as the history keeps them. */
  readonly path: string;
  /** Values of the path's parameters. */
  readonly params: Readonly<Record<string, string>>;
  /** Whether the API's limits count it. */
  readonly counted: boolean;
}

/** What a write is about, as the history keeps it; null where it is about none or it cannot be told. */
export interface WriteSubject {
  readonly loadBalancerId: string | null;
  /** The part of it that has the value, where the load balancer is not all one. */
  readonly part: string | null;
  /** The load balancer's name, where finding it brought that along. */
  readonly name: string | null;
}

/** One request's place within its account's limits. */
export interface Turn {
  /** Milliseconds to wait when nothing is left; 0: the request may be sent. */
  readonly wait: number;
  /**
   * Takes note of what the region answered. Returns the milliseconds for which it closed the verb, at most a minute, or null when
   * the answer is no refusal for the limit.
   */
  heard(answer: UpstreamAnswer): number | null;
  /** The request is over, answered or not. */
  end(): void;
}

/** A refusal for the limit in the API's own shape, so that every client of it understands. */
export interface LimitAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Limits {
  /** Takes one request out of the account's limits in the region. Never rejects. */
  take(session: Session, region: string, method: string, counted: boolean): Turn | Promise<Turn>;
  /**
   * How a request is refused that has to wait. `wait`: milliseconds; `given`: the status of the region's own refusal, where it was one.
   */
  refusal(session: Session, region: string, method: string, wait: number, given?: number): LimitAnswer;
}

/** What a stickiness check needs of the API. */
export interface CheckReads {
  /** The form of a load balancer's id. */
  readonly loadBalancerId: z.ZodType<string, string>;
  /** The form of the id of a part that has session persistence of its own; null where the load balancer has it. */
  readonly part: z.ZodType<string, string> | null;
  /**
   * What the check is about, virtual IPs included: they alone may be connected to. `part`: null where none was named; `path`: where the
   * requests go. Throws a PanelError when it cannot be read, and where such requests would not reach the part.
   */
  subject(
    session: Session,
    region: string,
    loadBalancerId: string,
    about: { readonly part: string | null; readonly path: string },
  ): Promise<CheckedLoadBalancer>;
  /** The node on which the load balancer's own table holds a client; null where there is no table or no such entry. */
  heldNode(session: Session, region: string, loadBalancerId: string, client: string): Promise<number | null>;
}

/** A load balancer API, as everything in the server outside `providers/` knows it. */
export interface Provider {
  readonly name: ProviderName;
  /** As it stands in a sentence: `Cloud Load Balancers`. */
  readonly apiName: string;
  /** Paths below a region's endpoint that the list asks for first; public/early.js asks without knowing an API. */
  readonly firstReads: readonly string[];
  /** The operation that a request asks for; null where it is none, so that it is not sent. `path`: percent-encoded; `query` with its `?`. */
  call(session: Session, region: string, method: string, path: string, query: string): ApiCall | null;
  /** Whether an operation id is of the contract. */
  isOperation(id: string): boolean;
  /** Whether an operation id is of a write that is forwarded. */
  isWrite(id: string): boolean;
  readonly limits: Limits;
  /** The load balancer behind a write's path. `body`: the request's. Throws a PanelError where nothing may be sent without it. */
  subjectOf(session: Session, call: ApiCall, body: Uint8Array | null): WriteSubject | Promise<WriteSubject>;
  /** What an answer means where it does not say so itself; null where it does. */
  explain?(session: Session, call: ApiCall, answer: UpstreamAnswer): PanelError | null;
  /** Whether an answer to a write says that nothing was changed; false of one that accepts it, or leaves that open. Never throws. */
  refuses(answer: UpstreamAnswer): boolean;
  /** Id of the load balancer that a write made, out of its answer; undefined when it made none. Never throws. */
  createdId(call: ApiCall, answer: UpstreamAnswer): string | undefined;
  /**
   * Why a sign-in may not say how a change ended (`verdict`) or export what its account wrote (`export`), as a sentence that names what is
   * missing; null when it may.
   */
  missingRight(session: Session, right: 'verdict' | 'export'): string | null;
  /**
   * Reads what a recorded write is about, with the session's own rights, and judges by what is there. `laterChange` finds a later
   * change of the same thing, after which its value says nothing about this one. Throws a PanelError when nothing could be read.
   */
  checkChange(
    session: Session,
    record: ChangeRecord,
    laterChange: () => Promise<ChangeRecord | undefined>,
  ): Promise<ChangeVerdict>;
  readonly checks: CheckReads;
  /** The API's OpenAPI document. */
  openApi(): Promise<unknown>;
}

/** An account that a sign-in may be for, where there are several. */
export interface AccountChoice {
  readonly id: string;
  readonly name: string;
  /** Id of the domain that the name is of; null where it is not known. */
  readonly domainId: string | null;
}

/** A sign-in, or what is still missing for one. */
export type SignedIn =
  | { readonly session: Session }
  | { readonly pending: PendingSignIn; readonly accounts?: readonly AccountChoice[] };

/** A sign-in as it was typed. */
export interface SignIn {
  /** Whom wrong secrets count against. */
  readonly user: string;
  /** Carries it out. Throws a PanelError whose message is for the user. */
  carryOut(): Promise<SignedIn>;
}

/** Where people sign in: an identity service of an API. */
export interface IdentityService {
  /** Its root, which names it wherever data of its users is kept. */
  readonly url: string;
  readonly provider: Provider;
  /** By which it is chosen where there are several. */
  readonly name: string;
  /** What the sign-in page may know of it beside its name: how people sign in there, and what the form begins with. Nothing secret. */
  readonly form: Readonly<Record<string, unknown>>;
  /** Why nobody can sign in there, as a sentence; null when people can. */
  readonly refusal: string | null;
  /** Whether it is a local region's, and the demo users that may sign in then. */
  local(): Promise<boolean>;
  readonly demoUsers: readonly { readonly username: string; readonly apiKey: string }[];
  /** Reads what was typed. Throws a PanelError that names the field that does not fit. */
  read(typed: unknown): SignIn;
  /** Where one user may have several accounts. */
  readonly accounts?: {
    /** Whether what was typed goes on with a sign-in, or chooses another account of one, instead of beginning one. */
    goesOn(typed: unknown): boolean;
    resume(pending: PendingSignIn, typed: unknown): SignIn;
    /** The accounts that the user may go over to. Throws a PanelError. */
    list(session: Session): Promise<readonly AccountChoice[]>;
    /** The same user's sign-in for another account; the token that it leaves is made worthless. Throws a PanelError. */
    change(session: Session, typed: unknown): Promise<Session>;
  };
  /** Makes a sign-in's tokens worthless. Returns whether the identity service said that they are. Throws a PanelError. */
  revoke(session: Session): Promise<boolean>;
}
