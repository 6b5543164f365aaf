import type { Clock } from '../contract/shared/clock.ts';

export interface UpstreamRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer> | null;
  /** Most bytes of answer that are taken. */
  readonly limit: number;
  /** Milliseconds from sending to the last byte of the answer. */
  readonly timeout: number;
  /** Whose request it is: nobody gets more than a share of the connections. Those without an account share one. */
  readonly account?: string;
  /** Root of the identity service by which it was signed in: it decides which addresses may be reached. The first one unless given. */
  readonly service?: string;
  /** Is given what ends the request early, to be called when nobody waits for its answer any more; later calls do nothing. */
  readonly whenAbandoned?: ((cancel: () => void) => void) | undefined;
}

export interface UpstreamAnswer {
  readonly status: number;
  /** Value of a header, by its lower-case name. */
  header(name: string): string | null;
  readonly body: Uint8Array<ArrayBuffer>;
}

/**
 * Why no answer came. `refused`: no connection, so nothing was sent. `reset`: the connection broke, so a write may or may
 * not have happened; likewise `slow`, `large` and `stopped` (the panel server ends). `busy`: it was not sent, for too many
 * requests of the account were under way. `forbidden`: the address is one that the panel does not talk to.
 */
export type UpstreamFailure =
  | 'refused'
  | 'unknown-host'
  | 'certificate'
  | 'reset'
  | 'slow'
  | 'large'
  | 'forbidden'
  | 'aborted'
  | 'busy'
  | 'stopped';

export class UpstreamError extends Error {
  readonly failure: UpstreamFailure;
  constructor(failure: UpstreamFailure, options?: ErrorOptions) {
    super(failure, options);
    this.name = 'UpstreamError';
    this.failure = failure;
  }
}

/**
 * Sends one request and reads its whole answer. Never follows a redirect, never sends a write twice.
 * Throws an UpstreamError when no whole answer comes.
 */
export type Upstream = (request: UpstreamRequest) => Promise<UpstreamAnswer>;

const failures: Readonly<Record<string, UpstreamFailure>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  EADDRNOTAVAIL: 'refused',
  UND_ERR_CONNECT_TIMEOUT: 'refused',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  UND_ERR_HEADERS_TIMEOUT: 'slow',
  UND_ERR_BODY_TIMEOUT: 'slow',
};

/** Translates what a connection throws. An error without a known code counts as a reset: the write may have happened. */
export function upstreamError(error: unknown): UpstreamError {
  if (error instanceof UpstreamError) return error;
  const causes = [error, (error as { cause?: unknown } | null)?.cause];
  for (const cause of causes) {
    if (cause instanceof UpstreamError) return cause;
    const code = (cause as { code?: unknown } | null)?.code;
    if (typeof code !== 'string') continue;
    if (Object.hasOwn(failures, code)) return new UpstreamError(failures[code]!, { cause: error });
    if (/^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(code))
      return new UpstreamError('certificate', { cause: error });
  }
  return new UpstreamError('reset', { cause: error });
}

async function readAll(body: ReadableStream<Uint8Array> | null, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  if (!body) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel();
      throw new UpstreamError('large');
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

/** An upstream over a plain `fetch`, for tests and the static demo. `clock` runs the timeout. */
export const fetchUpstream =
  (fetch: typeof globalThis.fetch, clock: Clock): Upstream =>
  async ({ method, url, headers, body, limit, timeout, whenAbandoned }) => {
    const deadline = new AbortController();
    const late = Promise.withResolvers<never>();
    let settled = false;
    const fail = (failure: UpstreamFailure) => {
      if (settled) return;
      const error = new UpstreamError(failure);
      late.reject(error);
      deadline.abort(error);
    };
    const cancel = clock.after(timeout, () => fail('slow'));
    whenAbandoned?.(() => fail('aborted'));
    const exchange = async () => {
      const response = await fetch(
        new Request(url, { method, headers: { ...headers }, body, redirect: 'manual', signal: deadline.signal }),
      );
      if (Number(response.headers.get('content-length') ?? 0) > limit) throw new UpstreamError('large');
      return {
        status: response.status,
        header: (name: string) => response.headers.get(name),
        body: await readAll(response.body, limit),
      };
    };
    try {
      return await Promise.race([exchange(), late.promise]);
    } catch (error) {
      throw upstreamError(error);
    } finally {
      settled = true;
      cancel();
    }
  };
