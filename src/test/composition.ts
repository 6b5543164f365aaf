import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { type ManualClock, manualClock } from '../../contract/shared/clock.ts';
import { createRegion, type Region } from '../../region/clb/region.ts';
import { memorySink } from '../../region/storage/memory.ts';
import { silentLog } from '../../server/log.ts';
import { createPanel, type PanelServer } from '../../server/panel.ts';
import { memorySessions } from '../../server/sessions/memory.ts';
import { memoryStore } from '../../server/store/memory.ts';

const regionUrl = 'http://127.0.0.1:4100';

/** Milliseconds that the region stays in BUILD and PENDING_UPDATE, on the composition's own clock. */
export const settle = 800;

export interface Composition {
  readonly clock: ManualClock;
  readonly region: Region;
  readonly panel: PanelServer;
  /** MSW, for faults on top: `network.use(http.get(…, () => HttpResponse.error()))`. */
  readonly network: ReturnType<typeof setupServer>;
  /** Signs in as one of the demo users. */
  signIn(user: 'admin' | 'creator' | 'observer'): Promise<void>;
  /** Asks the region itself as the account's administrator: what it says is what is stored. Path below the endpoint. */
  ask(
    regionName: 'ORD' | 'DFW',
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: unknown }>;
  /** `POST /control/…` of the region: statuses and faults on demand. */
  control(action: string, body: unknown): Promise<void>;
  /** The id of a load balancer of the demo seed. */
  idOf(regionName: 'ORD' | 'DFW', name: string): Promise<number>;
  /** What the region stores: the type, or null when disabled. */
  stored(regionName: 'ORD' | 'DFW', id: number): Promise<string | null>;
  close(): Promise<void>;
}

/** The real panel server over the real region, behind the page's own requests. Only time stands still. */
export async function compose(): Promise<Composition> {
  const clock = manualClock(Date.now());
  const region = await createRegion({
    clock,
    random: () => 0.5,
    sink: memorySink(),
    seed: 'demo',
    settle,
    rateLimits: false,
    control: true,
    virtualIps: { ORD: '127.10.0.0/16', DFW: '127.11.0.0/16' },
    url: regionUrl,
  });
  const panel = createPanel({
    identityUrl: `${regionUrl}/v2.0`,
    fetch: (input, init) => region.fetch(new Request(input, init)),
    sessions: memorySessions(),
    store: memoryStore(),
    clock,
    log: silentLog,
  });
  const network = setupServer(http.all('*', ({ request }) => panel.fetch(fromPage(request))));
  network.listen();

  const asked = async (regionName: string, method: string, path: string, body?: unknown) => {
    const answer = await region.fetch(
      new Request(`${regionUrl}/${regionName.toLowerCase()}/v1.0/100001${path}`, {
        method,
        headers: { 'x-auth-token': await asAdmin(), 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
  };

  let token = '';
  const asAdmin = async (): Promise<string> => {
    if (token) return token;
    const credentials = { username: 'admin', apiKey: 'admin-key' };
    const answer = await region.fetch(
      new Request(`${regionUrl}/v2.0/tokens`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ auth: { 'RAX-KSKEY:apiKeyCredentials': credentials } }),
      }),
    );
    token = ((await answer.json()) as { access: { token: { id: string } } }).access.token.id;
    return token;
  };

  return {
    clock,
    region,
    panel,
    network,
    async signIn(user) {
      const answer = await fetch('/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: user, apiKey: `${user}-key` }),
      });
      if (answer.status !== 200)
        throw new Error(`Signing in as ${user} answered ${answer.status}: ${await answer.text()}`);
    },
    ask: asked,
    async control(action, body) {
      const answer = await region.fetch(
        new Request(`${regionUrl}/control/${action}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      );
      if (!answer.ok) throw new Error(`/control/${action} answered ${answer.status}: ${await answer.text()}`);
    },
    async idOf(regionName, name) {
      const { body } = await asked(regionName, 'GET', '/loadbalancers?limit=100');
      const found = body.loadBalancers.find((each: { name: string }) => each.name === name);
      if (!found) throw new Error(`The demo seed has no load balancer ${name} in ${regionName}.`);
      return found.id;
    },
    async stored(regionName, id) {
      const { body } = await asked(regionName, 'GET', `/loadbalancers/${id}/sessionpersistence`);
      return body.sessionPersistence.persistenceType ?? null;
    },
    async close() {
      network.close();
      await panel.close();
      await region.close();
    },
  };
}

/** What a browser adds to a page's own requests and a test's fetch does not. */
export function fromPage(request: Request): Request {
  const headers = new Headers(request.headers);
  headers.set('origin', new URL(request.url).origin);
  return new Request(request, { headers });
}

export { HttpResponse, http };
