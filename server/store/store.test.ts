import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChangeIntent, Verdict } from '../../contract/shared/change-record.ts';
import { sortableIds } from '../ids.ts';
import { postgresStore } from '../node/postgres.ts';
import { sqliteStore } from '../node/sqlite.ts';
import { signInThrottle } from '../sessions/sign-in-throttle.ts';
import { type PostgresServer, postgresPrograms, startPostgres } from '../testing/postgres.ts';
import { ofAccount } from '../testing/service.ts';
import { memoryStore } from './memory.ts';
import type { Call, KeptCheck, PanelStore } from './store.ts';

const newId = sortableIds(() => Date.UTC(2031, 4, 2));
const intent = (more: Partial<ChangeIntent> = {}): ChangeIntent => ({
  id: newId(),
  at: '2031-05-02T00:00:00.000Z',
  user: 'admin',
  ...ofAccount('100001'),
  region: 'ORD',
  loadBalancerId: '71',
  part: null,
  loadBalancerName: 'wéb',
  operation: 'sessionPersistence.enable',
  method: 'PUT',
  path: '/loadbalancers/71/sessionpersistence',
  body: '{"a":"\'; drop table changes; --"}',
  before: 'Disabled',
  after: null,
  reason: null,
  run: null,
  requestId: 'r',
  ...more,
});
const outcome = { status: 202, duration: 12.25, verdict: null, detail: null, serviceRequestId: 'req-1' };

interface Place {
  open(): Promise<PanelStore>;
  remove(): Promise<void>;
}

function sqlitePlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-store-'));
  return {
    open: () => sqliteStore(join(folder, 'panel.sqlite')),
    async remove() {
      rmSync(folder, { recursive: true });
    },
  };
}

async function memoryPlace(): Promise<Place> {
  const store = memoryStore();
  return { open: async () => store, async remove() {} };
}

function keeps(makePlace: () => Promise<Place>): void {
  let place: Place;
  let store: PanelStore;
  beforeEach(async () => {
    place = await makePlace();
    store = await place.open();
  });
  afterEach(async () => {
    await store.close();
    await place.remove();
  });

  it('keeps the last check of each load balancer over a restart, and the newest of an account', async () => {
    const key = (loadBalancerId: string, more = {}) => ({
      service: 'https://identity.example.com/v2.0',
      account: '100001',
      region: 'ORD',
      loadBalancerId,
      ...more,
    });
    const kept = (day: number): KeptCheck => ({
      check: {
        at: `2031-05-0${day}T00:00:00.000Z`,
        user: 'admin',
        target: { address: '127.10.0.4', port: 80, secure: false },
        requests: 4,
        kept: 2,
        type: null,
        verdict: { outcome: 'cannot-tell', words: 'Cannot tell: ’\u0000' },
        strip: [],
      },
      header: 'X-Node',
      nodes: '10.0.0.1 80',
      names: ['n1', 'n2'],
    });
    await store.checks.keep(key('71'), kept(1), 2);
    await store.checks.keep(key('71'), kept(2), 2);
    await store.checks.keep(key('72'), kept(3), 2);
    await store.checks.keep(key('71', { account: '200002' }), kept(1), 2);
    await store.close();
    store = await place.open();
    expect(await store.checks.find(key('71'))).toEqual(kept(2));
    await store.checks.keep(key('73'), kept(4), 2);
    expect(await store.checks.find(key('71'))).toBeNull();
    expect(await store.checks.find(key('72'))).toEqual(kept(3));
    expect(await store.checks.find(key('71', { account: '200002' }))).toEqual(kept(1));
    expect(await store.checks.find(key('72', { service: 'https://other.example.com' }))).toBeNull();
    await store.forget('2031-05-03T12:00:00.000Z', '2031-05-03T12:00:00.000Z');
    expect(await store.checks.find(key('72'))).toBeNull();
    expect(await store.checks.find(key('73'))).toEqual(kept(4));
  });

  it('keeps changes over a restart, with the outcome and the verdict', async () => {
    const made = intent();
    await store.history.begin(made);
    store.history.end('100001', made.id, outcome);
    expect(await store.history.get(ofAccount('100001'), made.id)).toEqual({ ...made, ...outcome, sent: true });
    const confirmed = { verdict: 'confirmed', after: 'Source IP' } as const;
    expect(await store.history.judge(ofAccount('100001'), made.id, confirmed, 'server')).toBe('stored');
    expect(await store.history.judge(ofAccount('200002'), made.id, { verdict: 'failed' }, 'server')).toBe(
      'no-such-change',
    );
    await store.close();
    store = await place.open();
    expect(await store.history.find(ofAccount('100001'), { limit: 10 })).toEqual([
      { ...made, ...outcome, sent: true, verdict: 'confirmed', after: 'Source IP' },
    ]);
    expect(await store.history.find(ofAccount('200002'), { limit: 10 })).toEqual([]);
  });

  it('keeps what was judged before the answer came, as after a reload in the middle of a write', async () => {
    const [unheard, refused] = [intent(), intent()];
    const judgement = { verdict: 'confirmed', detail: 'Verified after an interruption.' } as const;
    for (const each of [unheard, refused]) await store.history.begin(each);
    await store.history.judge(ofAccount('100001'), unheard.id, judgement, 'server');
    store.history.end('100001', unheard.id, { ...outcome, detail: 'ORD broke the connection.' });
    expect(await store.history.get(ofAccount('100001'), unheard.id)).toEqual({
      ...unheard,
      ...outcome,
      ...judgement,
      sent: true,
    });
    const failed = { ...outcome, status: 422, verdict: 'failed', detail: 'Immutable.' } as const;
    store.history.end('100001', refused.id, failed);
    expect(await store.history.get(ofAccount('100001'), refused.id)).toEqual({ ...refused, ...failed, sent: true });
  });

  it('takes a verdict from unknown to known, once, from whoever has the key', async () => {
    const [made, keyless] = [intent(), intent()];
    await store.history.begin({ ...made, verdictKey: 'hash' });
    await store.history.begin(keyless);
    const judge = (verdict: Verdict, key = 'hash', id = made.id) =>
      store.history.judge(ofAccount('100001'), id, { verdict, detail: verdict }, { verdictKey: key });
    expect(await judge('confirmed', 'other')).toBe('wrong-key');
    expect(await judge('confirmed', 'hash', keyless.id)).toBe('wrong-key');
    expect(await judge('confirmed', 'null', keyless.id)).toBe('wrong-key');
    expect(await judge('unconfirmed')).toBe('stored');
    const [one, other] = await Promise.all([judge('confirmed'), judge('failed')]);
    expect([one, other].sort()).toEqual(['known-already', 'stored']);
    const known = one === 'stored' ? 'confirmed' : 'failed';
    expect(await judge(known)).toBe('stored');
    expect(await judge('unconfirmed')).toBe('known-already');
    expect(await store.history.judge(ofAccount('100001'), made.id, { verdict: 'unconfirmed' }, 'server')).toBe(
      'known-already',
    );
    expect(await judge(known, 'other')).toBe('wrong-key');
    const found = await store.history.get(ofAccount('100001'), made.id);
    expect(found).toMatchObject({ verdict: known, detail: known });
    expect(
      [found, ...(await store.history.find(ofAccount('100001'), { limit: 10 }))].map((each) => Object.keys(each ?? {})),
    ).toEqual(Array(3).fill(expect.not.arrayContaining(['verdictKey'])));
  });

  it('says of an announced change that it was not sent, until it is sent, once, as what it was announced as', async () => {
    const announced = intent({ method: '', path: '', body: null, part: 'pool/1' });
    const { id, user, region, operation, loadBalancerId, part } = announced;
    await store.history.announce({ ...announced, verdictKey: 'hash' });
    expect(await store.history.get(ofAccount('100001'), id)).toMatchObject({ ...announced, sent: false, status: null });
    expect(await store.history.find(ofAccount('100001'), { limit: 10, verdict: 'none' })).toEqual([]);
    const judged = await store.history.judge(ofAccount('100001'), id, { verdict: 'failed' }, { verdictKey: 'hash' });
    expect(judged).toBe('not-sent');
    const whose = { ...ofAccount('100001'), id, user, region, operation, loadBalancerId, part };
    const request = { method: 'PUT', path: '/pools/1', body: '{}' };
    const send = (requestId: string, more: Partial<typeof whose> = {}) =>
      store.history.send({ ...request, requestId, announced: { ...whose, ...more } });
    const others = [
      { id: newId() },
      { account: '200002' },
      { service: 'https://other.example.com' },
      { user: 'creator' },
      { region: 'DFW' },
      { operation: 'sessionPersistence.disable' },
      { loadBalancerId: '72' },
      { loadBalancerId: null },
      { part: 'pool/2' },
      { part: null },
    ];
    for (const other of others) expect(await send('r0', other)).toBe(false);
    const sent = await Promise.all(['r1', 'r2', 'r3'].map((requestId) => send(requestId)));
    expect(sent.filter(Boolean)).toEqual([true]);
    const by = `r${sent.indexOf(true) + 1}`;
    store.history.end('100001', id, { ...outcome, status: 503, requestId: 'r9' });
    store.history.end('100001', id, { ...outcome, requestId: by });
    await store.close();
    store = await place.open();
    expect(await store.history.get(ofAccount('100001'), id)).toEqual({
      ...announced,
      ...request,
      ...outcome,
      requestId: by,
      sent: true,
    });
    expect(await send('r4')).toBe(false);
  });

  it('shows an account only what is of its identity service', async () => {
    await store.history.begin(intent());
    await store.history.begin(intent({ service: 'https://keystone.example.com/v3', provider: 'octavia' }));
    await store.history.begin(intent({ service: null, provider: null, part: null }));
    const seen = async (service: string, provider: string) =>
      (await store.history.find({ service, provider, account: '100001' }, { limit: 10 })).map((each) => each.service);
    expect(await seen(ofAccount('').service, 'clb')).toEqual([null, ofAccount('').service]);
    expect(await seen('https://keystone.example.com/v3', 'octavia')).toEqual(['https://keystone.example.com/v3']);
    expect(await seen('https://other.example.com/v3', 'octavia')).toEqual([]);
  });

  it('writes many at once, and each outcome goes to its own change', async () => {
    const many = Array.from({ length: 60 }, () => intent());
    await Promise.all(
      many.map(async (each, index) => {
        await store.history.begin(each);
        store.history.end('100001', each.id, { ...outcome, status: 200 + index });
      }),
    );
    const found = await store.history.find(ofAccount('100001'), { limit: 100 });
    expect(found.map(({ id, status }) => [id, status])).toEqual(
      many.map(({ id }, index) => [id, 200 + index]).reverse(),
    );
  });

  it('filters and pages', async () => {
    const all = [
      intent({ region: 'DFW', run: 'r1', at: '2031-05-01T00:00:00.000Z' }),
      intent({ user: 'creator', loadBalancerId: '72' }),
      intent({ operation: 'sessionPersistence.disable', at: '2031-05-03T00:00:00.000Z' }),
    ];
    for (const each of all) await store.history.begin(each);
    await store.history.judge(ofAccount('100001'), all[1]!.id, { verdict: 'failed' }, 'server');
    const ids = async (query: object) =>
      (await store.history.find(ofAccount('100001'), { limit: 10, ...query })).map(({ id }) =>
        all.findIndex((each) => each.id === id),
      );
    expect(await ids({})).toEqual([2, 1, 0]);
    expect(await ids({ limit: 2 })).toEqual([2, 1]);
    expect(await ids({ cursor: all[1]!.id })).toEqual([0]);
    expect(await ids({ region: 'DFW' })).toEqual([0]);
    expect(await ids({ run: 'r1' })).toEqual([0]);
    expect(await ids({ user: 'creator' })).toEqual([1]);
    expect(await ids({ loadBalancerId: '72' })).toEqual([1]);
    expect(await ids({ operation: 'sessionPersistence.disable' })).toEqual([2]);
    expect(await ids({ verdict: 'failed' })).toEqual([1]);
    expect(await ids({ verdict: 'none' })).toEqual([2, 0]);
    expect(await ids({ from: '2031-05-02T00:00:00.000Z' })).toEqual([2, 1]);
    expect(await ids({ to: '2031-05-02T00:00:00.000Z' })).toEqual([1, 0]);
    await store.forget('2031-05-02T00:00:00.000Z', '2031-05-02T00:00:00.000Z');
    expect(await ids({})).toEqual([2, 1]);
  });

  it('finds parts of names, ids and users, in any case, taken as they are', async () => {
    const all = [
      intent({ loadBalancerName: 'Shop-100%', loadBalancerId: '71' }),
      intent({ loadBalancerName: 'shop_1000', loadBalancerId: '7100', user: 'Creator.One' }),
      intent({ loadBalancerName: null, loadBalancerId: null }),
    ];
    for (const each of all) await store.history.begin(each);
    const found = async (query: object) =>
      (await store.history.find(ofAccount('100001'), { limit: 10, ...query })).map(({ id }) =>
        all.findIndex((each) => each.id === id),
      );
    expect(await found({ loadBalancer: 'SHOP' })).toEqual([1, 0]);
    expect(await found({ loadBalancer: '71' })).toEqual([1, 0]);
    expect(await found({ loadBalancer: '100%' })).toEqual([0]);
    expect(await found({ loadBalancer: 'p_1' })).toEqual([1]);
    expect(await found({ loadBalancer: '\\' })).toEqual([]);
    expect(await found({ loadBalancerId: '71' })).toEqual([0]);
    expect(await found({ user: 'creator.' })).toEqual([1]);
    expect(await found({ user: 'dmi', loadBalancer: 'shop' })).toEqual([0]);
  });

  it('finds a user however the accents are composed, and with what pasting adds', async () => {
    await store.history.begin(intent({ user: 'Jos\u00e9' }));
    await store.history.begin(intent({ user: 'Ang\u0065\u0301lica' }));
    const found = async (user: string) => (await store.history.find(ofAccount('100001'), { limit: 10, user })).length;
    for (const user of ['Jos\u00e9', 'Jose\u0301', ' Jos\u00e9\u200b', 'Ang\u00e9lica', 'Ange\u0301lica'])
      expect(await found(user)).toBe(1);
    expect(await found('JOS\u00c9')).toBe(1);
    expect(await found('Jose')).toBe(0);
  });

  it('knows an address until its time is over, and of one user only the newest', async () => {
    const until = (day: number) => `2031-06-${String(day).padStart(2, '0')}T00:00:00.000Z`;
    const remember = (user: string, address: string, day: number) =>
      store.knownAddresses.remember({ user, address, until: until(day) }, 3);
    const known = async (user: string, day: number) => {
      const all = await Promise.all(
        ['a', 'b', 'c', 'd', 'e'].map(async (address) =>
          (await store.knownAddresses.has({ user, address }, until(day))) ? address : '',
        ),
      );
      return all.join('');
    };
    await remember('u', 'a', 2);
    await remember('u', 'a', 9);
    await remember('v', 'a', 2);
    expect([await known('u', 8), await known('u', 9), await known('v', 1), await known('v', 2)]).toEqual([
      'a',
      '',
      'a',
      '',
    ]);
    for (const [index, address] of ['b', 'c', 'd', 'e'].entries()) await remember('u', address, 10 + index);
    expect(await known('u', 1)).toBe('cde');
    expect(await known('v', 1)).toBe('a');
    await store.forget('2031-01-01T00:00:00.000Z', until(12));
    expect([await known('u', 1), await known('v', 1)]).toEqual(['de', '']);
  });

  it('keeps views by identity service, account and user, over a restart; the same name overwrites', async () => {
    const owner = { service: 'https://identity.example.com/v2.0', account: '100001', user: 'admin' };
    const others = [
      { ...owner, service: 'https://other.example.com' },
      { ...owner, account: '200002' },
      { ...owner, user: 'creator' },
    ];
    const view = (name: string, query = 'status=ERROR') => ({ id: newId(), name, query });
    const [ten, two] = [view('web 10'), view('web 2')];
    expect(await store.views.save(owner, ten, 3)).toEqual(ten);
    expect(await store.views.save(owner, two, 3)).toEqual(two);
    for (const other of others) {
      expect(await store.views.find(other)).toEqual([]);
      expect(await store.views.change(other, two)).toBe('no-such-view');
      await store.views.remove(other, two.id);
    }
    await store.close();
    store = await place.open();
    expect(await store.views.find(owner)).toEqual([two, ten]);

    // As people read it, it is the same name.
    const again = view('WEB  2', 'q=é');
    expect(await store.views.save(owner, again, 2)).toEqual({ ...again, id: two.id });
    expect(await store.views.save(owner, view('one too many'), 2)).toBeNull();
    expect(await store.views.find(owner)).toEqual([{ ...again, id: two.id }, ten]);

    expect(await store.views.change(owner, { ...ten, name: 'web 2' })).toBe('name-taken');
    expect(await store.views.change(owner, { ...ten, name: 'Web 10', query: '' })).toBe('changed');
    expect(await store.views.change(owner, { ...ten, name: 'all' })).toBe('changed');
    expect(await store.views.change(owner, view('nobody’s'))).toBe('no-such-view');
    await store.views.remove(owner, two.id);
    await store.views.remove(owner, two.id);
    expect(await store.views.find(owner)).toEqual([{ ...ten, name: 'all' }]);
    expect(await store.views.save(owner, view('web 10'), 2)).not.toBeNull();
  });

  it('keeps calls and favourites by user, feedback by account, and sign-outs until they expire', async () => {
    const owner = { account: '100001', user: 'admin' };
    const other = { account: '100001', user: 'creator' };
    const call = (): Call => ({
      id: newId(),
      at: '2031-05-02T00:00:00.000Z',
      operation: 'sessionPersistence.show',
      region: 'ORD',
      method: 'GET',
      path: '/x',
      requestHeaders: { accept: 'application/json' },
      requestBody: null,
      status: 200,
      responseHeaders: {},
      responseBody: '{}',
      duration: 1.5,
      size: 2,
      requestId: null,
    });
    const calls = [call(), call(), call()];
    for (const each of calls) await store.calls.add(owner, each, 2);
    const shown = ({ requestBody: _, responseBody: __, ...summary }: Call) => summary;
    expect(await store.calls.find(owner, { limit: 10 })).toEqual([shown(calls[2]!), shown(calls[1]!)]);
    expect(await store.calls.get(owner, calls[2]!.id)).toEqual(calls[2]);
    expect(await store.calls.find(other, { limit: 10 })).toEqual([]);
    expect(await store.calls.get(other, calls[2]!.id)).toBeNull();
    await store.calls.remove(other);
    await store.calls.remove(owner, calls[2]!.id);
    expect(await store.calls.find(owner, { limit: 10 })).toEqual([shown(calls[1]!)]);

    await store.favourites.add(owner, 'a');
    await store.favourites.add(owner, 'a');
    await store.favourites.remove(other, 'a');
    expect([await store.favourites.find(owner), await store.favourites.find(other)]).toEqual([['a'], []]);

    const said = { text: 'Good', contact: null, page: '/', operation: null, requestId: null };
    const feedback = { ...said, id: newId(), at: '2031-05-02T00:00:00.000Z', account: '100001', user: 'admin' };
    await store.feedback.add(feedback);
    await store.feedback.add({ ...feedback, id: newId(), account: null, user: null });
    expect(await store.feedback.find('100001', { limit: 10 })).toEqual([feedback]);

    await store.signOuts.add('s1', '2031-05-02T00:00:00.000Z');
    await store.signOuts.add('s1', '2031-05-02T00:00:00.000Z');
    expect([await store.signOuts.has('s1'), await store.signOuts.has('s2')]).toEqual([true, false]);
    await store.forget('2031-01-01T00:00:00.000Z', '2031-05-03T00:00:00.000Z');
    expect(await store.signOuts.has('s1')).toBe(false);
  });
}

describe('the store in memory', () => keeps(memoryPlace));
describe('the store in SQLite', () => keeps(async () => sqlitePlace()));

describe.skipIf(!postgresPrograms)(
  'the store in PostgreSQL (skipped where Debian’s postgresql is not installed)',
  () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await startPostgres();
    }, 60_000);
    afterAll(() => server.stop());

    keeps(async () => {
      const url = await server.database();
      // The server of the tests may stop before the last connection has said goodbye.
      return { open: () => postgresStore(url, () => {}), async remove() {} };
    });

    it('may be opened by several servers at once, also when it is new', async () => {
      const url = await server.database();
      const stores = await Promise.all([1, 2, 3].map(() => postgresStore(url, () => {})));
      const made = intent();
      await stores[0]!.history.begin(made);
      expect(await stores[1]!.history.get(ofAccount('100001'), made.id)).toMatchObject(made);
      await Promise.all(stores.map((each) => each.close()));
    });

    it('makes an address known to every server, also when two learn it at once', async () => {
      const url = await server.database();
      const stores = await Promise.all([1, 2].map(() => postgresStore(url, () => {})));
      const now = Date.UTC(2031, 4, 2);
      const throttles = stores.map(({ knownAddresses }, index) =>
        signInThrottle({
          store: knownAddresses,
          identityUrl: 'https://identity.example.com/v2.0',
          salt: `server ${index}`,
          now: () => now,
          failed: (error) => {
            throw error;
          },
        }),
      );
      const signIn = async (on: number, address: string) => {
        const attempt = await throttles[on]!.begin('admin', address);
        if (attempt.wait === 0) await attempt.succeeded();
        return attempt.wait;
      };
      await Promise.all([0, 1, 0, 1].map((on) => signIn(on, '198.51.100.7')));
      for (let index = 0; index < 300; index++) await throttles[1]!.begin('admin', `10.2.${index >> 8}.${index & 255}`);
      expect(await signIn(1, '198.51.100.7')).toBe(0);
      expect(await signIn(1, '198.51.100.8')).toBeGreaterThan(0);
      await Promise.all(stores.map((each) => each.close()));
    });

    it('throws when it cannot be reached', async () => {
      await expect(postgresStore('postgres://nobody@localhost/none?host=/nowhere', () => {})).rejects.toThrow();
    });
  },
);
