import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { passwordAuth, tokenFor } from './keystone.ts';
import { noOctavia, type Octavia, type OctaviaOptions, startOctavia } from './peer.ts';
import { passcode } from './totp.ts';

/** Command lines of the processes that know a folder. */
const processesOf = (folder: string): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [`${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')}`];
      } catch {
        return [];
      }
    })
    .filter((line) => line.includes(folder));

describe.skipIf(noOctavia !== null)(noOctavia ?? 'the peer', { timeout: 300_000 }, () => {
  let folder: string;
  let peer: Octavia;
  let tokens: Record<string, string>;

  async function start(options: OctaviaOptions): Promise<void> {
    peer = await startOctavia({ folder, ...options });
    tokens = {};
  }
  beforeAll(async () => {
    folder = await mkdtemp('/tmp/oct-');
    await start({ seed: ['web', 'empty'], pageMaximum: 1 });
  }, 300_000);
  afterAll(async () => {
    // Undefined where it did not start, which is said then.
    await peer?.stop();
    await rm(folder, { recursive: true });
  });

  const signIn = (body: unknown) => tokenFor(peer.identityUrl, body);
  const refused = (body: unknown) =>
    signIn(body).then(
      () => 'signed in',
      (error: Error) => error.message,
    );
  const token = async (user: keyof Octavia['users']) => {
    tokens[user] ??= await signIn(passwordAuth(peer.users[user], 'panel'));
    return tokens[user];
  };
  async function ask(method: string, path: string, with_: string, body?: unknown) {
    const response = await fetch(`${peer.regions[0]!.url}/v2/lbaas${path}`, {
      method,
      headers: { accept: 'application/json', 'content-type': 'application/json', 'x-auth-token': with_ },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: JSON.parse((await response.text()) || 'null') };
  }
  const web = () => peer.regions[0]!.loadBalancers.web!;
  const pool = () => web().pools['web-pool']!;
  const statuses = async () => {
    const of = async (path: string, kind: string) =>
      (await ask('GET', path, await token('member'))).body[kind].provisioning_status;
    return [await of(`/loadbalancers/${web().id}`, 'loadbalancer'), await of(`/pools/${pool()}`, 'pool')];
  };
  const persist = async (value: unknown) =>
    (await ask('PUT', `/pools/${pool()}`, await token('member'), { pool: { session_persistence: value } })).status;
  const settles = (...wanted: string[]) => expect.poll(statuses, { timeout: 120_000 }).toEqual(wanted);
  const member = async () => (await request(`http://${web().virtualIp}/`)).body.text();

  test('signs in with a passcode, in one request or after a receipt', async () => {
    const { totp } = peer.users;
    const both = passwordAuth(totp, 'panel');
    const code = {
      user: { name: totp.name, domain: { name: 'Default' }, passcode: passcode(totp.totpSecret, Date.now()) },
    };
    Object.assign(both.auth.identity, { methods: ['password', 'totp'], totp: code });
    expect(await signIn(both)).toBeTruthy();
    expect(await refused(passwordAuth(totp))).toMatch(/^401 .*"required_auth_methods"/);
  });

  test('refuses whom it should, and locks one user after three wrong passwords', async () => {
    const { expired, locked, disabled, lockable, homeless, eva } = peer.users;
    expect(await refused(passwordAuth(expired))).toContain('The password is expired');
    for (const user of [locked, disabled]) expect(await refused(passwordAuth(user))).toMatch(/^401 /);
    expect(await refused(passwordAuth(homeless, 'panel'))).toMatch(/^401 /);
    expect(await signIn(passwordAuth(eva, 'web'))).toBeTruthy();
    expect(await signIn(passwordAuth(lockable))).toBeTruthy();
    for (let attempt = 0; attempt < 3; attempt += 1) await refused(passwordAuth({ ...lockable, password: 'wrong' }));
    expect(await refused(passwordAuth(lockable))).toMatch(/^401 /);
    await peer.keystone('PATCH', `/users/${lockable.id}`, { user: { enabled: true } });
    expect(await signIn(passwordAuth(lockable))).toBeTruthy();
  });

  test('answers behind a private authority, which its catalog names as internal', async () => {
    const unknown = await request(peer.secureIdentityUrl).catch((error: Error) => error.message);
    expect(unknown).toMatch(/certificate/);
    const dispatcher = new Agent({ connect: { ca: readFileSync(peer.authority, 'utf8') } });
    expect((await request(peer.secureIdentityUrl, { dispatcher })).statusCode).toBe(200);
    expect((await request(peer.regions[0]!.secureUrl, { dispatcher })).statusCode).toBe(200);
    await dispatcher.close();
    const { endpoints } = (await peer.keystone('GET', '/endpoints')) as { endpoints: { url: string }[] };
    expect(endpoints.map(({ url }) => url)).toContain(peer.regions[0]!.secureUrl);
  });

  test('lets its policies and access rules decide, and pages as it is told', async () => {
    for (const user of ['newcomer', 'newreader'] as const) {
      expect((await ask('GET', '/loadbalancers', await token(user))).status).toBe(403);
    }
    const { id, secret } = peer.applicationCredentials.readOnly;
    const methods = ['application_credential'];
    const reading = await signIn({ auth: { identity: { methods, application_credential: { id, secret } } } });
    expect((await ask('GET', '/loadbalancers', reading)).status).toBe(200);
    expect((await ask('DELETE', `/loadbalancers/${web().id}`, reading)).status).toBe(401);
    const { body } = await ask('GET', '/loadbalancers?limit=1000', await token('member'));
    expect(body.loadbalancers).toHaveLength(1);
    expect(body.loadbalancers_links[0].rel).toBe('next');
    const quiet = await signIn(passwordAuth(peer.users.member, 'quiet'));
    expect((await ask('GET', '/loadbalancers', quiet)).body.loadbalancers).toEqual([]);
  });

  test('holds a change, refuses one, and carries what is in force', async () => {
    const release = peer.handles.hold(web().id);
    expect(await persist({ type: 'HTTP_COOKIE' })).toBe(200);
    expect(await persist({ type: 'SOURCE_IP' })).toBe(409);
    expect(await statuses()).toEqual(['PENDING_UPDATE', 'PENDING_UPDATE']);
    release();
    await settles('ACTIVE', 'ACTIVE');

    const mend = peer.handles.fail(web().id);
    expect(await persist({ type: 'SOURCE_IP' })).toBe(200);
    await settles('ACTIVE', 'ERROR');
    mend();
    expect(await persist({ type: 'SOURCE_IP' })).toBe(200);
    await settles('ACTIVE', 'ACTIVE');
    expect(new Set([await member(), await member(), await member()]).size).toBe(1);
  });

  test('is started again as it was left, and leaves no process, not even when it is killed', async () => {
    await peer.stop();
    expect(processesOf(folder)).toEqual([]);
    await start({ policy: 'default-roles' });
    await settles('ACTIVE', 'ACTIVE');
    const { body, status } = await ask('GET', '/loadbalancers', await token('newcomer'));
    expect([status, body?.loadbalancers?.length]).toEqual([200, 2]);
    expect((await ask('GET', '/loadbalancers', await token('specialist'))).status).toBe(403);
    expect(await member()).toMatch(/^m\d/);
    const running = processesOf(folder);
    expect(running.filter((line) => line.includes('haproxy'))).not.toEqual([]);
    const supervisor = running.find((line) => line.includes(join('service', 'main.py')))!;
    process.kill(Number.parseInt(supervisor, 10), 'SIGKILL');
    await expect.poll(() => processesOf(folder), { timeout: 60_000 }).toEqual([]);
  });
});
