import { createHash } from 'node:crypto';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { Target } from './target.ts';
import type { Marker, Probe } from './verdict.ts';

/** What a client keeps from one request to the next. */
export interface ClientMemory {
  readonly cookies: Map<string, string>;
  tlsSession: Buffer | undefined;
}

export interface ProbeRequest {
  readonly target: Target;
  readonly path: string;
  /** Response header in which the nodes say their name, in lower case. */
  readonly header: string;
  /** Host header to send; the address when null. */
  readonly host: string | null;
  /** Absent for a client that remembers nothing. */
  readonly memory: ClientMemory | null;
  /** Milliseconds for the whole request. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** Sends one GET on a fresh connection and says which node answered. Never throws: a failure is an answer of the check. */
export type Prober = (request: ProbeRequest) => Promise<Probe>;

/** Bytes of a body that are looked at; more is not read. */
const bodyLimit = 65_536;

const reasons: Record<string, string> = {
  ECONNREFUSED: 'The connection was refused: nothing listens there.',
  EHOSTUNREACH: 'The address cannot be reached from the panel server.',
  ENETUNREACH: 'The network cannot be reached from the panel server.',
  ECONNRESET: 'The connection was closed before an answer came.',
};

const reasonOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  return reasons[code ?? ''] ?? message;
};

function remember(memory: ClientMemory | null, setCookies: readonly string[]): void {
  if (!memory) return;
  for (const line of setCookies) {
    const [pair = ''] = line.split(';');
    const at = pair.indexOf('=');
    if (at > 0) memory.cookies.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
  }
}

/** A load balancer's own cookie, as the well-known ones are named: HAProxy's and Zeus's. */
const persistenceCookie = /^(X-Mapping-|SERVERID|HOLDFAST)/i;

function markerOf(
  response: IncomingMessage,
  body: Buffer,
  { header, memory }: ProbeRequest,
): { node: string; marker: Marker } {
  const named = response.headers[header];
  if (typeof named === 'string' && named !== '') return { node: named.slice(0, 64), marker: 'header' };
  const given = (response.headers['set-cookie'] ?? []).map((line) => line.split(';')[0] ?? '');
  const kept = [...(memory?.cookies ?? [])].map(([name, value]) => `${name}=${value}`);
  const cookie = [...given, ...kept].find((pair) => persistenceCookie.test(pair));
  if (cookie) return { node: digest(Buffer.from(cookie)), marker: 'cookie' };
  const socket = response.socket as Partial<TLSSocket>;
  const fingerprint = socket.getPeerCertificate?.()?.fingerprint256;
  if (fingerprint && !response.headers.via) return { node: digest(Buffer.from(fingerprint)), marker: 'certificate' };
  return { node: digest(body), marker: 'body' };
}

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex').slice(0, 8);

/** Probes over real sockets. Certificates are not judged: the check asks which node answers, not who owns it. */
export const socketProber: Prober = (probe) =>
  new Promise((resolve) => {
    const { target, memory } = probe;
    const group = memory ? 'kept' : 'fresh';
    const deadline = AbortSignal.any([probe.signal, AbortSignal.timeout(probe.timeout)]);
    const fail = (error: unknown) =>
      resolve({
        group,
        node: null,
        marker: null,
        tls: null,
        resumed: false,
        error: deadline.aborted ? `No answer within ${probe.timeout / 1000} s.` : reasonOf(error),
      });
    const headers: Record<string, string> = { accept: '*/*', 'user-agent': 'holdfast-check', connection: 'close' };
    if (probe.host) headers.host = probe.host;
    if (memory && memory.cookies.size > 0)
      headers.cookie = [...memory.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const options = {
      host: target.address,
      port: target.port,
      path: probe.path,
      method: 'GET',
      headers,
      agent: false as const,
      signal: deadline,
      maxHeaderSize: 32_768,
    };
    const answered = (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const socket = response.socket as Partial<TLSSocket>;
      const tls = socket.getProtocol?.() ?? null;
      const resumed = socket.isSessionReused?.() ?? false;
      const finish = () => {
        const found = markerOf(response, Buffer.concat(chunks), probe);
        remember(memory, response.headers['set-cookie'] ?? []);
        resolve({ group, ...found, error: null, tls, resumed });
        response.destroy();
      };
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size >= bodyLimit) finish();
      });
      response.on('end', finish);
      response.on('error', fail);
    };
    try {
      const request = target.secure
        ? httpsRequest(
            {
              ...options,
              rejectUnauthorized: false,
              ...(probe.host ? { servername: probe.host } : {}),
              ...(memory?.tlsSession ? { session: memory.tlsSession } : {}),
            },
            answered,
          )
        : httpRequest(options, answered);
      request.on('error', fail);
      request.on('socket', (socket) => {
        socket.on('session', (session: Buffer) => {
          if (memory) memory.tlsSession = session;
        });
      });
      request.end();
    } catch (error) {
      fail(error);
    }
  });
