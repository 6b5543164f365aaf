import { persistenceLabel } from '../../../contract/clb/persistence.ts';
import { transientStatuses } from '../../../contract/clb/statuses.ts';
import type { Clock } from '../../../contract/shared/clock.ts';
import {
  type LoadBalancerDetails,
  type LoadBalancerRef,
  type Persistence,
  persistenceType,
  refKey,
  samePersistence,
} from '../../model/load-balancer.ts';
import { tellVerdict } from '../history/verdicts.ts';
import { backgroundClock } from '../http/background-clock.ts';
import { ApiError } from '../http/client.ts';
import { priority } from '../http/queue.ts';
import { inventory } from '../inventory/inventory.ts';
import { readDetails, type WriteContext, writePersistence } from '../providers/clb/load-balancers.ts';

/** What is asked for: bring one load balancer from the value that was read to another. */
export interface ChangeRequest {
  readonly ref: LoadBalancerRef;
  readonly name: string;
  readonly before: Persistence;
  readonly after: Persistence;
  readonly reason: string;
  readonly run: string | null;
  /** When the load balancer is not ACTIVE: wait for it, or stop and say so. */
  readonly whenBusy: 'wait' | 'stop';
  /** Details that are known to be the newest, so that they need no reading before the write. */
  readonly known?: LoadBalancerDetails;
}

/** Why a change ended otherwise than asked. */
export type Failure =
  /** The service or the panel refused it; nothing was changed. */
  | 'refused'
  /** The load balancer is not ACTIVE now; nothing was sent, or the service refused it as immutable. */
  | 'busy'
  /** Its status never takes a change: ERROR, SUSPENDED, PENDING_DELETE. */
  | 'not-editable'
  /** The load balancer does not exist any more. */
  | 'gone'
  /** Somebody else changed the value between the choice and the sending; nothing was sent. */
  | 'changed-by-others'
  /** Accepted, but the load balancer ended in ERROR: the stored value may not be live. */
  | 'error-status'
  /** Accepted and ACTIVE again, but another value was read back. */
  | 'mismatch'
  /** It is not known whether the change was carried out. */
  | 'unconfirmed';

export type ChangeState =
  | { readonly at: 'queued'; readonly waitingFor: string }
  | { readonly at: 'sending' }
  /** `unanswered`: no answer says whether the write was accepted; only reading tells. */
  | { readonly at: 'settling'; readonly since: number; readonly unanswered?: true }
  | { readonly at: 'reading'; readonly since: number; readonly unanswered?: true }
  /** `already`: the value was there before anything was sent, or the service said so. */
  | {
      readonly at: 'done';
      readonly already: boolean;
      readonly took: number;
      readonly details: LoadBalancerDetails;
      readonly unanswered?: true;
    }
  | { readonly at: 'failed'; readonly why: Failure; readonly message: string; readonly error: ApiError | null }
  | { readonly at: 'cancelled' };

export interface Change extends ChangeRequest {
  readonly key: string;
  readonly state: ChangeState;
}

export const isOver = (state: ChangeState): boolean =>
  state.at === 'done' || state.at === 'failed' || state.at === 'cancelled';

/** The parts of the world that a change touches. */
export interface ChangeWorld {
  readonly clock: Clock;
  write(
    ref: LoadBalancerRef,
    after: Persistence,
    context: WriteContext,
  ): Promise<{ readonly headers: { get(name: string): string | null } }>;
  details(ref: LoadBalancerRef): Promise<LoadBalancerDetails>;
  /** Resolves when a read begun after the call shows the load balancer outside every pending status (or gone); rejects when the signal aborts. */
  settled(ref: LoadBalancerRef, signal?: AbortSignal): Promise<unknown>;
  /** `after`: the value that was read; null leaves the one that was asked for. */
  verdict(record: string, verdict: 'confirmed' | 'failed' | 'unconfirmed', after: string | null, detail: string): void;
  /** Told of every details read, so that pages show the newest. */
  onRead(details: LoadBalancerDetails): void;
}

const notEditable: Record<string, string> = {
  ERROR:
    'is in status ERROR and cannot be changed. Its traffic still flows; contact support to have the load balancer reset.',
  SUSPENDED: 'is in status SUSPENDED and cannot be changed. Contact support to have the suspension lifted.',
  PENDING_DELETE: 'is being deleted (PENDING_DELETE) and cannot be changed.',
  DELETED: 'is deleted (DELETED) and cannot be changed.',
};

/** Why a load balancer in this status cannot be edited, as the end of a sentence that begins with its name; null when it can, now or later. */
export const whyNotEditable = (status: string): string | null => notEditable[status] ?? null;

/** Whether a change can wait for the load balancer to become ACTIVE by itself. */
export const canQueue = (status: string): boolean => transientStatuses.includes(status);

const apiValue = (persistence: Persistence): string => persistenceType(persistence) ?? 'DISABLED';
const words = (persistence: Persistence): string => persistenceLabel(persistenceType(persistence));
const isGone = (error: unknown): boolean => error instanceof ApiError && (error.status === 404 || error.status === 410);

/** The three meanings of 422: deleted, already disabled, immutable now. Source: CLB v1.0 API, session persistence faults. */
export function meaningOf422(message: string): 'gone' | 'already-disabled' | 'immutable' | null {
  if (/is deleted and considered immutable/i.test(message)) return 'gone';
  if (/persistence is already deleted/i.test(message)) return 'already-disabled';
  if (/considered immutable/i.test(message)) return 'immutable';
  return null;
}

class Stop extends Error {
  readonly state: ChangeState;
  constructor(state: ChangeState) {
    super(state.at);
    this.state = state;
  }
}

const failed = (why: Failure, message: string, error: unknown = null): Stop =>
  new Stop({ at: 'failed', why, message, error: error instanceof ApiError ? error : null });

/** Whether nobody can say if a request that failed so was carried out. */
const isUnknownOutcome = (error: ApiError): boolean =>
  error.status === 0 ||
  (error.source === 'panel' &&
    /^(aborted|upstream-(reset|slow|too-large|truncated|not-api|redirect))$/.test(error.code)) ||
  /^http-50[0234]$/.test(error.code);

/**
 * Carries one change through: wait for ACTIVE if asked, send once, wait until it has settled, read back. `report` hears every state;
 * the last one is given back. A write is never sent twice: when its outcome is unknown, only reads follow. `signal` takes the change
 * back as long as it has not been sent.
 */
export async function carryOut(
  request: ChangeRequest,
  world: ChangeWorld,
  report: (state: ChangeState) => void,
  signal?: AbortSignal,
): Promise<ChangeState> {
  const { ref, name, after } = request;
  const started = world.clock.now();
  let sent = false;

  function stopIfCancelled(): void {
    if (signal?.aborted) throw new Stop({ at: 'cancelled' });
  }

  async function read(): Promise<LoadBalancerDetails> {
    const details = await world.details(ref).catch((error: unknown) => {
      if (isGone(error)) throw failed('gone', `${name} does not exist any more.`, error);
      throw error;
    });
    if (details.status === 'DELETED') throw failed('gone', `${name} does not exist any more.`);
    world.onRead(details);
    return details;
  }

  const busy = (status: string): Stop =>
    failed(
      'busy',
      `${name} has status ${status} and takes no change until it is ACTIVE. Nothing was sent; try again when it is.`,
    );

  async function waitForTurn(status: string): Promise<void> {
    let current = status;
    while (current !== 'ACTIVE') {
      const why = whyNotEditable(current);
      if (why) throw failed('not-editable', `${name} ${why}`);
      if (!canQueue(current)) throw busy(current);
      report({ at: 'queued', waitingFor: current });
      await world.settled(ref, signal).catch((error: unknown) => {
        stopIfCancelled();
        throw error;
      });
      stopIfCancelled();
      const details = await read();
      stopIfCancelled();
      if (samePersistence(details.persistence, after) && details.status === 'ACTIVE')
        throw new Stop({ at: 'done', already: true, took: 0, details });
      if (!samePersistence(details.persistence, request.before))
        throw failed(
          'changed-by-others',
          `Nothing was sent: session persistence of ${name} was ${words(request.before)} when you chose and is ${words(details.persistence)} now. Look at the new value and choose again.`,
        );
      current = details.status;
    }
  }

  /** Sends the write; gives the id of its record, and the error after which its outcome is not known. */
  async function write(): Promise<{ record: string | null; doubt: ApiError | null }> {
    for (;;) {
      report({ at: 'sending' });
      try {
        const answer = await world.write(ref, after, request);
        sent = true;
        return { record: answer.headers.get('x-holdfast-change'), doubt: null };
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (isGone(error)) throw failed('gone', error.message, error);
        const meaning = error.status === 422 ? meaningOf422(error.message) : null;
        if (meaning === 'gone') throw failed('gone', error.message, error);
        if (meaning === 'already-disabled')
          throw new Stop({ at: 'done', already: true, took: world.clock.now() - started, details: await read() });
        if (meaning === 'immutable') {
          const details = await read();
          const why = whyNotEditable(details.status);
          if (why) throw failed('not-editable', `${name} ${why}`, error);
          if (request.whenBusy === 'stop') throw failed('busy', error.message, error);
          await waitForTurn(details.status === 'ACTIVE' ? 'PENDING_UPDATE' : details.status);
          continue;
        }
        if (isUnknownOutcome(error)) {
          sent = true;
          return { record: error.change, doubt: error };
        }
        throw failed('refused', error.messages.join(' '), error);
      }
    }
  }

  async function confirm(record: string | null, doubt: ApiError | null): Promise<ChangeState> {
    const since = world.clock.now();
    const unanswered = doubt ? ({ unanswered: true } as const) : {};
    let details: LoadBalancerDetails;
    do {
      report({ at: 'settling', since, ...unanswered });
      await world.settled(ref);
      report({ at: 'reading', since, ...unanswered });
      details = await read();
      // With the value there, another change of the load balancer has begun since: that one ends, too.
    } while (canQueue(details.status) && samePersistence(details.persistence, after));
    const verdict = (verdict: 'confirmed' | 'failed' | 'unconfirmed', detail: string) => {
      // The record keeps what was asked for as long as it may still arrive: a later reading compares with it.
      const value = verdict === 'unconfirmed' ? null : apiValue(details.persistence);
      if (record) world.verdict(record, verdict, value, detail);
    };
    if (details.status === 'ERROR') {
      verdict('failed', 'The load balancer ended in ERROR.');
      throw failed(
        'error-status',
        `${name} ended in ERROR. The stored value reads ${words(details.persistence)} but may not be live. Traffic still flows; contact support to have the load balancer reset.`,
      );
    }
    if (samePersistence(details.persistence, after) && details.status === 'ACTIVE') {
      verdict('confirmed', '');
      return { at: 'done', already: false, took: world.clock.now() - started, details, ...unanswered };
    }
    if (doubt) {
      const answer =
        doubt.source === 'region'
          ? `${ref.region} answered ${doubt.status} (“${doubt.messages.join(' ')}”)`
          : 'The answer to the change did not arrive';
      verdict('unconfirmed', `${answer}. Read back as ${apiValue(details.persistence)}.`);
      throw failed(
        'unconfirmed',
        `${answer}, and ${name} reads ${words(details.persistence)} (${details.status}). It was not sent again. Check the value, then decide.`,
        // It has been read since: what kept an answer from arriving is over, and no reason for a run to pause.
        doubt.source === 'region' ? doubt : null,
      );
    }
    verdict('failed', `Read back as ${apiValue(details.persistence)}.`);
    throw failed(
      'mismatch',
      `The change was accepted, but ${name} reads ${words(details.persistence)} now, with status ${details.status}. Somebody may have changed it in the meantime.`,
    );
  }

  try {
    const details = request.known ?? (await read());
    const { status, persistence } = details;
    // Sending a value that is there already would only make the load balancer immutable for a while.
    if (status === 'ACTIVE' && samePersistence(persistence, after))
      throw new Stop({ at: 'done', already: true, took: 0, details });
    if (status === 'ACTIVE' && !samePersistence(persistence, request.before))
      throw failed(
        'changed-by-others',
        `Nothing was sent: session persistence of ${name} was ${words(request.before)} when you chose and is ${words(persistence)} now. Look at the new value and choose again.`,
      );
    if (status !== 'ACTIVE' && request.whenBusy === 'stop') {
      const why = whyNotEditable(status);
      throw why ? failed('not-editable', `${name} ${why}`) : busy(status);
    }
    await waitForTurn(status);
    stopIfCancelled();
    const { record, doubt } = await write();
    const state = await confirm(record, doubt);
    report(state);
    return state;
  } catch (error) {
    const state =
      error instanceof Stop
        ? error.state
        : failed(
            sent ? 'unconfirmed' : 'refused',
            sent
              ? `The change was sent, but ${name} could not be read back: ${error instanceof Error ? error.message : String(error)} Read it again to see the value.`
              : error instanceof Error
                ? error.message
                : String(error),
            error,
          ).state;
    report(state);
    return state;
  }
}

/** Waits by reading the details, quickly first, then every five seconds as the API's documents advise. */
async function settledByDetails(ref: LoadBalancerRef, clock: Clock, signal?: AbortSignal): Promise<void> {
  for (let wait = 300; ; wait = Math.min(5_000, wait * 1.5)) {
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        stop();
        reject(signal?.reason);
      };
      const stop = clock.after(wait, () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      });
      signal?.addEventListener('abort', leave, { once: true });
    });
    try {
      const { status } = await readDetails(ref, priority.onScreen, signal);
      if (!canQueue(status) && status !== 'PENDING_DELETE') return;
    } catch (error) {
      if (isGone(error)) return;
      if (!(error instanceof ApiError) || (error.status !== 0 && error.status < 500 && !error.limited)) throw error;
    }
  }
}

/** The changes of this page, by load balancer: what the dialog shows and what the tray keeps when it is closed. */
export class PersistenceChanges {
  readonly #world: ChangeWorld;
  #changes: readonly Change[] = [];
  /** What cancels the latest change of each load balancer. */
  readonly #controls = new Map<string, AbortController>();
  readonly #listeners = new Set<() => void>();

  constructor(world: ChangeWorld) {
    this.#world = world;
  }

  /** Starts a change; one at a time for each load balancer. Resolves with its end. */
  async start(request: ChangeRequest): Promise<ChangeState> {
    const key = refKey(request.ref);
    const current = this.of(request.ref);
    if (current && !isOver(current.state))
      throw new Error(`A change of ${request.name} is under way. Wait for it or cancel it.`);
    const control = new AbortController();
    this.#controls.set(key, control);
    this.#set({ ...request, key, state: { at: 'sending' } });
    return carryOut(
      request,
      this.#world,
      (state) => {
        if (!control.signal.aborted) this.#set({ ...request, key, state });
      },
      control.signal,
    );
  }

  /** Takes back a change that has not been sent. */
  cancel(ref: LoadBalancerRef): void {
    const change = this.of(ref);
    if (change?.state.at !== 'queued') return;
    this.#controls.get(change.key)?.abort();
    this.#set({ ...change, state: { at: 'cancelled' } });
  }

  /** Removes a change that is over. */
  dismiss(ref: LoadBalancerRef): void {
    this.#changes = this.#changes.filter(({ key, state }) => key !== refKey(ref) || !isOver(state));
    this.#publish();
  }

  of(ref: LoadBalancerRef): Change | undefined {
    return this.#changes.find(({ key }) => key === refKey(ref));
  }

  all = (): readonly Change[] => this.#changes;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #set(change: Change): void {
    this.#changes = [...this.#changes.filter(({ key }) => key !== change.key), change];
    this.#publish();
  }

  #publish(): void {
    for (const listener of this.#listeners) listener();
  }
}

let onRead: (details: LoadBalancerDetails) => void = () => undefined;

/** Where details that a change read go: the query cache. */
export const setOnRead = (listener: (details: LoadBalancerDetails) => void): void => {
  onRead = listener;
};

export const changeWorld: ChangeWorld = {
  clock: backgroundClock,
  write: writePersistence,
  details: (ref) => readDetails(ref, priority.onScreen),
  settled: (ref, signal) =>
    inventory.isComplete(ref.region) ? inventory.settled(ref, signal) : settledByDetails(ref, backgroundClock, signal),
  verdict: tellVerdict,
  onRead: (details) => {
    inventory.put(details);
    onRead(details);
  },
};

export const persistenceChanges = new PersistenceChanges(changeWorld);
