import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Answer, plainFault } from './clb/answer.ts';
import type { Call } from './clb/dispatch.ts';
import { bodyTooLong, longestBody, type Region } from './clb/region.ts';

/** Milliseconds that an idle connection is kept: the service closes them after 30 s. Source: CLB v1.0 developer guide, "Persistent connections". */
const idle = 30_000;

const withBody = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

function send(response: ServerResponse, { status, body, type, headers }: Answer): void {
  const head: Record<string, string | number> = { ...headers };
  if (type) head['content-type'] = type;
  const length = Buffer.byteLength(body);
  if (status !== 204) head['content-length'] = length;
  response.writeHead(status, head);
  // Text without a character beyond ASCII goes out without being encoded again.
  response.end(body, length === body.length ? 'latin1' : 'utf8');
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** An absolute address, as a proxy sends it, stands for its path. */
const targetOf = (url: string): string => (url.startsWith('/') ? url : url.replace(/^[a-z]+:\/\/[^/?]*/i, '') || '/');

const callOf = (request: IncomingMessage, body: string): Call => ({
  method: request.method ?? 'GET',
  target: targetOf(request.url ?? '/'),
  header: (name) => headerOf(request, name),
  body,
});

const failure = plainFault(500, 'An unknown exception has occurred. Please contact support.');

function readBody(request: IncomingMessage, done: (body: string | null) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  // A client that leaves in the middle gets no answer, and what it began to ask is not done.
  request.on('error', () => {});
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= longestBody) chunks.push(chunk);
    else {
      request.removeAllListeners('data');
      done(null);
    }
  });
  request.on('end', () => {
    if (length <= longestBody) done(Buffer.concat(chunks).toString('utf8'));
  });
}

/**
 * Serves a region's answers over HTTP without turning each request into a web Request and back, which costs more than the answer itself.
 * A body that is too long is answered with 413 and the connection closed; what fails in an answer costs that answer, with 500,
 * and nothing else. `warn`: told of such failures, as a sentence.
 */
export function httpServer(answerTo: Region['answer'], warn: (sentence: string) => void = () => {}): Server {
  const failed = (response: ServerResponse, error: unknown) => {
    warn(`A request failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    if (response.headersSent) response.destroy();
    else send(response, failure);
  };
  const respond = (request: IncomingMessage, response: ServerResponse, body: string) => {
    try {
      const answer = answerTo(callOf(request, body));
      if (!(answer instanceof Promise)) send(response, answer);
      else answer.then((given) => send(response, given)).catch((error: unknown) => failed(response, error));
    } catch (error) {
      failed(response, error);
    }
  };
  const server = createServer({ keepAliveTimeout: idle, requestTimeout: idle }, (request, response) => {
    response.on('error', () => {});
    const { method = 'GET', headers } = request;
    const bodied =
      withBody.has(method) && (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined);
    if (!bodied) {
      respond(request, response, '');
      return;
    }
    readBody(request, (body) => {
      if (body !== null) respond(request, response, body);
      else {
        response.setHeader('connection', 'close');
        send(response, bodyTooLong);
        response.on('finish', () => request.destroy());
      }
    });
  });
  return server;
}
