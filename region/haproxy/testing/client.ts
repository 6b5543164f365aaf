import { type ClientRequest, request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { createConnection, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

export interface Asked {
  readonly address: string;
  readonly port: number;
  /** The client's own address. */
  readonly from?: string;
  readonly cookie?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  /** Speak TLS; with a session the client resumes it. */
  readonly tls?: {
    readonly session?: Buffer;
    readonly serverName?: string;
    readonly maxVersion?: 'TLSv1.1' | 'TLSv1.2';
  };
}

export interface Answer {
  readonly status: number;
  /** What the node calls itself; null when HAProxy answered by itself. */
  readonly node: string | null;
  /** The persistence cookie, as the client would send it back. */
  readonly cookie: string | null;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
  readonly session: Buffer | null;
  readonly certificateName: string | null;
}

/** One GET over a fresh connection. Rejects when there is no answer. */
export function ask({ address, port, from, cookie, path = '/', headers = {}, tls }: Asked): Promise<Answer> {
  const options: RequestOptions = {
    host: address,
    port,
    path,
    agent: false,
    headers: { ...headers, ...(cookie ? { Cookie: cookie } : {}) },
    ...(from ? { localAddress: from } : {}),
  };
  return new Promise((resolve, reject) => {
    let session: Buffer | null = null;
    let certificateName: string | null = null;
    const sent: ClientRequest = tls
      ? httpsRequest({
          ...options,
          rejectUnauthorized: false,
          ...(tls.maxVersion
            ? { minVersion: tls.maxVersion, maxVersion: tls.maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' }
            : {}),
          ...(tls.serverName ? { servername: tls.serverName } : {}),
          ...(tls.session ? { session: tls.session } : {}),
        })
      : httpRequest(options);
    sent.once('socket', (socket: Socket) => {
      socket.once('secureConnect', () => {
        session = (socket as TLSSocket).getSession() ?? null;
        certificateName = (socket as TLSSocket).getPeerCertificate().subject?.CN?.toString() ?? null;
      });
    });
    sent.once('error', reject);
    sent.once('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        body += text;
      });
      response.once('error', reject);
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          node: response.headers['x-node']?.toString() ?? null,
          cookie: response.headers['set-cookie']?.[0]?.split(';')[0] ?? null,
          headers: response.headers,
          body,
          session,
          certificateName,
        }),
      );
    });
    sent.end();
  });
}

/** The nodes that answered, in order. */
export const nodesOf = async (count: number, asked: (index: number) => Asked): Promise<(string | null)[]> => {
  const nodes: (string | null)[] = [];
  for (let index = 0; index < count; index += 1) nodes.push((await ask(asked(index))).node);
  return nodes;
};

/** Opens a bare connection; resolves with the socket once connected. */
export function connect(address: string, port: number, from?: string): Promise<Socket> {
  const socket = createConnection({ host: address, port, ...(from ? { localAddress: from } : {}) });
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
  });
}
