import { type FaultId, faultBody, faults, overLimitBody } from '../../contract/clb/faults.ts';

/** An answer before it is put on a connection. */
export interface Answer {
  readonly status: number;
  /** Text of the body; empty: none. */
  readonly body: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const jsonType = 'application/json';

export const json = (status: number, value: unknown): Answer => ({
  status,
  body: JSON.stringify(value),
  type: jsonType,
});
export const ok = (value: unknown): Answer => json(200, value);

/** A number that JSON spells with a decimal point, whole ones too. */
export const decimal = (value: number): unknown =>
  Number.isInteger(value) ? (JSON as RawJson).rawJSON(value.toFixed(1)) : value;

/** ECMAScript's JSON.parse source text access, which TypeScript's library does not know yet. */
type RawJson = typeof JSON & { rawJSON(text: string): unknown };

/** 200 with JSON that is text already. */
export const okText = (body: string): Answer => ({ status: 200, body, type: jsonType });

/** 202 without a body: what a write that goes on after its answer gets. */
export const accepted: Answer = { status: 202, body: '' };
export const done: Answer = { status: 200, body: '' };

/** What the router says of a path that it does not know: no fault body, as the service has it. */
export const unknownPath: Answer = { status: 404, body: '' };

/**
 * A fault of the contract. `messages`: its words, from `faults[id].words`; `outer`: see `faultBody`. Thrown by handlers and checks,
 * answered by the dispatcher.
 */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(id: Exclude<FaultId, 'RATE413'>, messages: string | readonly string[], outer?: string) {
    super(typeof messages === 'string' ? messages : messages.join(' '));
    const { status } = faults[id];
    const body = faultBody(id, messages, outer);
    this.answer = typeof body === 'string' ? { status, body, type: 'text/plain' } : json(status, body);
  }
}

/** A refusal that the API's documents have no fault for, in the same shape. */
export const plainFault = (status: number, message: string): Answer => json(status, { message, code: status });

/** 413 of the rate limit. `now`, `retryAt`: milliseconds since the epoch. */
export const overLimit = (now: number, retryAt: number): Answer => ({
  ...json(413, overLimitBody(retryAt)),
  headers: { 'retry-after': `${Math.max(1, Math.ceil((retryAt - now) / 1000))}` },
});
