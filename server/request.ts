import { readBody } from './body.ts';

/** The part of web `Headers` that the panel reads: a header's value by its name, in upper or lower case. */
export type HeaderReader = Pick<Headers, 'get'>;

/** What is known of a request before its body, whatever brought it. */
export interface RequestHead {
  readonly method: string;
  readonly url: URL;
  readonly headers: HeaderReader;
  /** Network address that the request came from; empty when unknown. */
  readonly address: string;
}

/** A request to forward: a web `Request`, or Node's own where making a `Request` of it would cost more than forwarding it. */
export interface ForwardRequest extends RequestHead {
  /** The body, whole. Throws a PanelError when it is larger than `limit` bytes or ends early. */
  body(limit: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Has `cancel` called once nobody waits for the answer any more. It may also be called after the answer. */
  whenAbandoned(cancel: () => void): void;
}

/** A web request as one to forward. */
export const webRequest = (request: Request, url: URL, address: string): ForwardRequest => ({
  method: request.method,
  url,
  headers: request.headers,
  address,
  body: (limit) => readBody(request, limit),
  whenAbandoned: (cancel) => request.signal.addEventListener('abort', cancel),
});
