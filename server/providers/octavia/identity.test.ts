import { describe, expect, it } from 'vitest';
import { passcode } from '../../../region/octavia/totp.ts';
import { errorOf } from '../../testing/browser.ts';
import { type CloudSetup, root, setUpCloud } from '../../testing/cloud.ts';
import { cloudAt } from './cloud.ts';

const password = 'loopback-only';
const post = ({ browser }: Pick<CloudSetup, 'browser'>, body: unknown) =>
  browser.ask('/session', { method: 'POST', body });
const asMember = { username: 'member', password, project: 'panel' };
const revoked = ({ received }: CloudSetup) =>
  received.filter(({ method }) => method === 'DELETE').map(({ status }) => status);

async function refusalOf(answer: Response) {
  const { code, message } = await errorOf(answer);
  return { status: answer.status, code, message };
}

describe('signing in to OpenStack', () => {
  it('with user, password and project opens every region of the catalog under its own name', async () => {
    const setup = await setUpCloud({ regions: ['RegionTwo', 'Süd 1/a'] });
    const answer = await post(setup, asMember);
    expect(answer.status).toBe(200);
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({
      provider: 'octavia',
      user: 'member',
      account: setup.cloud.projects.panel,
      project: { id: setup.cloud.projects.panel, name: 'panel', domain: 'Default' },
      changesProject: true,
      regions: ['RegionTwo', 'Süd 1/a'],
      local: false,
    });
    expect(text).not.toContain(password);
    expect(answer.headers.get('set-cookie')).toMatch(/^holdfast-80=Fe26/);
    expect(await (await setup.browser.ask('/session')).json()).toEqual(JSON.parse(text));
    const list = await setup.browser.ask(`/api/${encodeURIComponent('Süd 1/a')}/v2/lbaas/loadbalancers`);
    expect([list.status, await list.json()]).toMatchObject([200, { loadbalancers: [] }]);
  });

  it('takes a domain for the user and one for the project', async () => {
    const setup = await setUpCloud();
    const eva = { username: 'eva', password, domain: 'acme' };
    expect((await post(setup, { ...eva, project: 'web' })).status).toBe(200);
    expect(await (await post(setup, { ...eva, project: 'web', projectDomain: 'acme' })).json()).toMatchObject({
      user: 'eva@acme',
      project: { name: 'web', domain: 'acme' },
    });
    expect((await post(setup, { ...eva, project: 'web', projectDomain: 'Default' })).status).toBe(401);
    expect((await post(setup, { ...eva, project: setup.cloud.projects.web, projectDomain: 'Default' })).status).toBe(
      200,
    );
  });

  it('asks for the project where none was named and there are several, keeping no password', async () => {
    const setup = await setUpCloud();
    const asked = await post(setup, { username: 'member', password });
    const { need, projects } = await asked.json();
    expect([asked.status, need]).toEqual([200, 'project']);
    expect(projects.map(({ name }: { name: string }) => name)).toEqual(['panel', 'quiet', 'shop']);
    expect(asked.headers.get('set-cookie')).toMatch(/Max-Age=300$/);
    expect((await setup.browser.ask('/session')).status).toBe(401);
    expect((await setup.browser.ask('/panel/history')).status).toBe(401);
    const answer = await post(setup, { project: setup.cloud.projects.shop });
    expect(await answer.json()).toMatchObject({ project: { name: 'shop' } });
    expect((await setup.browser.ask('/session', { method: 'DELETE' })).status).toBe(204);
    expect(revoked(setup)).toEqual([204, 204]);
  });

  it('forgets what a sign-in lacks after five minutes', async () => {
    const setup = await setUpCloud();
    await post(setup, { username: 'member', password });
    setup.clock.advance(5 * 60_000);
    expect(await refusalOf(await post(setup, { project: 'shop' }))).toMatchObject({ status: 400 });
  });

  it('takes the only project there is', async () => {
    const setup = await setUpCloud();
    const answer = await post(setup, { username: 'observer', password });
    expect(await answer.json()).toMatchObject({ project: { name: 'panel' } });
  });

  it('takes password and passcode in one form, and the passcode after a receipt', async () => {
    const setup = await setUpCloud();
    const code = () => passcode(setup.cloud.users.totp!.totpSecret!, setup.clock.now());
    const user = { username: 'totp', password, project: 'panel' };
    expect((await post(setup, { ...user, passcode: await code() })).status).toBe(200);
    expect(setup.received.filter(({ url }) => url.endsWith('/auth/tokens'))).toHaveLength(1);

    const later = { ...setup, browser: setup.another() };
    const asked = await post(later, user);
    expect(await asked.json()).toEqual({ need: 'totp' });
    expect(await refusalOf(await post(later, { passcode: '000000' }))).toMatchObject({ code: 'wrong-credentials' });
    expect(await (await post(later, { passcode: ` ${await code()} ` })).json()).toMatchObject({ user: 'totp' });
    expect((await later.browser.ask('/api/RegionOne/v2/lbaas/pools')).status).toBe(200);
  });

  it('asks for the project after the passcode, too', async () => {
    const setup = await setUpCloud();
    await post(setup, { username: 'totp', password });
    const code = await passcode(setup.cloud.users.totp!.totpSecret!, setup.clock.now());
    expect(await (await post(setup, { passcode: code })).json()).toMatchObject({ project: { name: 'panel' } });
  });

  it('takes an application credential by id, and by name with its user; it is bound to its project', async () => {
    const setup = await setUpCloud();
    const { id, name, secret, user, project } = setup.cloud.applicationCredentials.full;
    for (const body of [
      { applicationCredential: { id, secret } },
      { applicationCredential: { name, secret }, username: user },
      // A project beside it is what clouds.yaml files have, and what Keystone refuses.
      { applicationCredential: { id, secret }, project: 'shop', projectDomain: 'Default' },
    ])
      expect(await (await post(setup, body)).json()).toMatchObject({
        project: { name: project },
        changesProject: false,
      });
    expect(await (await setup.browser.ask('/session/projects')).json()).toMatchObject({
      projects: [{ name: project }],
    });
    expect(await refusalOf(await post(setup, { project: 'shop' }))).toMatchObject({ status: 403, code: 'bound' });
  });

  it('takes a token, of a project as it is and of none with a choice', async () => {
    const setup = await setUpCloud();
    const token = async (body: object) => {
      const answer = await setup.cloud.fetch(
        new Request(`${setup.cloud.identityUrl}/auth/tokens`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      );
      return answer.headers.get('x-subject-token')!;
    };
    const user = { name: 'member', domain: { name: 'Default' }, password };
    const identity = { methods: ['password'], password: { user } };
    const scoped = await token({
      auth: { identity, scope: { project: { name: 'shop', domain: { name: 'Default' } } } },
    });
    expect(await (await post(setup, { token: ` ${scoped}\n` })).json()).toMatchObject({ project: { name: 'shop' } });
    expect(await (await post(setup, { token: scoped, project: 'panel' })).json()).toMatchObject({
      project: { name: 'panel' },
    });
    const unscoped = await token({ auth: { identity, scope: 'unscoped' } });
    expect(await (await post(setup, { token: unscoped })).json()).toMatchObject({ need: 'project' });
    expect(await refusalOf(await post(setup, { token: 'gAAAAABnothing' }))).toMatchObject({
      code: 'wrong-credentials',
    });
  });

  it.each([
    ['a wrong password', { ...asMember, password: 'x' }, 401, 'wrong-credentials', /Incorrect.*locked/],
    ['a user that is not there', { ...asMember, username: 'nobody' }, 401, 'wrong-credentials', /Incorrect/],
    ['a project that is not theirs', { ...asMember, project: 'other' }, 401, 'wrong-credentials', /project/],
    ['an expired password', { username: 'expired', password }, 401, 'password-expired', /Change it/],
    ['a locked user', { username: 'locked', password }, 401, 'wrong-credentials', /locked/],
    ['a disabled user', { username: 'disabled', password }, 401, 'wrong-credentials', /disabled/],
    ['a user without a project', { username: 'homeless', password }, 403, 'no-project', /no role in any project/],
    ['a user without rights', { username: 'newcomer', password }, 403, 'no-access', /load-balancer_observer/],
    ['a wrong passcode', { username: 'totp', password, passcode: '1' }, 401, 'wrong-credentials', /passcode/],
    ['a wrong secret', { applicationCredential: { id: 'x', secret: 'y' } }, 401, 'wrong-credentials', /credential/],
    ['no password', { username: 'member' }, 400, 'invalid', /password/i],
    ['a field of something else', { ...asMember, apiKey: 'x' }, 400, 'invalid', /apiKey/],
    ['a cloud that is not there', { ...asMember, cloud: 'x' }, 400, 'invalid', /There is 127\.0\.0\.1:9000/],
  ])('refuses %s in words', async (_, body, status, code, words) => {
    const setup = await setUpCloud();
    const refused = await refusalOf(await post(setup, body));
    expect(refused).toMatchObject({ status, code });
    expect(refused.message).toMatch(words);
    expect((await setup.browser.ask('/session')).status).toBe(401);
    // What it began is ended: nothing that was given stays valid.
    const given = setup.received.filter(({ method, status }) => method === 'POST' && status === 201).length;
    expect(revoked(setup)).toHaveLength(given);
  });

  it('says what a cloud lacks: no load balancers, or some that are not Octavia', async () => {
    const none = await setUpCloud({ regions: [] });
    expect(await refusalOf(await post(none, asMember))).toMatchObject({ code: 'no-load-balancers' });
    const foreign = await setUpCloud({ lookalike: true });
    expect(await refusalOf(await post(foreign, asMember))).toMatchObject({ code: 'not-octavia' });
  });

  it('signs in where a region does not answer, or answers oddly', async () => {
    const setup = await setUpCloud();
    setup.answer = ({ url }) =>
      url.includes('/regionone/') ? new Response('<html>down</html>', { status: 503 }) : undefined;
    expect(await (await post(setup, asMember)).json()).toMatchObject({ regions: ['RegionOne', 'RegionTwo'] });
  });

  it.each([
    ['nothing', () => new Response(null, { status: 201 })],
    ['a page', () => new Response('<html></html>', { status: 200, headers: { 'content-type': 'text/html' } })],
    [
      'a token that no header holds',
      () => Response.json({ token: {} }, { status: 201, headers: { 'x-subject-token': 'a b' } }),
    ],
    ['an error', () => Response.json({ error: {} }, { status: 500 })],
    [
      'a receipt that asks for nothing',
      () => Response.json({ required_auth_methods: 7 }, { status: 401, headers: { 'openstack-auth-receipt': 'r' } }),
    ],
  ])('turns an identity service that answers %s into words', async (_, answer) => {
    const setup = await setUpCloud();
    setup.answer = ({ url }) => (url.includes('/identity/') ? answer() : undefined);
    const { message, status } = await refusalOf(await post(setup, asMember));
    expect(status).toBeGreaterThanOrEqual(401);
    expect(message).toMatch(/identity service at 127\.0\.0\.1:9000|Incorrect/);
  });
});

describe('another project', () => {
  it('of the same user is gone over to, and the token that is left is worth nothing', async () => {
    const setup = await setUpCloud();
    await post(setup, asMember);
    const before = setup.browser.cookie;
    expect(await (await setup.browser.ask('/session/projects')).json()).toMatchObject({
      projects: [{ name: 'panel' }, { name: 'quiet' }, { name: 'shop' }],
    });
    expect(await (await post(setup, { project: setup.cloud.projects.quiet })).json()).toMatchObject({
      account: setup.cloud.projects.quiet,
      project: { name: 'quiet' },
    });
    expect(revoked(setup)).toEqual([204]);
    expect((await setup.browser.ask('/api/RegionOne/v2/lbaas/pools')).status).toBe(200);
    const old = setup.another();
    old.cookie = before;
    expect((await old.ask('/session')).status).toBe(401);
    expect(await refusalOf(await post(setup, { project: 'other' }))).toMatchObject({ status: 401 });
    expect((await setup.browser.ask('/api/RegionOne/v2/lbaas/pools')).status).toBe(200);
  });
});

describe('several identity services', () => {
  it('are offered by name, a cloud that cannot work with its reason, and each cookie is of one', async () => {
    const setup = await setUpCloud({}, { identityUrl: 'https://identity.example.com/v2.0' }, (own) => [
      { ...own, name: 'mine', username: 'member', project: 'shop' },
      { ...cloudAt('https://other.example.com/identity'), name: 'odd', refusal: 'Its verify is false.' },
    ]);
    const { clouds } = await (await setup.browser.ask('/session')).json();
    expect(clouds).toMatchObject([
      { name: 'identity.example.com', provider: 'clb', refusal: null },
      { name: 'mine', provider: 'octavia', username: 'member', project: 'shop', form: 'password' },
      { name: 'odd', refusal: 'Its verify is false.' },
    ]);
    expect(await (await post(setup, { cloud: 'mine', password })).json()).toMatchObject({
      cloud: 'mine',
      user: 'member',
      project: { name: 'shop' },
    });
    expect(await refusalOf(await post(setup, { cloud: 'odd', ...asMember }))).toMatchObject({
      message: 'Nobody can sign in to odd with this panel. Its verify is false.',
    });
    expect(setup.received.every(({ url }) => url.startsWith(root))).toBe(true);
  });
});
