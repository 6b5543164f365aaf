import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyIncomplete } from '../body.ts';
import type { Answer } from '../reply.ts';
import type { ForwardRequest } from '../request.ts';

/** A host as browsers send it and an operation's address as the app writes it: reading these leaves nothing to interpret. */
const plainHost = /^[a-z0-9.-]+(:\d{1,5})?$/;
const plainTarget = /^\/api\/[\w-]+(\/[\w-][\w.-]*)*(\?[\w.~:=&%+-]*)?$/;
/** Bodies up to this size are taken, in bytes; changes of a load balancer are far smaller. */
const largestBody = 64 * 1024;

function isPlain({ method, url = '', headers }: IncomingMessage): boolean {
  if (!plainTarget.test(url) || !plainHost.test(headers.host ?? '') || headers['transfer-encoding'] !== undefined)
    return false;
  const length = headers['content-length'];
  if (method === 'GET' || method === 'DELETE') return length === undefined;
  if (method !== 'PUT' && method !== 'POST') return false;
  return length !== undefined && Number(length) <= largestBody && headers['content-encoding'] === undefined;
}

/** The body, whole: the parser lets no more pass than was announced. Throws a PanelError when it ends early. */
const readBody = (incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer<ArrayBuffer>[] = [];
    const broken = () => {
      // Every body's end closes it: an error is made, with its stack, only where it is one.
      if (!incoming.readableEnded) reject(bodyIncomplete());
    };
    if (incoming.destroyed) broken();
    incoming.on('data', (chunk: Buffer<ArrayBuffer>) => chunks.push(chunk));
    incoming.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    incoming.on('error', broken);
    incoming.on('close', broken);
  });

/**
 * A request to forward, straight from Node: a web `Request`, a router and a `Response` cost a sixth of all the processor time of a
 * forwarded GET. Null when anything about the request is out of the ordinary; it then goes the way of all others, under the same
 * rules (panel.ts).
 */
export function plainRequest(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  address: string,
): ForwardRequest | null {
  if (!isPlain(incoming)) return null;
  const { method = '', url: target = '', headers } = incoming;
  // Digits and letters alone do not make a host: a port can be too high, an address too long.
  const url = URL.parse(`http://${headers.host}${target}`);
  if (!url) return null;
  return {
    method,
    url,
    headers: {
      get(name) {
        const value = headers[name.toLowerCase()];
        return typeof value === 'string' ? value : (value?.join(', ') ?? null);
      },
    },
    address,
    body: () => readBody(incoming),
    whenAbandoned: (cancel) => outgoing.once('close', cancel),
  };
}

/** Sends an answer, head and body in one piece. One that HTTP cannot carry, such as by a header of the region, breaks the connection. */
export function sendAnswer(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  try {
    if (body === null) outgoing.writeHead(status, headers).end();
    else outgoing.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) }).end(body);
  } catch {
    outgoing.destroy();
  }
}
