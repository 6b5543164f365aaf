import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { UpstreamRequest } from '../upstream.ts';
import { type PooledUpstream, pooledUpstream } from './upstream.ts';

const open: { close(): unknown; closeAllConnections?(): void }[] = [];
const pools: PooledUpstream[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
  for (const server of open.splice(0)) {
    server.closeAllConnections?.();
    server.close();
  }
});

async function address(server: Server | ReturnType<typeof createTcpServer>): Promise<string> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const http = (listener: RequestListener) => address(createServer(listener));
const tcp = (listener: (socket: Socket) => void) => address(createTcpServer(listener));

function pool(identity: string, resolve?: Parameters<typeof pooledUpstream>[1]): PooledUpstream {
  const made = pooledUpstream(`${identity}/v2.0`, resolve);
  pools.push(made);
  return made;
}
const ask = (url: string, more: Partial<UpstreamRequest> = {}): UpstreamRequest => ({
  method: 'GET',
  url,
  headers: { 'x-auth-token': 't' },
  body: null,
  limit: 1024 * 1024,
  timeout: 5_000,
  ...more,
});
const bytes = (text: string) => new TextEncoder().encode(text);

describe('the pooled upstream', () => {
  it('sends a request as it is and reads the whole answer', async () => {
    const url = await http((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        response.writeHead(202, { 'x-method': request.method!, 'x-token': request.headers['x-auth-token']! });
        response.write(request.url);
        response.end(Buffer.concat(chunks));
      });
    });
    const answer = await pool(url).send(ask(`${url}/a?b=c%20d`, { method: 'PUT', body: bytes('{"é":1}') }));
    expect(answer.status).toBe(202);
    expect([answer.header('x-method'), answer.header('x-token'), answer.header('none')]).toEqual(['PUT', 't', null]);
    expect(new TextDecoder().decode(answer.body)).toBe('/a?b=c%20d{"é":1}');
  });

  it('uses connections again', async () => {
    let connections = 0;
    const server = createServer((_, response) => response.end('{}'));
    server.on('connection', () => connections++);
    const url = await address(server);
    const { send } = pool(url);
    for (let count = 0; count < 20; count++) await send(ask(url));
    expect(connections).toBeLessThanOrEqual(2);
  });

  it('follows no redirect', async () => {
    const url = await http((_, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end());
    expect((await pool(url).send(ask(url))).status).toBe(302);
  });

  it('says when nobody listens', async () => {
    const url = await http(() => {});
    const server = open.pop()!;
    await new Promise<void>((resolve) => (server as Server).close(() => resolve()));
    await expect(pool(url).send(ask(url))).rejects.toMatchObject({ failure: 'refused' });
  });

  it.each([
    ['before any answer', ''],
    ['in the middle of the body', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"a":'],
    ['in the middle of a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{"a":'],
    ['with nonsense', 'HELLO\r\n\r\n'],
    ['with two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
  ])('says when the connection breaks %s, and sends a write once', async (_, start) => {
    let asked = 0;
    const url = await tcp((socket) => {
      socket.once('data', () => {
        asked++;
        socket.end(start);
      });
      socket.on('error', () => {});
    });
    const { send } = pool(url);
    await expect(send(ask(url, { method: 'PUT', body: bytes('{}') }))).rejects.toMatchObject({ failure: 'reset' });
    expect(asked).toBe(1);
    await expect(send(ask(url))).rejects.toMatchObject({ failure: 'reset' });
    expect(asked).toBe(3);
  });

  it('gives up on a service that accepts and says nothing, or that drips', async () => {
    const silent = await tcp((socket) => socket.on('error', () => {}));
    await expect(pool(silent).send(ask(silent, { timeout: 50 }))).rejects.toMatchObject({ failure: 'slow' });
    const dripping = await http((_, response) => {
      const timer = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(timer));
    });
    await expect(pool(dripping).send(ask(dripping, { timeout: 80 }))).rejects.toMatchObject({ failure: 'slow' });
  });

  it('takes no more than the limit, announced or not', async () => {
    let sent = 0;
    const url = await http((request, response) => {
      if (request.url === '/announced')
        return response.writeHead(200, { 'content-length': '100000000' }).flushHeaders();
      const more = () => {
        while (!response.destroyed && sent < 100 * 1024 * 1024) {
          sent += 65_536;
          if (!response.write(Buffer.alloc(65_536))) return void response.once('drain', more);
        }
      };
      more();
    });
    const { send } = pool(url);
    await expect(send(ask(`${url}/announced`))).rejects.toMatchObject({ failure: 'large' });
    await expect(send(ask(url))).rejects.toMatchObject({ failure: 'large' });
    expect(sent).toBeLessThan(20 * 1024 * 1024);
  });

  it('stops when nobody waits any more', async () => {
    const arrived = Promise.withResolvers<void>();
    const left = Promise.withResolvers<void>();
    const url = await http((_, response) => {
      arrived.resolve();
      response.on('close', () => left.resolve());
    });
    const stop = new AbortController();
    const answer = pool(url).send(
      ask(url, { whenAbandoned: (cancel) => stop.signal.addEventListener('abort', cancel) }),
    );
    await arrived.promise;
    stop.abort();
    await expect(answer).rejects.toMatchObject({ failure: 'aborted' });
    await left.promise;
  });
});

describe('one account', () => {
  /** A service whose reads of /hang never end; `hanging` are those that it has now. */
  async function hangingService() {
    const hanging = new Set<object>();
    let most = 0;
    const url = await http((request, response) => {
      if (request.url !== '/hang') return response.end('{}');
      hanging.add(response);
      most = Math.max(most, hanging.size);
      response.on('close', () => hanging.delete(response));
    });
    return { url, hanging, most: () => most };
  }

  it('has a quarter of the connections: with 200 reads that hang, everybody else’s are answered at once', async () => {
    const { url, hanging, most } = await hangingService();
    const made = pool(url);
    const stop = new AbortController();
    const whenAbandoned = (cancel: () => void) => stop.signal.addEventListener('abort', cancel);
    const hung = Array.from({ length: 200 }, () =>
      made.send(ask(`${url}/hang`, { account: 'a', timeout: 60_000, whenAbandoned })).catch((error) => error.failure),
    );
    await expect.poll(() => hanging.size).toBe(32);
    for (const account of ['b', 'c', undefined]) {
      const more = account === undefined ? {} : { account };
      const answers = Array.from({ length: 40 }, () => made.send(ask(url, { timeout: 2_000, ...more })));
      expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(Array(40).fill(200));
    }
    expect(most()).toBe(32);
    stop.abort();
    expect(await Promise.all(hung)).toEqual(Array(200).fill('aborted'));
    expect((await made.send(ask(url, { account: 'a' }))).status).toBe(200);
  });

  it('is told that nothing was sent when its turn does not come in time', async () => {
    const { url, hanging } = await hangingService();
    const made = pool(url);
    const hung = Array.from({ length: 32 }, () =>
      made.send(ask(`${url}/hang`, { account: 'a', timeout: 60_000 })).catch((error) => error.failure),
    );
    await expect.poll(() => hanging.size).toBe(32);
    const write = ask(url, { account: 'a', timeout: 50, method: 'PUT', body: bytes('{}') });
    await expect(made.send(write)).rejects.toMatchObject({ failure: 'busy' });
    const waiting = made.send(ask(url, { account: 'a' })).catch((error) => error.failure);
    made.abort();
    expect(await waiting).toBe('busy');
    expect(await Promise.all(hung)).toEqual(Array(32).fill('stopped'));
  });

  it('gets its share back however its requests end', async () => {
    const url = await http((request, response) => {
      if (request.url === '/reset') return void response.destroy();
      if (request.url === '/cut')
        return void response.writeHead(200, { 'content-length': '9' }).write('x', () => response.destroy());
      if (request.url === '/large') return response.end('x'.repeat(2_000));
      if (request.url !== '/slow') response.end('{}');
    });
    const closed = await http(() => {});
    await new Promise<void>((resolve) => (open.pop() as Server).close(() => resolve()));
    const { send } = pool(url);
    const write = { method: 'PUT', body: bytes('{}') };
    const endings: [string, Partial<UpstreamRequest>][] = [
      [`${url}/reset`, {}],
      [`${url}/cut`, write],
      [`${url}/large`, { limit: 1_000 }],
      [`${url}/slow`, { timeout: 20 }],
      [`${url}/`, { headers: { 'x-bad': 'a\nb' } }],
      [`${url}/`, { method: 'BAD METHOD' }],
      [closed, {}],
      [`${url}/slow`, { whenAbandoned: (cancel) => cancel() }],
    ];
    for (const [at, more] of endings) {
      const ended = Array.from({ length: 50 }, () =>
        send(ask(at, { account: 'a', ...more })).then(
          () => at,
          () => '',
        ),
      );
      expect((await Promise.all(ended)).join('')).toBe('');
      expect((await send(ask(url, { account: 'a', timeout: 2_000 }))).status).toBe(200);
    }
  });
});

describe('resolved addresses', () => {
  const resolveTo = (table: Record<string, string>) => async (hostname: string) => [
    { address: table[hostname]!, family: 4 },
  ];

  it('are those that were checked: a public service’s catalog leads nowhere inside', async () => {
    let asked = 0;
    const url = await http((_, response) => {
      asked++;
      response.end('{}');
    });
    const { port } = new URL(url);
    for (const inside of ['127.0.0.1', '10.0.0.1', '169.254.169.254', '0.0.0.0']) {
      const { send } = pool(
        'https://identity.example.com',
        resolveTo({ 'identity.example.com': '8.8.8.8', 'ord.example.com': inside }),
      );
      await expect(send(ask(`http://ord.example.com:${port}`))).rejects.toMatchObject({ failure: 'forbidden' });
    }
    expect(asked).toBe(0);
    const near = pool(
      'https://identity.example.com',
      resolveTo({ 'identity.example.com': '127.0.0.1', 'ord.example.com': '127.0.0.1' }),
    );
    expect((await near.send(ask(`http://ord.example.com:${port}`))).status).toBe(200);
  });

  it('that cannot be found are said to be unknown', async () => {
    const missing = async () => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    };
    const { send } = pool('https://identity.example.com', missing);
    await expect(send(ask('http://ord.example.com'))).rejects.toMatchObject({ failure: 'unknown-host' });
  });
});
