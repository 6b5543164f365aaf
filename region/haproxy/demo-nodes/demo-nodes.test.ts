import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as tlsConnect } from 'node:tls';
import { expect, it } from 'vitest';
import { ask } from '../testing/client.ts';
import { addressOf } from '../testing/stage.ts';
import { selfSigned } from './certificate.ts';
import { startDemoNodes } from './demo-nodes.ts';

it('starts nodes that say their name over HTTP and HTTPS, and keeps their certificates', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-nodes-'));
  const address = addressOf(240);
  const options = { folder, address, count: 2, now: Date.now() };
  const demo = await startDemoNodes(options);
  expect(demo.nodes.map(({ port }) => port)).toEqual([8091, 8191, 8092, 8192]);
  for (const [index, name] of ['n1', 'n2'].entries()) {
    expect(await ask({ address, port: 8091 + index })).toMatchObject({ status: 200, node: name, body: `${name}\n` });
    expect(await ask({ address, port: 8191 + index, tls: {} })).toMatchObject({
      node: name,
      certificateName: `${name}.example.com`,
    });
  }
  const said: string[] = [];
  const second = await startDemoNodes({ ...options, log: (sentence) => said.push(sentence) });
  expect([second.nodes.length, said.length]).toEqual([0, 4]);
  const kept = await readFile(join(folder, 'n1.json'), 'utf8');
  await demo.close();
  const again = await startDemoNodes(options);
  expect(await readFile(join(folder, 'n1.json'), 'utf8')).toBe(kept);
  await again.close();
  await rm(folder, { recursive: true });
});

it('resumes a TLS 1.2 session by the id that the node gave, and only under TLS 1.2', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-nodes-'));
  const address = addressOf(241);
  const demo = await startDemoNodes({ folder, address, count: 2, now: Date.now() });
  const shake = (port: number, session?: Buffer) =>
    new Promise<{ reused: boolean; version: string | null; session: Buffer | undefined }>((resolve, reject) => {
      const socket = tlsConnect(
        { host: address, port, rejectUnauthorized: false, ...(session ? { session } : {}) },
        () => {
          resolve({ reused: socket.isSessionReused(), version: socket.getProtocol(), session: socket.getSession() });
          socket.destroy();
        },
      );
      socket.once('error', reject);
    });
  const first = await shake(8191);
  expect(first).toMatchObject({ reused: false, version: 'TLSv1.2' });
  expect((await shake(8191, first.session)).reused).toBe(true);
  expect((await shake(8192)).version).toBe('TLSv1.3');
  await demo.close();
  await rm(folder, { recursive: true });
});

it('makes certificates that others can read, with either kind of key', async () => {
  const { X509Certificate, createPrivateKey } = await import('node:crypto');
  for (const kind of ['ec', 'rsa'] as const) {
    const made = selfSigned(['a.example.com', 'b.example.com'], Date.UTC(2031, 4, 2), kind);
    const certificate = new X509Certificate(made.certificate);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(made.privateKey))).toBe(true);
    expect(certificate.checkHost('b.example.com')).toBe('b.example.com');
    expect(certificate.validFromDate.toISOString()).toBe('2031-05-01T00:00:00.000Z');
  }
});
