import { type ManualClock, manualClock } from '../../contract/shared/clock.ts';
import { silentLog } from '../log.ts';
import { createPanel, type PanelServer } from '../panel.ts';
import type { PanelOptions } from '../ports.ts';
import { sealedCookies } from '../sessions/sealed-cookie.ts';
import { memoryStore } from '../store/memory.ts';
import type { PanelStore } from '../store/store.ts';
import { identityUrl, type Service, scriptedService } from './service.ts';

export const origin = 'http://127.0.0.1:4000';
export const secret = 'a secret for tests that is long enough';

export interface Ask {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  address?: string;
}

/** Keeps cookies and says where it comes from, as a browser does on the panel's own pages. */
export class Browser {
  readonly panel: PanelServer;
  cookie = '';

  constructor(panel: PanelServer, cookie = '') {
    this.panel = panel;
    this.cookie = cookie;
  }

  async ask(
    path: string,
    { method = 'GET', body, headers = {}, address = '198.51.100.7' }: Ask = {},
  ): Promise<Response> {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const request = new Request(path.startsWith('http') ? path : origin + path, {
      method,
      headers: {
        ...(method !== 'GET' && { origin }),
        ...(this.cookie && { cookie: this.cookie }),
        ...(text !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(text !== undefined && { body: text }),
    });
    const response = await this.panel.fetch(request, { address });
    const set = response.headers.get('set-cookie');
    if (set) this.cookie = set.slice(0, set.indexOf(';'));
    return response;
  }

  /** Announces a change of load balancer 71's session persistence, unless told otherwise; gives the headers by which it is sent. */
  async announce(more: object = {}): Promise<{ 'x-holdfast-change': string; key: string }> {
    const body = {
      region: 'ORD',
      operation: 'sessionPersistence.enable',
      subject: { loadBalancerId: '71', part: null },
      ...more,
    };
    const answer = await this.ask('/panel/changes', { method: 'POST', body });
    if (answer.status !== 201) throw new Error(`Announcing answered ${answer.status}: ${await answer.text()}`);
    const { id, key } = await answer.json();
    return { 'x-holdfast-change': id, key };
  }

  signIn(username: string, apiKey = `${username}-key`): Promise<Response> {
    return this.ask('/session', { method: 'POST', body: { username, apiKey } });
  }
}

export interface Setup {
  service: Service;
  clock: ManualClock;
  store: PanelStore;
  panel: PanelServer;
  browser: Browser;
  /** Another browser at the same panel. */
  another(): Browser;
}

/** A panel over a scripted service, with a clock that stands still and sign-ins in sealed cookies. */
export async function setUp(more: Partial<PanelOptions> & { secrets?: string[] } = {}): Promise<Setup> {
  const { secrets = [secret], ...options } = more;
  const service = scriptedService();
  const clock = manualClock();
  const store = options.store ?? memoryStore();
  const panel = createPanel({
    identityUrl,
    fetch: (input, init) => service.fetch(new Request(input, init)),
    sessions: await sealedCookies({ secrets, identityUrl: options.identityUrl ?? identityUrl, now: clock.now }),
    clock,
    log: silentLog,
    ...options,
    store,
  });
  return { service, clock, store, panel, browser: new Browser(panel), another: () => new Browser(panel) };
}

/** The panel's own error in an answer. */
export async function errorOf(
  response: Response,
): Promise<{ code: string; message: string; field?: string; requestId: string }> {
  return (await response.json()).error;
}
