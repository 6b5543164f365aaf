import { createHash } from 'node:crypto';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { type ClientMemory, lost, type Probe, type ProbeRequest, type Prober } from './probe.ts';

/** Bytes of a body that are looked at, and of everything that is received. */
const bodyLimit = 65_536;
const receivedLimit = 131_072;
/** Cookies that a client keeps, and the longest of them. */
const cookieLimit = 50;
const cookieLength = 4_096;

const reasons: Record<string, string> = {
  ECONNREFUSED: 'The connection was refused: nothing listens there.',
  EHOSTUNREACH: 'The address cannot be reached from the panel server.',
  ENETUNREACH: 'The network cannot be reached from the panel server.',
  ECONNRESET: 'The connection was closed before an answer came.',
  EPIPE: 'The connection was closed before an answer came.',
  ETIMEDOUT: 'The address does not answer.',
  HPE_HEADER_OVERFLOW: 'The answer’s headers are too long to read.',
};

const broken = 'The answer broke off before its end.';

/** OpenSSL's sentence about an alert: the other side spoke TLS, and refused. */
const tlsAlert = /\balert ([\w ]+?)(?::|$)/;

/** What failed, for whoever reads the check: never the words of a library, which name its own files. */
const reasonOf = (error: unknown): string => {
  const { code = '', message, reason } = error as NodeJS.ErrnoException & { reason?: unknown };
  const known = reasons[code];
  if (known !== undefined) return known;
  if (code.startsWith('HPE_')) {
    const detail = typeof reason === 'string' && reason !== '' ? `: ${reason}` : '';
    return `What answers there does not speak HTTP as it should${detail}.`;
  }
  if (code === 'EPROTO' || /^ERR_(SSL|TLS)_/.test(code)) {
    const [, alert] = tlsAlert.exec(message) ?? [];
    return alert ? `The TLS connection was refused: ${alert}.` : 'What answers there does not speak TLS as it should.';
  }
  return `The connection failed${code && ` (${code})`}.`;
};

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Name and value of a Set-Cookie line; null when it sets nothing. Source: RFC 6265, 5.2. */
function cookieOf(line: string): readonly [string, string] | null {
  const [pair = ''] = line.split(';');
  const at = pair.indexOf('=');
  return at > 0 ? [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] : null;
}

function remember({ cookies }: ClientMemory, lines: readonly string[]): void {
  if (!cookies) return;
  for (const line of lines) {
    const cookie = cookieOf(line);
    if (!cookie || line.length > cookieLength) continue;
    if (/;\s*max-age\s*=\s*(0|-\d+)\s*(;|$)/i.test(line)) cookies.delete(cookie[0]);
    else if (cookies.has(cookie[0]) || cookies.size < cookieLimit) cookies.set(...cookie);
  }
}

function send(probe: ProbeRequest, answered: (response: IncomingMessage) => void): ClientRequest {
  const { target, memory, host } = probe;
  const headers: Record<string, string> = { accept: '*/*', 'user-agent': 'holdfast-check', connection: 'close' };
  if (host) headers.host = host;
  if (memory?.cookies?.size) headers.cookie = [...memory.cookies].map((pair) => pair.join('=')).join('; ');
  const options = {
    host: target.address,
    port: target.port,
    path: probe.path,
    method: 'GET',
    headers,
    agent: false as const,
    maxHeaderSize: 32_768,
  };
  if (!target.secure) return httpRequest(options, answered);
  const name = host?.replace(/:\d*$/, '') ?? '';
  return httpsRequest(
    {
      ...options,
      rejectUnauthorized: false,
      ...(name !== '' && isIP(name) === 0 ? { servername: name } : {}),
      ...(memory?.tlsSession ? { session: memory.tlsSession } : {}),
    },
    answered,
  );
}

/**
 * Probes over real sockets. Certificates are not judged: the check asks which node answers, not who owns it. Whatever comes or does not
 * come, it ends within `timeout`, because nothing but time ends an answer that never does.
 */
export const socketProber: Prober = (probe) =>
  new Promise((resolve) => {
    const { memory, timeout, signal } = probe;
    const group = memory ? 'kept' : 'fresh';
    const sent = [...(memory?.cookies?.keys() ?? [])];
    const chunks: Buffer[] = [];
    let request: ClientRequest | null = null;
    let response: IncomingMessage | null = null;
    let from: string | null = null;
    let tls: { version: string | null; resumed: boolean; certificate: string | null } | null = null;
    let size = 0;
    let ended = false;

    function end(found: Probe): void {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', stopped);
      request?.destroy();
      resolve(found);
    }
    const fail = (reason: string) => end({ ...lost(group, reason), sent, from });
    const late = () => (response ? finish(false) : fail(`No answer within ${timeout / 1000} s.`));
    const stopped = () => (response ? finish(false) : fail('The check was stopped.'));

    /** `whole`: whether the body was read to its end. */
    function finish(whole: boolean): void {
      if (!response) return;
      const lines = response.headers['set-cookie'] ?? [];
      if (memory && !ended) remember(memory, lines);
      const named = response.headers[probe.header];
      end({
        group,
        status: response.statusCode ?? null,
        error: null,
        header: typeof named === 'string' && named.trim() !== '' ? named.trim() : null,
        cached: response.headers.age !== undefined,
        sent,
        set: lines.map(cookieOf).filter((cookie) => cookie !== null),
        certificate: tls && !tls.resumed ? tls.certificate : null,
        body: whole ? digest(Buffer.concat(chunks)) : null,
        tls: tls?.version ?? null,
        resumed: tls?.resumed ?? false,
        from,
      });
    }

    function answered(received: IncomingMessage): void {
      response = received;
      received.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size >= bodyLimit) finish(false);
      });
      received.on('end', () => (received.complete ? finish(true) : fail(broken)));
      received.on('error', () => fail(broken));
      received.on('close', () => fail(broken));
    }

    function connected(socket: Socket): void {
      const note = () => {
        from = socket.localAddress ?? null;
      };
      const secured = () => {
        const { getProtocol, isSessionReused, getPeerCertificate } = socket as TLSSocket;
        tls = {
          version: getProtocol.call(socket),
          resumed: isSessionReused.call(socket),
          certificate: getPeerCertificate.call(socket)?.fingerprint256 ?? null,
        };
      };
      socket.on('connect', note);
      socket.on('secureConnect', secured);
      socket.on('session', (session: Buffer) => {
        if (memory) memory.tlsSession = session;
      });
      let received = 0;
      socket.on('data', (chunk: Buffer) => {
        received += chunk.length;
        if (received <= receivedLimit) return;
        if (response) finish(false);
        else fail('More than 128 kB came before an answer.');
      });
    }

    const timer = setTimeout(late, timeout);
    if (signal.aborted) return stopped();
    signal.addEventListener('abort', stopped);
    try {
      request = send(probe, answered);
      request.on('socket', connected);
      request.on('error', (error) => fail(response ? broken : reasonOf(error)));
      request.on('upgrade', (_, socket) => {
        socket.destroy();
        fail('101: the answer switches to another protocol, which says nothing about a node.');
      });
      request.on('close', () => {
        if (!response) fail('The connection was closed before an answer came.');
      });
      request.end();
    } catch (error) {
      fail(reasonOf(error));
    }
  });
