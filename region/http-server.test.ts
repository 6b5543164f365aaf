import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { manualClock } from '../contract/shared/clock.ts';
import { ok } from './clb/answer.ts';
import { createRegion, type Region } from './clb/region.ts';
import { httpServer } from './http-server.ts';
import { memorySink } from './storage/memory.ts';

const servers: ReturnType<typeof httpServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function listen(answer: Region['answer'], warn?: (sentence: string) => void): Promise<number> {
  const server = httpServer(answer, warn);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Sends bytes and gives back what came until the connection was closed; `leave`: does not wait for an answer. */
const send = (port: number, bytes: string | Buffer, leave = false): Promise<string> =>
  new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(bytes);
      if (leave) socket.destroy();
    });
    socket.setTimeout(500, () => socket.destroy());
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
  });

it.each([
  [
    'that throws',
    () => {
      throw new Error('x');
    },
  ],
  ['that is rejected', () => Promise.reject(new Error('x'))],
  ['that is rejected with nothing', () => Promise.reject(null)],
  ['whose header HTTP cannot carry', () => ({ status: 200, body: '', headers: { allow: 'a\nb' } })],
  ['whose status is none', () => Promise.resolve({ status: 42, body: '' })],
])('an answer %s costs that answer alone', async (_, answer) => {
  const told: string[] = [];
  const port = await listen(
    (call) => (call.target === '/good' ? ok({}) : answer()),
    (sentence) => told.push(sentence),
  );
  const url = `http://127.0.0.1:${port}`;
  for (const init of [{}, { method: 'PUT', body: '{}' }]) {
    const failed = await fetch(`${url}/bad`, init);
    expect([failed.status, await failed.json()]).toEqual([500, expect.objectContaining({ code: 500 })]);
  }
  expect(told).toHaveLength(2);
  expect((await fetch(`${url}/good`)).status).toBe(200);
});

it('nothing that a client sends ends the region', async () => {
  const told: string[] = [];
  const region = await createRegion({
    clock: manualClock(),
    random: Math.random,
    sink: memorySink(),
    seed: 'demo',
    settle: 0,
    rateLimits: false,
    control: true,
    virtualIps: { ORD: '127.20.0.0/24', DFW: '127.21.0.0/24' },
    url: 'http://127.0.0.1:4100',
  });
  const port = await listen(region.answer, (sentence) => told.push(sentence));
  const targets = ['/', 'http://a:99999/', 'http://[/', '*', '//', '/%', '/%zz', '/%ff', '/ord/v1.0/%/loadbalancers'];
  const below = ['%', '%00', '%ed%a0%80', '__proto__', '71?%', '71?limit=%zz&marker=%ff', '71.json', '71/nodes/%'];
  targets.push(
    ...below.map((each) => `/ord/v1.0/100001/loadbalancers/${each}`),
    '/v2.0/%',
    '/v2.0/tokens/%',
    '/control/%',
  );
  const hosts = ['a:99999', '[', 'xn--a', '', 'é'];
  const bodies = ['', '{', '[]', 'null', '"', '\xff\xfe', '{"auth":null}', '{"auth":{"passwordCredentials":[]}}'];
  for (const target of targets)
    for (const [index, method] of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'].entries()) {
      const body = bodies[index % bodies.length]!;
      const head = `${method} ${target} HTTP/1.1\r\nHost: ${hosts[index % hosts.length]}\r\nConnection: close\r\nContent-Type: application/json\r\n`;
      await send(port, Buffer.from(`${head}Content-Length: ${body.length}\r\n\r\n${body}`, 'latin1'));
      await send(port, `${head}Content-Length: 100\r\n\r\n{`, true);
    }
  for (const body of ['zz\r\n', '5\r\nab', 'ffffffffffffffffff\r\n', '2\r\n{}\r\n0\r\n__proto__: x\r\n\r\n'])
    await send(
      port,
      `POST /v2.0/tokens HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${body}`,
    );
  for (const more of ['Upgrade: websocket\r\nConnection: Upgrade', 'Expect: nonsense', 'Expect: 100-continue'])
    await send(port, `GET / HTTP/1.1\r\nHost: a\r\n${more}\r\n\r\n`);
  expect(told).toEqual([]);
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  await region.close();
}, 30_000);
