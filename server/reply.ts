/** Security headers of every answer that is not a page. A region's answer is data: nothing in it may run or be framed. */
export const dataHeaders: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/**
 * Security headers of a page. `nonce`: the one value that lets this answer's style tags apply (Mantine writes them at run
 * time); scripts come from files of this origin only.
 */
export const pageHeaders = (nonce: string): Record<string, string> => ({
  ...dataHeaders,
  'Content-Security-Policy': [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  // Its own forms say where they come from; no other site is told.
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
});

export interface PanelErrorBody {
  code: string;
  message: string;
  field?: string;
  requestId: string;
}

/**
 * A refusal or failure of the panel itself, to be told to the browser. `code` is stable and for programs; `message` says
 * what happened, to what, and what to do next.
 */
export class PanelError extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    { field, headers = {} }: { field?: string; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.name = 'PanelError';
    this.status = status;
    this.code = code;
    this.field = field;
    this.headers = headers;
  }
}

/** An answer that holds its whole body. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | null;
}

type Body<Made> = Answer['body'] | (Made extends Response ? ReadableStream<Uint8Array> : never);

/** Gives an answer its form: a web `Response`, or the plain one that is cheaper to make. */
export type Make<Made> = (status: number, body: Body<Made>, headers: Readonly<Record<string, string>>) => Made;

export const webAnswer: Make<Response> = (status, body, headers) => new Response(body, { status, headers });
export const plainAnswer: Make<Answer> = (status, body, headers) => ({ status, headers, body });

/** Makes the answers of one request, all of which carry its id and the security headers. */
export class Reply<Made = Response> {
  readonly requestId: string;
  readonly #common: Readonly<Record<string, string>>;
  readonly #make: Make<Made>;

  constructor(requestId: string, common: Readonly<Record<string, string>>, make: Make<Made>) {
    this.requestId = requestId;
    this.#common = common;
    this.#make = make;
  }

  /** An answer with `body` as it is; `headers` win over the common ones. */
  send(status: number, body: Body<Made>, headers: Readonly<Record<string, string>> = {}): Made {
    return this.#make(status, body, {
      ...this.#common,
      'X-Request-Id': this.requestId,
      'X-Holdfast-Source': 'panel',
      ...headers,
    });
  }

  json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Made {
    return this.send(status, JSON.stringify(value), { 'Content-Type': 'application/json', ...headers });
  }

  empty(headers: Readonly<Record<string, string>> = {}): Made {
    return this.send(204, null, headers);
  }

  /** `more`: members beside `error`, such as what the sign-in page needs when signed out. */
  error(
    error: PanelError,
    more: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ): Made {
    const body: PanelErrorBody = {
      code: error.code,
      message: error.message,
      ...(error.field !== undefined && { field: error.field }),
      requestId: this.requestId,
    };
    return this.json(error.status, { error: body, ...more }, { ...headers, ...error.headers });
  }
}
