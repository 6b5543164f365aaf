import { type FaultId, faultBody, faults } from '../../contract/octavia/faults.ts';

/** An answer before it is put on a connection. */
export interface Answer {
  readonly status: number;
  /** Text of the body; empty: none. */
  readonly body: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request as it came off the wire. */
export interface Call {
  readonly method: string;
  /** Percent-encoded, from its first slash on, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** A header by its lower-case name. */
  header(name: string): string | undefined;
  readonly body: string;
}

export const json = (status: number, value: unknown, headers?: Readonly<Record<string, string>>): Answer => ({
  status,
  body: JSON.stringify(value),
  type: 'application/json',
  ...(headers && { headers }),
});

export const nothing = (status: 202 | 204): Answer => ({ status, body: '' });

type WordedFaultId = Exclude<FaultId, 'RECEIPT401'>;

/** A fault of the contract. `message`: from `faults[id].words`. Thrown by handlers and checks, answered by the dispatcher. */
export class Refusal extends Error {
  readonly answer: Answer;
  readonly id: WordedFaultId;

  constructor(id: WordedFaultId, message: string) {
    super(message);
    this.id = id;
    this.answer = json(faults[id].status, faultBody(id, message));
  }
}

/** `Validation failure: …` */
export const invalid = (detail: string) => new Refusal('VAL400', faults.VAL400.words.default(detail));

export const missing = (kind: string, id: string) =>
  new Refusal('NOTFOUND404', faults.NOTFOUND404.words.default(kind, id));

export const forbidden = () => new Refusal('POLICY403', faults.POLICY403.words.default);
