import { describe, expect, it } from 'vitest';
import { sealedCookies } from './sealed-cookie.ts';
import type { Session } from './session.ts';

const identityUrl = 'https://identity.example.com/v2.0';
const session: Session = {
  id: 'b5a7e2ce-2bd4-4a0e-8f1c-4a3f1f2f9c11',
  token: 'a-token-that-must-stay-secret',
  account: '100001',
  user: 'admin',
  roles: ['lbaas:admin'],
  endpoints: { ORD: 'http://127.0.0.1:4100/ord/v1.0/100001' },
  extras: {},
  expires: 90_000,
  local: true,
  provider: 'clb',
  service: identityUrl,
};
const old = 'an old secret, long enough to be one';
const fresh = 'a fresh secret, long enough to be one';
const open = (secrets: string[], more = {}) => sealedCookies({ secrets, identityUrl, now: () => 30_000, ...more });

async function sealedWith(secrets: string[], more = {}): Promise<Headers> {
  const store = await open(secrets, more);
  const cookie = (await store.save(session, new Headers()))!;
  return new Headers({ cookie: cookie.slice(0, cookie.indexOf(';')) });
}

describe('a sealed cookie', () => {
  it('gives back what was sealed, and shows nothing of it', async () => {
    const headers = await sealedWith([old]);
    expect(await (await open([old])).read(headers)).toEqual(session);
    expect(headers.get('cookie')).not.toMatch(/token|admin|100001/);
  });

  it('lasts as long as the token', async () => {
    expect(await (await open([old])).save(session, new Headers())).toMatch(/; Max-Age=60$/);
  });

  it('outlives a change of secrets while the old one is still listed', async () => {
    const headers = await sealedWith([old]);
    expect(await (await open([fresh, old])).read(headers)).toEqual(session);
    expect(await (await open([fresh])).read(headers)).toBeNull();
    const renewed = await sealedWith([fresh, old]);
    expect(await (await open([fresh])).read(renewed)).toEqual(session);
  });

  it('opens only for the identity service that it was made for', async () => {
    const headers = await sealedWith([old]);
    expect(await (await open([old], { identityUrl: 'https://other.example.com/v2.0' })).read(headers)).toBeNull();
  });

  it('is for TLS only where browsers use TLS', async () => {
    const cookie = await (await open([old], { publicUrl: 'https://panel.example.com' })).save(session, new Headers());
    expect(cookie).toMatch(/^__Host-holdfast-443=.*; Path=\/; HttpOnly; SameSite=Strict; Secure; Max-Age=60$/);
  });

  it.each([
    [undefined, '127.0.0.1:4000', 'holdfast-4000'],
    [undefined, '[::1]:4001', 'holdfast-4001'],
    [undefined, '[::1]', 'holdfast-80'],
    [undefined, 'localhost', 'holdfast-80'],
    ['http://panel.example.com', '127.0.0.1:4000', 'holdfast-80'],
    ['http://panel.example.com:8080', 'panel.example.com:8080', 'holdfast-8080'],
    ['https://panel.example.com', 'panel.example.com', '__Host-holdfast-443'],
    ['https://panel.example.com:8443', '127.0.0.1:4000', '__Host-holdfast-8443'],
  ])('has the port that browsers use in its name: PUBLIC_URL %s, Host %s: %s', async (publicUrl, host, name) => {
    const store = await open([old], { publicUrl });
    const headers = new Headers({ host });
    const cookie = (await store.save(session, headers))!;
    expect(cookie.slice(0, cookie.indexOf('='))).toBe(name);
    expect(await store.read(new Headers({ host, cookie: cookie.slice(0, cookie.indexOf(';')) }))).toEqual(session);
    expect(await store.remove(headers)).toMatch(new RegExp(`^${name}=; .*Max-Age=0$`));
  });

  it('leaves those of a panel on another port, and of older versions, alone', async () => {
    const store = await open([old]);
    const cookieAt = async (host: string) => {
      const cookie = (await store.save({ ...session, account: host }, new Headers({ host })))!;
      return cookie.slice(0, cookie.indexOf(';'));
    };
    const first = await cookieAt('a:4000');
    const second = await cookieAt('a:4001');
    const older = first.replace('holdfast-4000', 'holdfast');
    const cookie = `holdfast=; ${older}; ${second}; ${first}`;
    expect((await store.read(new Headers({ host: 'a:4000', cookie })))?.account).toBe('a:4000');
    expect((await store.read(new Headers({ host: 'a:4001', cookie })))?.account).toBe('a:4001');
    expect(await store.read(new Headers({ host: 'a:4002', cookie }))).toBeNull();
    expect(await store.read(new Headers({ host: 'a:4000', cookie: older }))).toBeNull();
  });

  it('fits into 4 kB with seven regions and a long token, and says so when it does not', async () => {
    const store = await open([old]);
    const endpoints = Object.fromEntries(
      ['ORD', 'DFW', 'IAD', 'LON', 'SYD', 'HKG', 'FRA'].map((region) => [
        region,
        `https://${region.toLowerCase()}.loadbalancers.api.rackspacecloud.com/v1.0/1000010`,
      ]),
    );
    const roles = ['identity:user-admin', 'admin', 'lbaas:admin', 'lbaas:creator', 'observer'];
    const large = { ...session, endpoints, roles, token: 'x'.repeat(1_200) };
    expect((await store.save(large, new Headers()))!.length).toBeLessThan(4096);
    await expect(store.save({ ...large, token: 'x'.repeat(3_000) }, new Headers())).rejects.toMatchObject({
      code: 'sign-in-too-large',
    });
  });
});
