import { faults } from '../../contract/clb/faults.ts';
import { operations } from '../../contract/clb/operations/index.ts';
import type { Operation } from '../../contract/clb/operations/operation.ts';
import { may, rightFor } from '../../contract/clb/roles.ts';
import { parseBody, validate } from '../../contract/clb/schemas/body.ts';
import type { RequestOperationId } from '../../contract/clb/schemas/index.ts';
import type { RegionName } from '../data-plane.ts';
import { type Answer, json, overLimit, plainFault, Refusal, unknownPath } from './answer.ts';
import type { Context, Service } from './context.ts';
import type { FaultInjection } from './fault-injection.ts';
import { handlers } from './handlers/index.ts';
import { isReadable } from './handlers/paging.ts';
import type { Caller } from './identity.ts';
import { type RegionOperationId, type Route, route } from './router.ts';

/** A request as it came off the wire. */
export interface Call {
  readonly method: string;
  /** Path and query, percent-encoded, from the first slash on. */
  readonly target: string;
  /** A header by its lower-case name. */
  header(name: string): string | undefined;
  readonly body: string;
}

/** A call to a region's endpoint. */
export interface EndpointCall {
  readonly call: Call;
  readonly region: RegionName;
  readonly account: string;
  /** Below the endpoint. */
  readonly path: string;
  /** Without the question mark. */
  readonly search: string;
}

const missingToken: Answer = json(401, { message: faults.AUTH401.words.default, details: null, code: 401 });
const accessDenied: Answer = json(403, { message: faults.ROLE403.words.default, code: 403 });

/** Requests below these paths count against the rate limit. Source: CLB v1.0 developer guide, "Limits". */
const counts = (path: string) => path.startsWith('/loadbalancers');

/** What the Accept header asks for, in its order; JSON wherever it is let. */
function accepted(header: string | undefined): 'json' | 'atom' | null {
  if (!header || header === '*/*' || header === 'application/json') return 'json';
  const types = header.split(',').map((part) => part.split(';')[0]!.trim().toLowerCase());
  const known = types.map((type) => {
    if (type === 'application/atom+xml') return 'atom';
    return type === 'application/json' || type === '*/*' || type === 'application/*' ? 'json' : null;
  });
  return known.find((each) => each !== null) ?? null;
}

const notSpoken = plainFault(
  406,
  'This region answers in JSON, and feeds in Atom; ask for application/json or application/atom+xml.',
);

/** Picks the operation, or answers why there is none. */
function choose(found: Route, method: string, accept: string | undefined): RegionOperationId | Answer {
  const wanted = found.suffix ?? accepted(accept);
  const read = method === 'GET' || method === 'HEAD';
  if (read && wanted === 'atom' && found.feed) return found.feed;
  const id = found.methods.get(read ? 'GET' : method);
  if (!id) {
    if (read && found.feed) return notSpoken;
    return { status: 405, body: '', headers: { allow: [...found.methods.keys()].join(', ') } };
  }
  if (read && wanted !== 'json') return notSpoken;
  return id;
}

function checkedBody(id: RequestOperationId, call: Call): unknown {
  const type = call.header('content-type')?.replace(/;.*/s, '').trim().toLowerCase();
  if (call.body !== '' && type !== 'application/json') {
    throw new UnsupportedBody(type ?? 'nothing');
  }
  const parsed = parseBody(id, call.body);
  if (!parsed.ok) throw new Refusal('SCHEMA400', faults.SCHEMA400.words.default);
  const messages = validate(id, parsed.value);
  if (messages.length > 0) {
    const outer = id === 'virtualIps.add' ? faults.VAL400.words.virtualIps : undefined;
    throw new Refusal('VAL400', messages, outer);
  }
  return parsed.value;
}

class UnsupportedBody extends Error {
  readonly answer: Answer;

  constructor(type: string) {
    super(type);
    this.answer = plainFault(415, `Bodies are read as application/json; this request's Content-Type is ${type}.`);
  }
}

const withBody = new Set(
  Object.entries<Operation>(operations)
    .filter(([, operation]) => operation.request !== undefined)
    .map(([id]) => id),
);

const noQuery = new URLSearchParams();

/**
 * Answers calls to the region's endpoints in the service's order: token, rate limit, path, role, body, and only then the model.
 * Follows CLB v1.0 developer guide, "Faults".
 */
export class Dispatcher {
  readonly #service: Service;
  readonly #faultInjection: FaultInjection;
  readonly #callerOf: (token: string | undefined) => Caller | undefined;
  readonly #warn: (sentence: string) => void;

  constructor(
    service: Service,
    faultInjection: FaultInjection,
    callerOf: (token: string | undefined) => Caller | undefined,
    warn: (sentence: string) => void,
  ) {
    this.#service = service;
    this.#faultInjection = faultInjection;
    this.#callerOf = callerOf;
    this.#warn = warn;
  }

  answer({ call, region, account, path, search }: EndpointCall): Answer | Promise<Answer> {
    const caller = this.#callerOf(call.header('x-auth-token'));
    if (caller?.token.account !== account) return missingToken;
    if (counts(path)) {
      const retryAt = this.#service.rateLimits.take(account, region, call.method);
      if (retryAt !== null) return overLimit(this.#service.clock.now(), retryAt);
    }
    const found = route(path);
    if (!found) return unknownPath;
    const id = choose(found, call.method, call.header('accept'));
    if (typeof id !== 'string') return id;
    if (!may(caller.roles, rightFor(call.method))) return accessDenied;
    const context: Context = {
      service: this.#service,
      region,
      account,
      author: caller.user.name,
      params: found.params,
      query: search === '' ? noQuery : new URLSearchParams(search),
      path,
    };
    const { query: parameters = [] }: Operation = operations[id];
    if (!isReadable(parameters, context.query)) return unknownPath;
    const meddling = this.#faultInjection.next(id, found.params.loadBalancerId);
    return meddling
      ? meddling.then((forced) => forced ?? this.#handle(id, context, call))
      : this.#handle(id, context, call);
  }

  #handle(id: RegionOperationId, context: Context, call: Call): Answer | Promise<Answer> {
    try {
      const handler = handlers[id] as (context: Context, value?: unknown) => Answer | Promise<Answer>;
      const answer = handler(context, withBody.has(id) ? checkedBody(id as RequestOperationId, call) : undefined);
      return answer instanceof Promise ? answer.catch((error: unknown) => this.#failed(id, error)) : answer;
    } catch (error) {
      return this.#failed(id, error);
    }
  }

  #failed(id: string, error: unknown): Answer {
    if (error instanceof Refusal || error instanceof UnsupportedBody) return error.answer;
    this.#warn(`${id} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return plainFault(500, faults.GEN500.words.default);
  }
}
