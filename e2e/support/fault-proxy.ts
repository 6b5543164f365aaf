import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { test as base } from './fixtures.ts';

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Asks the region and gives its answer. */
  forward(): Promise<{ status: number; headers: Record<string, string>; body: string }>;
}

/** What the proxy does with a request in place of passing it on. */
export type ProxyFault = (exchange: Exchange) => Promise<void> | void;

/** Stands between panel server and region on a real port, and can be told to fail. */
export interface FaultProxy {
  /** Address of the region; known once the stack is up. */
  target: string;
  fault: ProxyFault | null;
  readonly identityUrl: string;
  /** Writes below a region's endpoint that arrived. */
  readonly writes: string[];
  /** Takes no connection until `open`. */
  refuse(): Promise<void>;
  open(): Promise<void>;
  close(): Promise<void>;
}

const readAll = async (request: IncomingMessage): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
};

async function startFaultProxy(port: number): Promise<FaultProxy> {
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const own = `http://127.0.0.1:${port}`;
    const { method = 'GET', url = '/' } = request;
    if (method !== 'GET' && /\/v1\.0\//.test(url)) proxy.writes.push(`${method} ${url}`);
    const sent = await readAll(request);
    const forward = async () => {
      const headers = new Headers();
      for (const [name, value] of Object.entries(request.headers))
        if (typeof value === 'string' && !/^(host|connection|content-length|accept-encoding)$/.test(name))
          headers.set(name, value);
      const answer = await fetch(proxy.target + url, {
        method,
        headers,
        redirect: 'manual',
        ...(sent.length > 0 && { body: new Uint8Array(sent) }),
      });
      const body = (await answer.text()).replaceAll(proxy.target, own);
      const kept = [...answer.headers].filter(
        ([name]) => !/^(content-length|content-encoding|transfer-encoding|connection|keep-alive)$/.test(name),
      );
      return { status: answer.status, headers: Object.fromEntries(kept), body };
    };
    if (proxy.fault) return proxy.fault({ request, response, forward });
    const { status, headers, body } = await forward();
    response.writeHead(status, headers).end(body);
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  const listen = () => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen();
  const proxy: FaultProxy = {
    target: '',
    fault: null,
    identityUrl: `http://127.0.0.1:${port}/v2.0`,
    writes: [],
    refuse: stop,
    open: listen,
    close: stop,
  };
  return proxy;
}

/** The proxies of this worker, by the identity service's address through them. */
const running = new Map<string, FaultProxy>();

/** The tests of `fixtures.ts` with a proxy that can fail between panel server and region. */
export const test = base.extend<object, { between: FaultProxy }>({
  settings: [
    async ({ settings, place }, use) => {
      const proxy = await startFaultProxy(place.ports.between);
      running.set(proxy.identityUrl, proxy);
      await use({ ...settings, CLB_IDENTITY_URL: proxy.identityUrl });
      await proxy.close();
    },
    { scope: 'worker' },
  ],
  between: [
    async ({ settings: { CLB_IDENTITY_URL = '' }, stack }, use) => {
      const proxy = running.get(CLB_IDENTITY_URL);
      if (!proxy) throw new Error('The panel server of this worker does not ask through a proxy.');
      proxy.target = stack.region.url;
      await use(proxy);
    },
    { scope: 'worker' },
  ],
});

export { expect } from '@playwright/test';
