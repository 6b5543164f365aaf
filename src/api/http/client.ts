import { longestWait } from '../../../contract/shared/retry-after.ts';
import { faultReaderOf } from './fault-reader.ts';
import { takeEarly } from './prefetch.ts';
import type { ApiAnswer, ApiRequest } from './request.ts';

export type { ApiAnswer, ApiRequest };

/** Who spoke: the region's API, the panel server, or nobody (the request did not come back). */
export type ErrorSource = 'region' | 'panel' | 'network';

/** Every failed request becomes one of these: status 0 when there was no answer, `message` in the words of who spoke. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly source: ErrorSource;
  /** The panel's error code, `network`, or `http-{status}`. */
  readonly code: string;
  /** All messages of a validation fault; otherwise the one message. */
  readonly messages: readonly string[];
  readonly requestId: string | null;
  /** Milliseconds to wait before trying again, when the answer says so. */
  readonly retryAfter: number | null;
  /** The rate limit is used up. A 413 that is none says that a body was too large. */
  readonly limited: boolean;
  /** Milliseconds between requests that the limit bears, when the answer says so. */
  readonly pace: number | null;
  /** Id of the record that the history keeps of this write, when there is one. */
  readonly change: string | null;
  /** Path of the part of the request that it is about, where the panel's own error names one. */
  readonly field: string | null;

  constructor(fields: {
    message: string;
    status: number;
    source: ErrorSource;
    code: string;
    messages?: readonly string[];
    requestId?: string | null;
    retryAfter?: number | null;
    limited?: boolean;
    pace?: number | null;
    change?: string | null;
    field?: string | null;
  }) {
    super(fields.message);
    this.status = fields.status;
    this.source = fields.source;
    this.code = fields.code;
    this.messages = fields.messages ?? [fields.message];
    this.requestId = fields.requestId ?? null;
    this.retryAfter = fields.retryAfter ?? null;
    this.limited = fields.limited ?? (isLimit(fields.status) && this.retryAfter !== null);
    this.pace = fields.pace ?? null;
    this.change = fields.change ?? null;
    this.field = fields.field ?? null;
  }
}

const isLimit = (status: number): boolean => status === 413 || status === 429;

const listeners = new Set<(request: ApiRequest, answer: ApiAnswer | null) => void>();

/** Tells the listener of every request that came back (or did not: null). Returns a function that stops it. */
export function onRequest(listener: (request: ApiRequest, answer: ApiAnswer | null) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tells the listeners of a request that was made otherwise than here, such as one whose answer is read as it comes. */
export function tellOfRequest(request: ApiRequest, answer: ApiAnswer | null): void {
  for (const listener of listeners) listener(request, answer);
}

let barred: string | null = null;

/** What has to be asked to sign in again, whoever is signed in by now. */
const aboutSignIn = /^\/session(\/form)?$/;

/** From now on answers every request but those about the sign-in itself with 401 and this sentence, unsent; null: sends them again. */
export const barRequests = (why: string | null): void => {
  barred = why;
};

function refusal(message: string): ApiAnswer {
  const text = JSON.stringify({ error: { code: 'signed-out', message } });
  return { status: 401, headers: new Headers({ 'x-holdfast-source': 'panel' }), text, duration: 0 };
}

/** Sends the request and gives the answer whatever its status. Throws an ApiError with status 0 when none came. */
export async function exchange(request: ApiRequest): Promise<ApiAnswer> {
  if (barred !== null && !aboutSignIn.test(request.path)) {
    const answer = refusal(barred);
    tellOfRequest(request, answer);
    return answer;
  }
  const started = performance.now();
  const headers: Record<string, string> = { accept: 'application/json', ...request.headers };
  const init: RequestInit = { method: request.method, headers, credentials: 'same-origin', cache: 'no-store' };
  if (request.signal) init.signal = request.signal;
  if (request.body !== undefined) {
    headers['content-type'] ??= 'application/json';
    init.body = typeof request.body === 'string' ? request.body : JSON.stringify(request.body);
  }
  let answer: ApiAnswer | null = null;
  try {
    const response = await (takeEarly(request) ?? fetch(request.path, init));
    const text = await response.text();
    answer = { status: response.status, headers: response.headers, text, duration: performance.now() - started };
    return answer;
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw new ApiError({
      status: 0,
      source: 'network',
      code: 'network',
      message: navigator.onLine
        ? 'Can’t reach the panel server. Check that it is running, then try again.'
        : 'This computer is offline. Nothing was changed here; try again when the connection is back.',
    });
  } finally {
    tellOfRequest(request, answer);
  }
}

/** Sends the request; gives the answer when its status is 2xx and throws an ApiError otherwise. */
export async function send(request: ApiRequest): Promise<ApiAnswer> {
  const answer = await exchange(request);
  if (answer.status < 200 || answer.status > 299) throw errorFrom(answer, request.path);
  return answer;
}

/** Sends the request and reads the JSON body. A body that is not JSON becomes an ApiError. */
export async function read<T>(request: ApiRequest): Promise<T> {
  const answer = await send(request);
  try {
    return JSON.parse(answer.text) as T;
  } catch {
    throw new ApiError({
      status: answer.status,
      source: sourceOf(answer),
      code: 'malformed',
      message: `The answer to ${request.method} ${request.path} is not JSON. Nothing was read from it; try again.`,
      requestId: answer.headers.get('x-request-id'),
    });
  }
}

const sourceOf = (answer: ApiAnswer): ErrorSource =>
  answer.headers.get('x-holdfast-source') === 'region' ? 'region' : 'panel';

/** The ApiError of an answer that is not 2xx. `path`: where it was asked for; the API there reads the words. */
export function errorFrom(answer: ApiAnswer, path = ''): ApiError {
  const requestId = answer.headers.get('x-request-id');
  const own = panelError(answer.text);
  const {
    messages: said,
    limited,
    wait,
  } = faultReaderOf(path)(answer.status, answer.headers.get('retry-after'), answer.text);
  const retryAfter = millisecondsOf(answer.headers.get('x-holdfast-wait')) ?? wait;
  const messages = own ? [own.message] : said.length > 0 ? said : [wordless(answer.status, limited)];
  return new ApiError({
    status: answer.status,
    source: own ? 'panel' : sourceOf(answer),
    code: own?.code ?? `http-${answer.status}`,
    message: messages.join(' '),
    messages,
    requestId,
    retryAfter,
    limited,
    pace: millisecondsOf(answer.headers.get('x-holdfast-pace')) || null,
    change: answer.headers.get('x-holdfast-change'),
    field: typeof own?.field === 'string' ? own.field : null,
  });
}

/** What to say when the answer itself says nothing that can be shown. */
function wordless(status: number, limited: boolean): string {
  if (limited) return `The rate limit is used up (status ${status}). Try again in a moment.`;
  if (status === 413)
    return 'The request is too large for the region or a gateway before it (status 413). Nothing was changed; send less.';
  if (status === 401) return 'Your session expired. Sign in again to continue.';
  if (status === 403 || status === 405) return `This user may not do that (status ${status}).`;
  if (status === 404) return 'There is nothing at this address (status 404).';
  return `The answer has status ${status} and no message. Try again; if it stays so, the region is in trouble.`;
}

function panelError(text: string): { code: string; message: string; field?: unknown } | null {
  try {
    const { error } = JSON.parse(text);
    return typeof error?.message === 'string' && typeof error.code === 'string' ? error : null;
  } catch {
    return null;
  }
}

/** A header in milliseconds, of which no more than a minute is believed. */
const millisecondsOf = (header: string | null): number | null =>
  header !== null && /^\d+$/.test(header) ? Math.min(Number(header), longestWait) : null;
