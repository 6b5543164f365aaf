import { sentence } from '../../model/format.ts';
import type { LoadBalancerDetails } from '../../model/load-balancer.ts';
import { ApiError } from '../http/client.ts';
import type { Standing } from '../providers/provider.ts';
import { type ChangeRequest, type ChangeState, calledOf, type Failure } from './change.ts';
import type { ChangePorts, Verdict } from './ports.ts';

/** One reading of the subject. */
interface Reading<Value> {
  readonly details: LoadBalancerDetails;
  readonly value: Value;
  readonly standing: Standing;
}

/** Nothing more is to be done. */
interface Ended {
  readonly end: ChangeState;
}

/** A write that is out. `doubt`: the error after which its outcome is not known. */
interface Sent {
  readonly record: string | null;
  readonly doubt: ApiError | null;
}

const ended = (end: ChangeState): Ended => ({ end });
const failed = (why: Failure, message: string, error: unknown = null): Ended =>
  ended({ at: 'failed', why, message, error: error instanceof ApiError ? error : null });
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Carries one change through: wait for its turn if asked, send once, wait until it has settled, read back. `report` hears every state;
 * the last one is given back. A write is never sent twice: when its outcome is unknown, only reads follow. `signal` takes the change
 * back as long as it has not been sent. Never rejects.
 */
export async function runChange<Value>(
  request: ChangeRequest<Value>,
  ports: ChangePorts,
  report: (state: ChangeState) => void,
  signal?: AbortSignal,
): Promise<ChangeState> {
  const { end: own } = await new Attempt(request, ports, report, signal).run();
  const end = own.at === 'failed' ? { ...own, message: own.message + doneBefore(request) } : own;
  report(end);
  return end;
}

/** What earlier steps of the same change have done, which stays; nothing where there are none. */
function doneBefore<Value>({ kind, name, before, step }: ChangeRequest<Value>): string {
  return step === undefined || step.from === before
    ? ''
    : ` Part of the change is made: ${kind.noun} of ${name} was ${kind.words(step.from)} and was then set to ${kind.words(before)}.`;
}

class Attempt<Value> {
  readonly #request: ChangeRequest<Value>;
  readonly #ports: ChangePorts;
  readonly #report: (state: ChangeState) => void;
  readonly #signal: AbortSignal | undefined;
  readonly #started: number;
  #sent = false;
  #last: LoadBalancerDetails | null = null;

  constructor(
    request: ChangeRequest<Value>,
    ports: ChangePorts,
    report: (state: ChangeState) => void,
    signal: AbortSignal | undefined,
  ) {
    this.#request = request;
    this.#ports = ports;
    this.#report = report;
    this.#signal = signal;
    this.#started = ports.clock.now();
  }

  async run(): Promise<Ended> {
    try {
      const reading = await this.#first();
      if ('end' in reading) return reading;
      const sent = await this.#send(reading);
      return 'end' in sent ? sent : await this.#prove(sent);
    } catch (error) {
      return this.#sent
        ? failed(
            'unconfirmed',
            `The change was sent, but ${this.#name} could not be verified: ${messageOf(error)} Refresh to see the value.`,
            error,
          )
        : failed('refused', messageOf(error), error);
    }
  }

  get #name(): string {
    return calledOf(this.#request);
  }

  get #cancelled(): Ended | null {
    return this.#signal?.aborted ? ended({ at: 'cancelled' }) : null;
  }

  /** Whether two values are the same as far as the change touches them. */
  #same(a: Value, b: Value): boolean {
    const { kind, before, after } = this.#request;
    const within = (value: Value) => kind.within?.(value, before, after) ?? value;
    return kind.same(within(a), within(b));
  }

  /** Whether the value that was asked for is there and traffic meets it. What is gone meets none. */
  #isThere({ value, standing }: Reading<Value>): boolean {
    return (standing.inForce || standing.isDeleted) && this.#same(value, this.#request.after);
  }

  /** The reading before anything is sent, or the end when nothing is to be sent now. */
  async #first(): Promise<Reading<Value> | Ended> {
    const { known, whenBusy } = this.#request;
    const reading = known ? await this.#asReading(known) : await this.#read();
    if ('end' in reading) return reading;
    const { standing } = reading;
    if (standing.isDeleted) return this.#already(reading.details, 0);
    if (standing.takesChange === 'now') return this.#needless(reading) ?? reading;
    if (whenBusy === 'wait') return reading;
    return standing.takesChange === 'never'
      ? failed('not-editable', `${this.#name} ${standing.why}`)
      : this.#busy(standing.status);
  }

  /** Why nothing is to be sent: the value is there already, or somebody else changed it. Null when it is to be sent. */
  #needless(reading: Reading<Value>): Ended | null {
    const { kind, before } = this.#request;
    // Sending a value that is there already would only lock the load balancer for a while.
    if (this.#isThere(reading)) return this.#already(reading.details, 0);
    if (this.#same(reading.value, before)) return null;
    return failed(
      'changed-by-others',
      `Nothing was sent: ${kind.noun} of ${this.#name} was ${kind.words(before)} when you chose and is ${kind.words(reading.value)} now. Look at the new value and choose again.`,
    );
  }

  /** It was so already, as the service says: read to be shown. */
  async #alreadyRead(): Promise<Ended> {
    const reading = await this.#read();
    return 'end' in reading ? reading : this.#already(reading.details, this.#ports.clock.now() - this.#started);
  }

  #already(details: LoadBalancerDetails, took: number): Ended {
    return ended({ at: 'done', already: true, took, details });
  }

  #busy(status: string): Ended {
    return failed(
      'busy',
      `${this.#name} has status ${status} and takes no change until it is ACTIVE. Nothing was sent; try again when it is.`,
    );
  }

  /** Waits until a reading shows that the load balancer takes a change. Null when it does and the change is still to be sent. */
  async #waitForTurn({ standing }: Reading<Value>): Promise<Ended | null> {
    const { subject } = this.#request;
    let current = standing;
    do {
      if (current.takesChange === 'never') return failed('not-editable', `${this.#name} ${current.why}`);
      if (current.takesChange === 'unknown') return this.#busy(current.status);
      this.#report({ at: 'queued', waitingFor: current.status });
      try {
        await this.#ports.settled(subject, this.#signal);
      } catch (error) {
        if (this.#cancelled) return this.#cancelled;
        throw error;
      }
      if (this.#cancelled) return this.#cancelled;
      const reading = await this.#read();
      if (this.#cancelled) return this.#cancelled;
      if ('end' in reading) return reading;
      const needless = this.#needless(reading);
      if (needless) return needless;
      current = reading.standing;
    } while (current.takesChange !== 'now');
    return null;
  }

  /** Sends the write when its turn has come. */
  async #send(reading: Reading<Value>): Promise<Sent | Ended> {
    let current = reading;
    for (;;) {
      if (current.standing.takesChange !== 'now') {
        const end = await this.#waitForTurn(current);
        if (end) return end;
      }
      if (this.#cancelled) return this.#cancelled;
      this.#report({ at: 'sending' });
      try {
        // Where it stands for the whole value, what was read knows more of it than what was seen, such as ids.
        const { kind } = this.#request;
        const record = await this.#ports.write(
          kind.within ? this.#request : { ...this.#request, before: current.value },
        );
        this.#sent = true;
        return { record, doubt: null };
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        const locked = await this.#afterRefusal(error);
        if (!('standing' in locked)) return locked;
        current = locked;
      }
    }
  }

  /** What an error means for the write: its end, a doubt, or the reading of a load balancer that was locked by then. */
  async #afterRefusal(error: ApiError): Promise<Sent | Ended | Reading<Value>> {
    const { subject, whenBusy } = this.#request;
    switch (this.#ports.meaningOf(error, subject)) {
      case 'gone':
        return this.#request.kind.whenGone === undefined ? failed('gone', error.message, error) : this.#alreadyRead();
      case 'unknown':
        this.#sent = true;
        return { record: error.change, doubt: error };
      case 'refused':
        return failed('refused', error.messages.join(' '), error);
      case 'already':
        return this.#alreadyRead();
      case 'locked': {
        const reading = await this.#read();
        if ('end' in reading) return reading;
        const { standing } = reading;
        if (standing.takesChange === 'never') return failed('not-editable', `${this.#name} ${standing.why}`, error);
        if (whenBusy === 'stop') return failed('busy', error.message, error);
        // It is free again by now, but another change may be on its way: the next poll tells.
        return standing.takesChange === 'now'
          ? { ...reading, standing: { ...standing, status: 'PENDING_UPDATE', takesChange: 'later', isTransient: true } }
          : reading;
      }
    }
  }

  /** Reads back until what was read is final, and says what it proves. */
  async #prove({ record, doubt }: Sent): Promise<Ended> {
    const { kind, after } = this.#request;
    const since = this.#ports.clock.now();
    const unanswered = doubt ? ({ unanswered: true } as const) : {};
    let reading: Reading<Value>;
    do {
      this.#report({ at: 'settling', since, ...unanswered });
      await this.#ports.settled(this.#request.subject);
      this.#report({ at: 'reading', since, ...unanswered });
      const next = await this.#read();
      if ('end' in next) return next;
      reading = next;
      // With the value there, another change of the load balancer has begun since: that one ends, too.
    } while (reading.standing.takesChange === 'later' && this.#same(reading.value, after));

    const { details, value, standing } = reading;
    const tell = (verdict: Verdict, detail: string) => {
      // The record keeps what was asked for as long as it may still arrive: a later reading compares with it.
      if (record) this.#ports.verdict(record, verdict, verdict === 'unconfirmed' ? null : kind.recorded(value), detail);
    };
    if (standing.broken) {
      tell('failed', `${this.#name} ended in ERROR.`);
      return failed(
        'error-status',
        `${this.#name} ended in ERROR. The stored value reads ${kind.words(value)} but ${standing.brokenValue}. ${standing.brokenWords}`,
      );
    }
    if (this.#isThere(reading)) {
      tell('confirmed', '');
      const took = this.#ports.clock.now() - this.#started;
      return ended({ at: 'done', already: false, took, details, ...unanswered });
    }
    if (doubt) {
      const answer = this.#doubtWords(doubt);
      tell('unconfirmed', `${answer}. It reads ${kind.recorded(value)}.`);
      return failed(
        'unconfirmed',
        `${answer}, and ${this.#name} reads ${kind.words(value)} (${standing.status}). It was not sent again. Check the value, then decide.`,
        // It has been read since: what kept an answer from arriving is over, and no reason for a run to pause.
        doubt.source === 'region' ? doubt : null,
      );
    }
    tell('failed', `It reads ${kind.recorded(value)}.`);
    return failed(
      'mismatch',
      `The change was accepted, but ${this.#name} reads ${kind.words(value)} now, with status ${standing.status}. Somebody may have changed it in the meantime.`,
    );
  }

  #doubtWords(doubt: ApiError): string {
    return doubt.source === 'region'
      ? `${this.#request.subject.region} answered ${doubt.status} (“${doubt.messages.join(' ')}”)`
      : 'The answer to the change did not arrive';
  }

  async #read(): Promise<Reading<Value> | Ended> {
    const { subject } = this.#request;
    try {
      const details = await this.#ports.details(subject);
      this.#last = details;
      const reading = await this.#asReading(details);
      if (!('end' in reading)) this.#ports.onRead(details);
      return reading;
    } catch (error) {
      if (error instanceof ApiError && this.#ports.meaningOf(error, subject) === 'gone') return this.#gone(null, error);
      throw error;
    }
  }

  async #asReading(details: LoadBalancerDetails): Promise<Reading<Value> | Ended> {
    const { subject, kind } = this.#request;
    const standing = this.#standing(details);
    if (standing.isDeleted) return this.#gone(details);
    const value = await kind.valueIn(details, subject);
    if (value !== undefined) return { details, value, standing };
    // The load balancer is there, and of its parts that one is not.
    return subject.part === undefined
      ? failed('gone', `${sentence(kind.noun)} of ${this.#name} does not exist any more.`)
      : this.#gone(details);
  }

  #standing(details: LoadBalancerDetails): Standing {
    const { subject, kind } = this.#request;
    const standing = this.#ports.standing(details, subject);
    return kind.standing?.(standing) ?? standing;
  }

  /** `details`: as last read, where they were; null after an answer that there is none. */
  #gone(details: LoadBalancerDetails | null, error: unknown = null): Reading<Value> | Ended {
    const { kind } = this.#request;
    const last = details ?? this.#last;
    if (kind.whenGone === undefined || last === null)
      return failed('gone', `${this.#name} does not exist any more.`, error);
    return {
      details: last,
      value: kind.whenGone,
      standing: { ...this.#standing(last), isDeleted: true, broken: false },
    };
  }
}
