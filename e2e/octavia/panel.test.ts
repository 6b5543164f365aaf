import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { snippetProgramsOnMachine } from '../../scripts/machine.ts';
import { type RunningProgram, startProgram } from '../../server/testing/program.ts';
import { openstack } from '../../src/api/explorer/snippets/openstack.ts';
import { noOctavia, type Octavia, startOctavia } from './peer.ts';
import { passcode } from './totp.ts';

describe.skipIf(noOctavia !== null)(
  noOctavia ?? 'the panel server on a real Keystone and Octavia',
  { timeout: 120_000 },
  () => {
    let peer: Octavia;
    let folder: string;
    let panel: RunningProgram;
    let url: string;

    /** A browser at the panel: keeps its cookie. */
    function browser() {
      let cookie = '';
      return {
        cookie: () => cookie,
        async ask(path: string, method = 'GET', body?: unknown, more: Record<string, string> = {}) {
          const answer = await fetch(url + path, {
            method,
            headers: {
              origin: url,
              ...(cookie && { cookie }),
              ...(body !== undefined && { 'content-type': 'application/json' }),
              ...more,
            },
            ...(body !== undefined && { body: JSON.stringify(body) }),
          });
          const set = answer.headers.get('set-cookie');
          if (set) cookie = set.slice(0, set.indexOf(';'));
          const text = await answer.text();
          return { status: answer.status, headers: answer.headers, body: text === '' ? null : JSON.parse(text) };
        },
      };
    }
    const signIn = async (body: object, at = browser()) => ({ ...(await at.ask('/session', 'POST', body)), at });
    const user = (name: keyof Octavia['users']) => {
      const { name: username, password, domain } = peer.users[name];
      return { cloud: 'peer', username, password, ...(domain !== 'Default' && { domain }) };
    };

    beforeAll(async () => {
      peer = await startOctavia({ seed: ['web'], regions: 2 });
      folder = mkdtempSync(join(tmpdir(), 'holdfast-panel-'));
      const clouds = {
        peer: { auth: { auth_url: peer.identityUrl } },
        tls: {
          auth: {
            auth_url: peer.secureIdentityUrl,
            username: 'member',
            project_id: peer.projects.panel,
            project_name: 'panel',
          },
          cacert: peer.authority,
          interface: 'internal',
        },
        stranger: { auth: { auth_url: peer.secureIdentityUrl.replace('127.0.0.1', 'localhost') } },
      };
      const file = join(folder, 'clouds.yaml');
      writeFileSync(file, JSON.stringify({ clouds }));
      panel = startProgram({ DATA_DIR: folder, OS_CLIENT_CONFIG_FILE: file });
      url = `http://127.0.0.1:${await panel.ready}`;
    }, 300_000);
    afterAll(async () => {
      panel?.child.kill();
      await panel?.ended;
      await peer?.stop();
      if (folder) rmSync(folder, { recursive: true });
    });

    test('password and project, in both regions; domain; a project to choose; the only project', async () => {
      const direct = await signIn({ ...user('member'), project: 'panel' });
      expect(direct.body).toMatchObject({
        user: 'member',
        account: peer.projects.panel,
        project: { name: 'panel' },
        regions: peer.regions.map(({ name }) => name),
      });
      for (const { name } of peer.regions)
        expect((await direct.at.ask(`/api/${name}/v2/lbaas/loadbalancers`)).status).toBe(200);
      expect((await signIn({ ...user('eva'), project: 'web' })).body).toMatchObject({ user: 'eva@acme' });
      const asked = await signIn(user('member'));
      expect(asked.body).toMatchObject({ need: 'project' });
      expect((await signIn({ project: peer.projects.quiet }, asked.at)).body).toMatchObject({
        project: { name: 'quiet' },
      });
      expect((await signIn(user('observer'))).body).toMatchObject({ project: { name: 'panel' } });
    });

    describe.skipIf(snippetProgramsOnMachine().openstack === undefined)('platform: needs the OpenStack client', () => {
      /** What the client says to the command that the explorer writes for a request. */
      async function said(method: string, path: string, body: unknown = null): Promise<string> {
        const { username, password, domain } = { username: 'member', ...peer.users.member };
        const command = openstack({
          method,
          region: peer.regions[0]!.name,
          path,
          body: body === null ? null : JSON.stringify(body),
        });
        const { stdout } = await promisify(execFile)('/bin/sh', ['-c', command ?? 'false'], {
          env: {
            PATH: process.env.PATH,
            LANG: 'C.UTF-8',
            OS_AUTH_URL: peer.identityUrl,
            OS_USERNAME: username,
            OS_PASSWORD: password,
            OS_USER_DOMAIN_NAME: domain,
            OS_PROJECT_NAME: 'panel',
            OS_PROJECT_DOMAIN_NAME: 'Default',
            OS_IDENTITY_API_VERSION: '3',
          },
        });
        return stdout;
      }

      test('runs the explorer’s commands: lists, objects, members, counters, and session persistence', async () => {
        const web = peer.regions[0]!.loadBalancers.web!;
        const pool = web.pools['web-pool']!;
        const [listener] = Object.values(web.listeners);
        const root = '/v2/lbaas';
        const [all, balancer, status, counters, members, kinds] = await Promise.all([
          said('GET', `${root}/pools`),
          said('GET', `${root}/loadbalancers/${web.id}`),
          said('GET', `${root}/loadbalancers/${web.id}/status`),
          said('GET', `${root}/listeners/${listener}/stats`),
          said('GET', `${root}/pools/${pool}/members`),
          said('GET', `${root}/providers`),
        ]);
        expect(all).toContain(pool);
        expect(balancer).toContain(web.id);
        expect(status).toContain(pool);
        expect(counters).toContain('total_connections');
        expect(members).toContain('protocol_port');
        expect(kinds).toContain('amphora');
        const { at } = await signIn({ ...user('member'), project: 'panel' });
        const path = `/api/${peer.regions[0]!.name}${root}/pools/${pool}`;
        const change = (value: unknown) =>
          said('PUT', `${root}/pools/${pool}`, { pool: { session_persistence: value } });
        const stored = async () => (await at.ask(path)).body.pool.session_persistence;
        const settled = () =>
          expect.poll(async () => (await at.ask(path)).body.pool.provisioning_status).toBe('ACTIVE');
        await change({ type: 'APP_COOKIE', cookie_name: 'sid' });
        expect(await stored()).toMatchObject({ type: 'APP_COOKIE', cookie_name: 'sid' });
        await settled();
        await change(null);
        expect(await stored()).toBeNull();
        await settled();
      });
    });

    test('password with passcode at once, and after a receipt', async () => {
      const code = () => passcode(peer.users.totp.totpSecret, Date.now());
      expect((await signIn({ ...user('totp'), project: 'panel', passcode: code() })).body).toMatchObject({
        user: 'totp',
      });
      const asked = await signIn({ ...user('totp'), project: 'panel' });
      expect(asked.body).toEqual({ need: 'totp' });
      expect((await signIn({ passcode: code() }, asked.at)).body).toMatchObject({ project: { name: 'panel' } });
    });

    test('application credentials by id and by name, and what their rules forbid', async () => {
      const { full, readOnly } = peer.applicationCredentials;
      const byId = { cloud: 'peer', applicationCredential: { id: full.id, secret: full.secret }, project: 'shop' };
      expect((await signIn(byId)).body).toMatchObject({ project: { name: full.project }, changesProject: false });
      const byName = {
        cloud: 'peer',
        applicationCredential: { name: full.name, secret: full.secret },
        username: full.user,
      };
      expect((await signIn(byName)).body).toMatchObject({ project: { name: full.project } });
      const reading = await signIn({
        cloud: 'peer',
        applicationCredential: { id: readOnly.id, secret: readOnly.secret },
      });
      expect(reading.status).toBe(200);
      const region = peer.regions[0]!;
      const pool = region.loadBalancers.web!.pools['web-pool']!;
      const path = `/api/${region.name}/v2/lbaas/pools/${pool}`;
      expect((await reading.at.ask(path)).status).toBe(200);
      const forbidden = await reading.at.ask(path, 'PUT', { pool: { name: 'x' } });
      expect([forbidden.status, forbidden.body.error.code]).toEqual([403, 'access-rule']);
    });

    test.each([
      ['a wrong password', 'member', { password: 'x', project: 'panel' }, 401, 'wrong-credentials'],
      ['an expired password', 'expired', {}, 401, 'password-expired'],
      ['a locked user', 'locked', {}, 401, 'wrong-credentials'],
      ['a disabled user', 'disabled', {}, 401, 'wrong-credentials'],
      ['a user without a project', 'homeless', {}, 403, 'no-project'],
      ['a user whom the policy lets read nothing', 'newcomer', {}, 403, 'no-access'],
    ] as const)('refuses %s in words', async (_, name, more, status, code) => {
      const refused = await signIn({ ...user(name), ...more });
      expect([refused.status, refused.body.error.code]).toEqual([status, code]);
      expect((await refused.at.ask('/session')).status).toBe(401);
    });

    test('another project and sign-out, each of which makes the token that is left worthless', async () => {
      const asked = await signIn(user('member'));
      const session = await signIn({ project: 'panel' }, asked.at);
      expect(
        (await session.at.ask('/session/projects')).body.projects.map(({ name }: { name: string }) => name),
      ).toEqual(['panel', 'quiet', 'shop']);
      const copied = session.at.cookie();
      const other = await signIn({ project: 'shop' }, session.at);
      expect(other.body).toMatchObject({ project: { name: 'shop' } });
      const old = browser();
      expect((await old.ask('/session', 'GET', undefined, { cookie: copied })).status).toBe(401);
      expect((await session.at.ask('/session', 'DELETE')).status).toBe(204);
      const warned = panel.lines.filter(({ msg }) => String(msg).includes('did not revoke'));
      expect(warned).toEqual([]);
    });

    test('sign-out revokes a token that was pasted, as Keystone says', async () => {
      const { keystone, identityUrl } = peer;
      const { name, password, domain } = peer.users.member;
      const answer = await fetch(`${identityUrl}/auth/tokens`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          auth: {
            identity: { methods: ['password'], password: { user: { name, password, domain: { name: domain } } } },
            scope: { project: { id: peer.projects.panel } },
          },
        }),
      });
      const token = answer.headers.get('x-subject-token')!;
      const pasted = await signIn({ cloud: 'peer', token });
      expect(pasted.body).toMatchObject({ project: { name: 'panel' } });
      await pasted.at.ask('/session', 'DELETE');
      const check = await fetch(`${identityUrl}/auth/tokens`, {
        headers: { 'x-auth-token': token, 'x-subject-token': token },
      });
      expect(check.status).toBe(401);
      expect(keystone).toBeDefined();
    });

    test('an identity service behind a private authority, by its own name and internal endpoints; not without it', async () => {
      const { password } = peer.users.member;
      const secure = await signIn({ cloud: 'tls', password });
      expect(secure.body).toMatchObject({ cloud: 'tls', project: { name: 'panel' } });
      expect(Object.values(secure.body.endpoints)).toEqual(peer.regions.map(({ secureUrl }) => secureUrl));
      expect((await secure.at.ask(`/api/${peer.regions[0]!.name}/v2/lbaas/pools`)).status).toBe(200);
      const stranger = await signIn({ ...user('member'), cloud: 'stranger' });
      expect([stranger.status, stranger.body.error.message]).toEqual([502, expect.stringContaining('certificate')]);
    });

    test('a write is recorded with its load balancer, verified, and answered with the service’s own number', async () => {
      const { at } = await signIn({ ...user('member'), project: 'panel' });
      const region = peer.regions[0]!;
      const { id, pools } = region.loadBalancers.web!;
      const pool = pools['web-pool']!;
      const announced = await at.ask('/panel/changes', 'POST', {
        region: region.name,
        operation: 'octavia.pools.update',
        subject: { loadBalancerId: id, part: pool },
        name: 'web',
        before: 'null',
        after: '{"type":"HTTP_COOKIE"}',
      });
      expect(announced.status).toBe(201);
      const path = `/api/${region.name}/v2/lbaas/pools/${pool}`;
      const body = { pool: { session_persistence: { type: 'HTTP_COOKIE' } } };
      const put = await at.ask(path, 'PUT', body, { 'x-holdfast-change': announced.body.id });
      expect(put.status).toBe(200);
      const number = put.headers.get('x-openstack-request-id');
      expect(number).toMatch(/^req-/);
      const verify = async () => (await at.ask(`/panel/history/${announced.body.id}/check`, 'POST')).body;
      await expect.poll(async () => (await verify()).verdict, { timeout: 60_000, interval: 500 }).toBe('confirmed');
      expect(await verify()).toMatchObject({ loadBalancerId: id, part: pool, serviceRequestId: number, sent: true });
      expect(panel.lines.find(({ serviceRequestId }) => serviceRequestId === number)).toMatchObject({ status: 200 });
    });
  },
);
