import { gunzipSync } from 'node:zlib';
import { Client } from 'undici';
import { type Answer, type Step, type Visitor, visits, type Way } from './visit.ts';

/** A request that did not come back as it should. */
export interface Failure {
  readonly step: Step;
  readonly status: number;
  readonly words: string;
  /** When it was answered, milliseconds since the Unix epoch. */
  readonly at: number;
}

interface Person {
  readonly visitor: Visitor;
  readonly client: Client;
  readonly steps: Generator<Step, never, Answer>;
  next: Step;
  turn: Promise<void>;
}

/** Sign-ins at a time: everybody has one name, and the panel takes eight that are not answered yet as guesses. */
const signingIn = 4;

/**
 * People who visit at a fixed rate together, whatever the answers take: times count from the moment at which a request was due. Each has
 * a connection and a load balancer of their own.
 */
export class Crowd {
  readonly people: readonly Person[];
  readonly failures: Failure[] = [];
  /** Milliseconds of every request since they were last taken, by kind. */
  #times = new Map<Step['kind'], number[]>();
  /** Who is due next, from one block to the next. */
  #due = 0;
  #entered = 0;
  readonly #queue: (() => void)[] = [];

  constructor(origin: string, way: Way, loadBalancers: readonly (number | string)[]) {
    this.people = loadBalancers.map((id, place) => {
      const visitor: Visitor = {
        way,
        loadBalancer: String(id),
        place,
        stored: undefined,
        unsure: undefined,
        acknowledged: [],
      };
      const steps = visits(visitor);
      const client = new Client(origin, { pipelining: 1, headersTimeout: 30_000, bodyTimeout: 30_000 });
      return { visitor, client, steps, next: steps.next().value, turn: Promise.resolve() };
    });
  }

  /** Lets everybody make their first request, a few at a time: the sign-in. */
  async signIn(): Promise<void> {
    const waiting = [...this.people];
    const few = Array.from({ length: signingIn }, async () => {
      for (let person = waiting.shift(); person; person = waiting.shift()) await this.#ask(person, performance.now());
    });
    await Promise.all(few);
    this.takeTimes();
  }

  /** Makes `perSecond` requests a second for `duration` milliseconds, everybody in turn, and waits for the last answer. */
  async visit(perSecond: number, duration: number): Promise<void> {
    const started = performance.now();
    const due = Math.round((perSecond * duration) / 1000);
    for (let sent = 0; sent < due; ) {
      const now = performance.now();
      for (; sent < due && started + (sent * 1000) / perSecond <= now; sent++) {
        const person = this.people[this.#due++ % this.people.length]!;
        const at = started + (sent * 1000) / perSecond;
        person.turn = person.turn.then(() => this.#ask(person, at));
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await Promise.all(this.people.map(({ turn }) => turn));
    // Who has read the value to change it also writes it: another crowd may change it before this one has its next turn.
    const deciding = this.people.filter(({ next }) => next.kind === 'change');
    await Promise.all(deciding.map((person) => this.#ask(person, performance.now())));
  }

  /** Makes requests as fast as the answers come until there are `requests`. */
  async hurry(requests: number): Promise<void> {
    let left = requests;
    await Promise.all(
      this.people.map(async (person) => {
        while (left-- > 0) await this.#ask(person, performance.now());
      }),
    );
  }

  /** Times since the last call, by kind. */
  takeTimes(): Map<Step['kind'], number[]> {
    const taken = this.#times;
    this.#times = new Map();
    return taken;
  }

  async #ask(person: Person, due: number): Promise<void> {
    const step = person.next;
    const isSignIn = step.kind === 'sign in' && step.method === 'POST';
    if (isSignIn) await this.#enter();
    let answer: Answer = { status: 0, headers: {}, text: '' };
    try {
      const { method, path, headers, body } = step;
      const response = await person.client.request({ method, path, headers, ...(body !== undefined && { body }) });
      const isPacked = response.headers['content-encoding'] === 'gzip';
      const bytes = Buffer.from(await response.body.arrayBuffer());
      // Only list pages and details are read; those are unpacked off the clock.
      const took = performance.now() - due;
      const text = isPacked ? gunzipSync(bytes).toString() : bytes.toString();
      answer = { status: response.statusCode, headers: response.headers, text };
      const times = this.#times.get(step.kind);
      if (times) times.push(took);
      else this.#times.set(step.kind, [took]);
    } catch (error) {
      answer = { ...answer, text: error instanceof Error ? error.message : String(error) };
    }
    if (isSignIn) this.#leave();
    if (!step.expected.includes(answer.status))
      this.failures.push({ step, status: answer.status, words: answer.text.slice(0, 200), at: Date.now() });
    person.next = person.steps.next(answer).value;
  }

  async #enter(): Promise<void> {
    if (this.#entered < signingIn) this.#entered += 1;
    else await new Promise<void>((resolve) => this.#queue.push(resolve));
  }

  #leave(): void {
    const next = this.#queue.shift();
    if (next) next();
    else this.#entered -= 1;
  }

  async close(): Promise<void> {
    await Promise.all(this.people.map(({ client }) => client.close()));
  }
}

/** Failures in a few words, the most frequent first. */
export function summary(failures: readonly Failure[]): string {
  const counts = new Map<string, number>();
  for (const { step, status, words } of failures) {
    const key = `${step.kind} ${step.method} ${step.path.replace(/\d{2,}/g, '…')}: ${status} ${words}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 5)
    .map(([key, count]) => `${count} × ${key}`)
    .join('; ');
}
