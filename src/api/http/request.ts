/** A request to the panel server, as data: what is sent is what the page can show. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path on the panel server, query included. */
  readonly path: string;
  /** A value to send as JSON, or a string to send byte for byte. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Milliseconds from sending to the whole body. */
  readonly duration: number;
}
