import type { Clock } from '../../contract/shared/clock.ts';
import { createCloud } from '../../region/octavia/cloud.ts';
import { silentLog } from '../../server/log.ts';
import { createPanel } from '../../server/panel.ts';
import { cloudAt } from '../../server/providers/octavia/cloud.ts';
import { sealedCookies } from '../../server/sessions/sealed-cookie.ts';
import { memoryStore } from '../../server/store/memory.ts';
import { Browser, origin } from '../../server/testing/browser.ts';
import { clb } from '../../src/api/providers/clb/clb.ts';
import { octavia } from '../../src/api/providers/octavia/octavia.ts';
import type { Provider } from '../../src/api/providers/provider.ts';
import type { Subject } from '../../src/model/load-balancer.ts';
import { type Between, faultWorld, signInTab } from './fault-world.ts';

/** A page's way to a panel server over a region of one API, with a place for faults between the last two. */
export interface ProviderWorld {
  readonly provider: Provider;
  readonly clock: Clock;
  /** As the page's own requests go. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /**
   * Lets something stand between the panel server and the region from now on. `patience`: milliseconds that stand for every deadline of
   * ten seconds and more; null: as they are.
   */
  stand(between: Between, patience: number | null): void;
  /** Two that take an HTTP cookie, and are all that the test is about. */
  readonly subjects: readonly [Subject & { readonly name: string }, Subject & { readonly name: string }];
  /** Whether a request changes session persistence of the subject. */
  changes(request: Request, subject: Subject): boolean;
  /** The type that the region stores, or null when disabled. Waits until no change is under way. */
  stored(subject: Subject): Promise<string | null>;
  /** Disables session persistence. */
  disable(subject: Subject): Promise<void>;
  close(): Promise<void>;
}

export async function clbWorld(): Promise<ProviderWorld> {
  const world = await faultWorld();
  await signInTab(world.tab, 'admin');
  const { loadBalancers } = (await world.ask('GET', '/loadbalancers?limit=100')).body as {
    loadBalancers: { id: number; name: string; status: string; protocol: string }[];
  };
  const [first, second] = loadBalancers
    .filter(({ status, protocol }) => status === 'ACTIVE' && protocol === 'HTTP')
    .map(({ id, name }) => ({ region: 'ORD', id: String(id), name }));
  return {
    provider: clb,
    clock: world.clock,
    fetch: (path, init) => world.tab.fetch(path, init),
    stand(between, patience) {
      world.toRegion = between;
      world.patience = patience;
    },
    subjects: [first!, second!],
    changes: ({ method, url }, { id }) => method !== 'GET' && url.endsWith(`/loadbalancers/${id}/sessionpersistence`),
    stored: ({ id }) => world.stored(id),
    disable: ({ id }) => world.set(id, null),
    close: () => world.close(),
  };
}

export async function octaviaWorld(): Promise<ProviderWorld> {
  const region = 'RegionOne';
  let toRegion: Between = (request, forward) => forward(request);
  let patience: number | null = null;
  const clock: Clock = {
    now: () => Date.now(),
    after(delay, task) {
      const timer = setTimeout(task, delay >= 10_000 && patience !== null ? patience : delay);
      return () => clearTimeout(timer);
    },
  };
  const cloud = createCloud({
    clock,
    random: Math.random,
    seed: 'rehearsal',
    settle: 2,
    url: 'http://127.0.0.1:9000',
    regions: [region],
  });
  const panel = createPanel({
    openstack: [cloudAt(cloud.identityUrl, 'own')],
    fetch: (input, init) => toRegion(new Request(input, init), (passed) => cloud.fetch(passed)),
    sessions: await sealedCookies({
      secrets: ['a secret of the fault table that is long enough'],
      openstack: [cloud.identityUrl],
      now: clock.now,
    }),
    store: memoryStore(),
    clock,
    log: silentLog,
  });
  const browser = new Browser(panel);
  const found = cloud.regions[0]!.loadBalancers;
  const subject = (name: string) => ({ region, id: found[name]!.id, part: found[name]!.pools[`${name}-pool`]!, name });

  /** Asks the region itself: no fault stands there. */
  const token = async () => {
    const { name, password, domain } = cloud.users.member!;
    const identity = { methods: ['password'], password: { user: { name, password, domain: { name: domain } } } };
    const answer = await cloud.fetch(
      new Request(`${cloud.identityUrl}/auth/tokens`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ auth: { identity, scope: { project: { id: cloud.projects.panel } } } }),
      }),
    );
    return answer.headers.get('x-subject-token')!;
  };
  const own = await token();
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await cloud.fetch(
      new Request(`${cloud.regions[0]!.url}/v2/lbaas${path}`, {
        method,
        headers: { 'x-auth-token': own, accept: 'application/json', 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  async function stored({ id, part }: Subject): Promise<string | null> {
    for (;;) {
      const { loadbalancer } = await ask('GET', `/loadbalancers/${id}`);
      if (!loadbalancer.provisioning_status.startsWith('PENDING'))
        return (await ask('GET', `/pools/${part}`)).pool.session_persistence?.type ?? null;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
  const world: ProviderWorld = {
    provider: octavia,
    clock,
    fetch: (path, init) =>
      browser.ask(path, {
        method: init?.method ?? 'GET',
        ...(typeof init?.body === 'string' && { body: init.body }),
        headers: Object.fromEntries(new Headers(init?.headers)),
      }),
    stand(next, moments) {
      toRegion = next;
      patience = moments;
    },
    subjects: [subject('web'), subject('spare')],
    changes: ({ method, url }, { part }) => method === 'PUT' && url.endsWith(`/v2/lbaas/pools/${part}`),
    stored,
    async disable(of) {
      if ((await stored(of)) === null) return;
      await ask('PUT', `/pools/${of.part}`, { pool: { session_persistence: null } });
      await stored(of);
    },
    async close() {
      await panel.close();
      cloud.close();
    },
  };
  const signedIn = await browser.ask('/session', {
    method: 'POST',
    body: { username: 'member', password: cloud.users.member!.password, project: 'panel' },
  });
  if (signedIn.status !== 200) throw new Error(`Signing in at ${origin} answered ${signedIn.status}.`);
  return world;
}
