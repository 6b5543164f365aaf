import { constants } from 'node:crypto';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SelfSigned } from './certificate.ts';

export interface DemoNode {
  readonly name: string;
  readonly port: number;
  /** Stops it and cuts its connections. */
  close(): Promise<void>;
}

export interface DemoNodeOptions {
  /** What the node calls itself in the body and in `X-Node`. */
  readonly name: string;
  readonly address?: string;
  /** 0: any free port. */
  readonly port: number;
  /** With a certificate the node speaks HTTPS, in the one TLS version named. */
  readonly tls?: SelfSigned & { readonly version: 'TLSv1.2' | 'TLSv1.3' };
}

/** TLS sessions that a node remembers. */
const sessionLimit = 5000;

/**
 * Starts one small node that answers every path with its name. Under HTTPS with TLS 1.2 it gives no tickets and keeps sessions itself,
 * because SSL session ID persistence follows the id that the node hands out. Rejects when the port cannot be bound.
 */
export async function startDemoNode({ name, address = '127.0.0.1', port, tls }: DemoNodeOptions): Promise<DemoNode> {
  const answer: RequestListener = (request, response) => {
    request.resume();
    response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8', 'X-Node': name });
    response.end(`${name}\n`);
  };
  const server = tls ? secureServer(tls, answer) : createHttpServer(answer);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, resolve);
  });
  return {
    name,
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function secureServer(
  { certificate, privateKey, version }: NonNullable<DemoNodeOptions['tls']>,
  answer: RequestListener,
): Server {
  const server = createHttpsServer(
    {
      cert: certificate,
      key: privateKey,
      minVersion: version,
      maxVersion: version,
      ...(version === 'TLSv1.2' ? { secureOptions: constants.SSL_OP_NO_TICKET } : {}),
    },
    answer,
  );
  if (version === 'TLSv1.2') {
    const sessions = new Map<string, Buffer>();
    server.on('newSession', (id: Buffer, session: Buffer, done: () => void) => {
      sessions.set(id.toString('hex'), session);
      if (sessions.size > sessionLimit) sessions.delete(sessions.keys().next().value!);
      done();
    });
    server.on('resumeSession', (id: Buffer, done: (error: Error | null, session: Buffer | null) => void) => {
      done(null, sessions.get(id.toString('hex')) ?? null);
    });
  }
  return server;
}
