import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createServer as createViteServer, loadConfigFromFile } from 'vite';
import { expect, test, vi } from 'vitest';
import { checkSite } from '../server/guard.ts';
import { root } from './program.ts';

test('a write from a page that Vite serves is one of the panel’s own pages to the panel', async () => {
  const panel = createServer((request, response) => {
    const { method = '', headers, url } = request;
    try {
      checkSite(
        method,
        new Headers(headers as Record<string, string>),
        new URL(`http://${headers.host}${url}`),
        undefined,
      );
      response.end('taken');
    } catch (error) {
      response.writeHead(403).end(String(error));
    }
  });
  await new Promise<void>((resolve) => panel.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('PANEL_URL', `http://127.0.0.1:${(panel.address() as AddressInfo).port}`);
  const configFile = join(root, 'vite.config.ts');
  const loaded = await loadConfigFromFile({ command: 'serve', mode: 'development' }, configFile);
  const server = await createViteServer({
    configFile: false,
    logLevel: 'silent',
    optimizeDeps: { noDiscovery: true },
    server: { ...loaded?.config.server, port: 0, strictPort: false, watch: null },
  });
  try {
    await server.listen();
    const origin = `http://127.0.0.1:${(server.httpServer!.address() as AddressInfo).port}`;
    for (const path of ['/session', '/api/ORD/loadbalancers', '/panel/feedback']) {
      const headers = { origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
      const answer = await fetch(origin + path, { method: 'POST', headers, body: '{}' });
      expect(await answer.text()).toBe('taken');
    }
    const foreign = await fetch(`${origin}/session`, {
      method: 'POST',
      headers: { origin: 'https://elsewhere.example' },
    });
    expect(foreign.status).toBe(403);
  } finally {
    vi.unstubAllEnvs();
    await server.close();
    panel.close();
  }
});
