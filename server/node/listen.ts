import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener, type HttpBindings, RequestError } from '@hono/node-server';
import { unreadable } from '../guard.ts';
import { describeError, type Log, silentLog } from '../log.ts';
import type { PanelServer } from '../panel.ts';
import { dataHeaders, PanelError, plainAnswer, Reply, webAnswer } from '../reply.ts';
import { plainRequest, sendAnswer } from './plain-request.ts';

/** Milliseconds without a byte in either direction after which a connection is dropped: a reader that does not read. */
const idle = 120_000;
/** Milliseconds that a stop waits for requests under way. */
const drainDeadline = 10_000;
/** Milliseconds that whoever sent something other than HTTP has for reading the refusal. */
const refusalTime = 2_000;

export interface Listening {
  readonly host: string;
  readonly port: number;
  /**
   * Takes no more connections and waits for the requests under way, for at most `time` milliseconds.
   * Returns whether all of them were answered; may be called again.
   */
  drain(time: number): Promise<boolean>;
  /** Breaks every connection that is left. */
  cut(): void;
  /** Drains, then cuts. */
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

/** Answers bytes that are no HTTP request, or whose headers are too large or too late, and closes the connection. */
function refuseBytes(error: NodeJS.ErrnoException, socket: Duplex): void {
  // An answer that is due on this connection would be taken for the one to an earlier request.
  const answering = (socket as Socket & { _httpMessage?: ServerResponse | null })._httpMessage?.headersSent;
  if (!socket.writable || answering || error.code === 'ECONNRESET') return void socket.destroy();
  const [status, code, message] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', 'headers-too-large', 'The request’s headers are larger than 16 kB.']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ['408 Request Timeout', 'request-slow', 'The request did not arrive in time.']
        : ['400 Bad Request', 'bad-request', 'This is not an HTTP request that the panel understands.'];
  const body = JSON.stringify({ error: { code, message, requestId: crypto.randomUUID() } });
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\nX-Content-Type-Options: nosniff\r\n\r\n${body}`,
  );
  setTimeout(() => socket.destroy(), refusalTime).unref();
}

/**
 * Serves the panel over HTTP. Limits are for clients that are slow or endless: headers within 10 s, the whole request within
 * 30 s, 16 kB of headers. Whatever a request makes fail is answered here at the latest; `log` hears of what should not fail.
 * Throws what listening throws (EADDRINUSE, EACCES, …).
 */
export async function listen(
  panel: PanelServer,
  host: string,
  port: number,
  proxied: boolean,
  log: Log = silentLog,
): Promise<Listening> {
  const cameFrom = ({ headers, socket }: IncomingMessage) => {
    const forwarded = headers['x-forwarded-for'];
    const list = Array.isArray(forwarded) ? forwarded.join(',') : forwarded;
    return addressOf(socket.remoteAddress ?? '', list, proxied);
  };
  const reasonOf = (error: unknown): PanelError => {
    if (error instanceof RequestError) return unreadable();
    log.error(describeError(error), 'A request failed before the panel could answer it');
    return new PanelError(500, 'internal', 'Something went wrong in the panel itself. Try again.');
  };
  const refusal = <Made>(error: unknown, make: ConstructorParameters<typeof Reply<Made>>[2]): Made =>
    new Reply(crypto.randomUUID(), dataHeaders, make).error(reasonOf(error));

  const webListener = getRequestListener(
    (request, env) => panel.fetch(request, { address: cameFrom((env as HttpBindings).incoming) }),
    { errorHandler: (error) => refusal(error, webAnswer) },
  );
  let draining = false;
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    // A reader that is gone is no failure: the connection ends, and what waits for it hears that it was closed.
    outgoing.on('error', () => {});
    if (draining) outgoing.shouldKeepAlive = false;
    const failed = (error: unknown) => {
      if (outgoing.headersSent) outgoing.destroy();
      else sendAnswer(outgoing, refusal(error, plainAnswer));
    };
    try {
      const plain = plainRequest(incoming, outgoing, cameFrom(incoming));
      const answered = plain
        ? panel.forward(plain).then((answer) => sendAnswer(outgoing, answer))
        : webListener(incoming, outgoing);
      answered.catch(failed);
    } catch (error) {
      failed(error);
    }
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
  server.on('clientError', refuseBytes);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  // Such as when the system has no descriptor left for one more connection: the others go on.
  server.on('error', (error) => log.error(describeError(error), 'A connection could not be taken'));
  const address = server.address() as AddressInfo;

  let closed: Promise<void> | undefined;
  function close(): Promise<void> {
    draining = true;
    closed ??= new Promise((resolve) => {
      // A connection whose request ends after this moment would otherwise stay open until its keep-alive runs out.
      const sweep = setInterval(() => server.closeIdleConnections(), 50);
      server.close(() => {
        clearInterval(sweep);
        resolve();
      });
    });
    return closed;
  }
  const drain = (time: number): Promise<boolean> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), time);
      void close().then(() => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    host: address.address,
    port: address.port,
    drain,
    cut,
    async stop() {
      if (await drain(drainDeadline)) return;
      cut();
      await close();
    },
  };
}
