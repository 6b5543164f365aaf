import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ManualClock, manualClock } from '../contract/shared/clock.ts';
import { createRegion, type Region } from '../region/clb/region.ts';
import { memorySink } from '../region/storage/memory.ts';
import { silentLog } from './log.ts';
import { createPanel, type PanelServer } from './panel.ts';
import { memorySessions } from './sessions/memory.ts';
import { memoryStore } from './store/memory.ts';
import { Browser } from './testing/browser.ts';

const url = 'http://127.0.0.1:4100';
let clock: ManualClock;
let region: Region;
let panel: PanelServer;
let browser: Browser;

beforeEach(async () => {
  clock = manualClock();
  let count = 0;
  region = await createRegion({
    clock,
    random: () => (count++ % 1000) / 1000,
    sink: memorySink(),
    seed: 'demo',
    settle: 800,
    rateLimits: true,
    control: false,
    virtualIps: { ORD: '127.10.0.0/16', DFW: '127.11.0.0/16' },
    url,
  });
  panel = createPanel({
    identityUrl: `${url}/v2.0`,
    fetch: (input, init) => region.fetch(new Request(input, init)),
    sessions: memorySessions(),
    store: memoryStore(),
    clock,
    log: silentLog,
  });
  browser = new Browser(panel);
});
afterEach(async () => {
  await panel.close();
  await region.close();
});

async function firstActive(protocol: string): Promise<number> {
  const { loadBalancers } = await (await browser.ask('/api/ORD/loadbalancers')).json();
  return loadBalancers.find(
    (each: { status: string; protocol: string }) => each.status === 'ACTIVE' && each.protocol === protocol,
  ).id;
}

describe('the panel over a local region', () => {
  it('changes session persistence from sign-in to the value read back', async () => {
    const signedOut = await (await browser.ask('/session')).json();
    expect(signedOut.local).toBe(true);
    for (const body of signedOut.demoUsers)
      expect((await browser.ask('/session', { method: 'POST', body })).status).toBe(200);
    const session = await (await browser.signIn('admin')).json();
    expect(session).toMatchObject({ user: 'admin', account: '100001', local: true });
    expect([...session.regions].sort()).toEqual(['DFW', 'ORD']);

    const id = await firstActive('HTTP');
    const path = `/api/ORD/loadbalancers/${id}/sessionpersistence`;
    const wanted = { sessionPersistence: { persistenceType: 'SOURCE_IP' } };
    const accepted = await browser.ask(path, { method: 'PUT', body: wanted });
    expect([accepted.status, await accepted.text()]).toEqual([202, '']);
    expect((await browser.ask(path, { method: 'PUT', body: wanted })).status).toBe(422);
    clock.advance(800);
    await expect
      .poll(async () => (await (await browser.ask(`/api/ORD/loadbalancers/${id}`)).json()).loadBalancer.status)
      .toBe('ACTIVE');
    expect(await (await browser.ask(path)).json()).toEqual(wanted);
    const { changes } = await (await browser.ask('/panel/history')).json();
    expect(changes.map(({ status, verdict }: { status: number; verdict: string | null }) => [status, verdict])).toEqual(
      [
        [422, 'failed'],
        [202, null],
      ],
    );
  });

  it('passes refusals of role and protocol on in the region’s words', async () => {
    await browser.signIn('observer');
    const id = await firstActive('HTTP');
    const path = `/api/ORD/loadbalancers/${id}/sessionpersistence`;
    const enable = (persistenceType: string) => ({ method: 'PUT', body: { sessionPersistence: { persistenceType } } });
    expect((await browser.ask(path, enable('SOURCE_IP'))).status).toBe(403);
    await browser.signIn('admin');
    const refused = await browser.ask(path, enable('SSL_ID'));
    expect(refused.status).toBe(400);
    expect((await refused.json()).message).toBe('SSL_ID session persistence is only valid with the HTTPS protocol. ');
  });

  it('says that a key is wrong, and revokes the token at sign-out', async () => {
    expect((await browser.signIn('admin', 'wrong')).status).toBe(401);
    await browser.signIn('admin');
    expect((await browser.ask('/session', { method: 'DELETE' })).status).toBe(204);
    expect((await browser.ask('/api/ORD/loadbalancers')).status).toBe(401);
  });

  it('shows the persistence table of a load balancer', async () => {
    await browser.signIn('admin');
    const id = await firstActive('HTTP');
    const table = await (await browser.ask(`/api/ORD/extras/loadbalancers/${id}/sessions`)).json();
    expect(table).toHaveProperty('sessions');
  });

  it('keeps within the region’s limits once it knows them, so that the region refuses nothing', async () => {
    await browser.signIn('admin');
    const id = await firstActive('HTTP');
    const sources = new Set<string | null>();
    for (let count = 0; count < 40; count++) {
      const response = await browser.ask(`/api/ORD/loadbalancers/${id}`);
      if (response.status === 413) sources.add(response.headers.get('x-holdfast-source'));
      clock.advance(50);
    }
    expect([...sources]).toEqual(['panel']);
  });
});
