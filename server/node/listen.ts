import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import type { PanelServer } from '../panel.ts';
import { plainRequest, sendAnswer } from './plain-request.ts';

/** Milliseconds without a byte in either direction after which a connection is dropped: a reader that does not read. */
const idle = 120_000;
/** Milliseconds that a stop waits for requests under way. */
const patience = 10_000;

export interface Listening {
  readonly host: string;
  readonly port: number;
  /** Takes no more connections, waits for the requests under way, then closes. */
  stop(): Promise<void>;
}

const isNear = (address: string): boolean =>
  /^(::ffff:)?(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address) || /^(::1$|f[cd])/i.test(address);

/**
 * The address that a request came from. What a proxy says is believed only where a proxy is expected (`proxied`) and the
 * connection comes from this machine or a private network; of the list, only the entry that this proxy added.
 */
export function addressOf(peer: string, forwarded: string | undefined, proxied: boolean): string {
  if (!proxied || !forwarded || !isNear(peer)) return peer;
  return forwarded.split(',').at(-1)?.trim() || peer;
}

/**
 * Serves the panel over HTTP. Limits are for clients that are slow or endless: headers within 10 s, the whole request within
 * 30 s, 16 kB of headers. Throws what listening throws (EADDRINUSE, EACCES, …).
 */
export async function listen(panel: PanelServer, host: string, port: number, proxied: boolean): Promise<Listening> {
  const cameFrom = ({ headers, socket }: IncomingMessage) => {
    const forwarded = headers['x-forwarded-for'];
    const list = Array.isArray(forwarded) ? forwarded.join(',') : forwarded;
    return addressOf(socket.remoteAddress ?? '', list, proxied);
  };
  const webListener = getRequestListener((request, env) =>
    panel.fetch(request, { address: cameFrom((env as HttpBindings).incoming) }),
  );
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const plain = plainRequest(incoming, outgoing, cameFrom(incoming));
    if (plain) void panel.forward(plain).then((answer) => sendAnswer(outgoing, answer));
    else void webListener(incoming, outgoing);
  };
  const server: Server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 5_000,
      maxHeaderSize: 16_384,
      noDelay: true,
    },
    listener,
  );
  server.setTimeout(idle);
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable) return void socket.destroy();
    const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
    const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
    const status = tooLarge ? '431 Request Header Fields Too Large' : late ? '408 Request Timeout' : '400 Bad Request';
    const [code, message] = tooLarge
      ? ['headers-too-large', 'The request’s headers are larger than 16 kB.']
      : late
        ? ['request-slow', 'The request did not arrive in time.']
        : ['bad-request', 'This is not an HTTP request that the panel understands.'];
    const body = JSON.stringify({ error: { code, message, requestId: crypto.randomUUID() } });
    socket.end(
      `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\nX-Content-Type-Options: nosniff\r\n\r\n${body}`,
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  return {
    host: address.address,
    port: address.port,
    stop: () =>
      new Promise((resolve) => {
        // A connection whose request ends after this moment would otherwise stay open until its keep-alive runs out.
        const sweep = setInterval(() => server.closeIdleConnections(), 50);
        const force = setTimeout(() => server.closeAllConnections(), patience);
        server.close(() => {
          clearInterval(sweep);
          clearTimeout(force);
          resolve();
        });
      }),
  };
}
