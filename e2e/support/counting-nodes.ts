import { constants } from 'node:crypto';
import { createServer as createHttpServer, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type SelfSigned, selfSigned } from '../../region/haproxy/demo-nodes/certificate.ts';

/** What a node answers. `index`: which of the nodes it is; `count`: how many answers were given before, by all of them. */
export type Page = (response: ServerResponse, index: number, count: number, cookie: string) => void;

export interface NodeTls {
  readonly version: 'TLSv1.2' | 'TLSv1.3';
  /** Whether all nodes show one certificate. */
  readonly oneCertificate: boolean;
  /** Where TLS sessions are kept: nowhere, at each node, or where every node finds them. */
  readonly sessions: 'none' | 'own' | 'shared';
}

export interface CountingNodes {
  readonly ports: readonly number[];
  /** The nodes that were asked, in order: the truth that a check is held against. */
  readonly asked: number[];
  close(): Promise<void>;
}

const certificates: SelfSigned[] = [];
const certificate = (index: number): SelfSigned => {
  certificates[index] ??= selfSigned([`n${index}.example.com`], Date.now());
  return certificates[index];
};

function secure(tls: NodeTls, index: number, kept: Map<string, Buffer>, listener: RequestListener): Server {
  const { certificate: cert, privateKey: key } = certificate(tls.oneCertificate ? 0 : index);
  const options = { cert, key, minVersion: tls.version, maxVersion: tls.version } as const;
  const server = createHttpsServer(
    tls.version === 'TLSv1.2' ? { ...options, secureOptions: constants.SSL_OP_NO_TICKET } : options,
    listener,
  );
  if (tls.version === 'TLSv1.3') return server;
  server.on('newSession', (id: Buffer, session: Buffer, done: () => void) => {
    if (tls.sessions !== 'none') kept.set(id.toString('hex'), session);
    done();
  });
  server.on('resumeSession', (id: Buffer, done: (error: Error | null, session: Buffer | null) => void) =>
    done(null, kept.get(id.toString('hex')) ?? null),
  );
  return server;
}

/** Starts nodes that count what reaches them. */
export async function countingNodes(count: number, page: Page, tls: NodeTls | null = null): Promise<CountingNodes> {
  const asked: number[] = [];
  const shared = new Map<string, Buffer>();
  const servers = Array.from({ length: count }, (_, index) => {
    const listener: RequestListener = (request, response) => {
      asked.push(index);
      page(response, index, asked.length - 1, request.headers.cookie ?? '');
    };
    return tls
      ? secure(tls, index, tls.sessions === 'shared' ? shared : new Map(), listener)
      : createHttpServer(listener);
  });
  await Promise.all(
    servers.map((server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))),
  );
  return {
    ports: servers.map((server) => (server.address() as AddressInfo).port),
    asked,
    async close() {
      await Promise.all(
        servers.map((server) => {
          server.closeAllConnections();
          return new Promise((resolve) => server.close(resolve));
        }),
      );
    },
  };
}
