import { http, passthrough } from 'msw';
import { setupWorker } from 'msw/browser';
import { systemClock } from '../contract/shared/clock.ts';
import { createRegion } from '../region/clb/region.ts';
import { indexedDbSink } from '../region/storage/indexed-db.ts';
import { silentLog } from '../server/log.ts';
import { createPanel } from '../server/panel.ts';
import { memoryStore } from '../server/store/memory.ts';
import { tabSession } from './sessions.ts';

/** Where the region would listen if this were not a page; nothing ever connects there. */
const regionUrl = 'http://127.0.0.1:4100';
const panelPaths = /^\/(api|panel|session|openapi\.json|healthz)(\/|$)/;

/** The request as the network would see it: the worker meets it before the browser adds the page's origin. */
function asSent(request: Request): Request {
  const headers = new Headers(request.headers);
  headers.set('origin', location.origin);
  return new Proxy(request, {
    get(target, name) {
      if (name === 'headers') return headers;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** The panel server and the local region of `npm start`, in the page itself: no server, no traffic, state in this browser. */
async function startServers(): Promise<void> {
  const region = await createRegion({
    clock: systemClock,
    random: Math.random,
    sink: await indexedDbSink('holdfast-region'),
    seed: 'demo',
    settle: 800,
    rateLimits: true,
    control: false,
    virtualIps: { ORD: '127.10.0.0/16', DFW: '127.11.0.0/16' },
    url: regionUrl,
  });
  const panel = createPanel({
    identityUrl: `${regionUrl}/v2.0`,
    fetch: (input, init) => region.fetch(new Request(input, init)),
    sessions: tabSession(sessionStorage),
    store: memoryStore(),
    clock: systemClock,
    log: silentLog,
    publicUrl: location.origin,
  });
  const worker = setupWorker(
    http.all('*', ({ request }) => {
      const { origin, pathname } = new URL(request.url);
      return origin === location.origin && panelPaths.test(pathname) ? panel.fetch(asSent(request)) : passthrough();
    }),
  );
  await worker.start({ quiet: true });
}

function say(sentence: string): void {
  const notice = document.createElement('p');
  notice.className = 'demo-notice';
  notice.textContent = sentence;
  document.body.prepend(notice);
}

try {
  await startServers();
  say(
    'Demo: panel, server and region run in this page alone. What you change stays in this browser and carries no traffic.',
  );
  await import('../src/main.tsx');
} catch (error) {
  say(`The demo cannot start: ${error instanceof Error ? error.message : String(error)}`);
}
