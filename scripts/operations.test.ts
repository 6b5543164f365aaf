import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasPostgres, startPostgres } from '../e2e/support/postgres.ts';
import { claimPlace, type Place } from '../e2e/support/stack.ts';
import { readSettings } from '../server/node/settings.ts';
import { postgresOnMachine } from './machine.ts';
import { type Program, root } from './program.ts';
import { startPanel, startRegion } from './stack.ts';

/** docs/operations.md is tried as it is written: only addresses, ports and folders are replaced by those of this test. */
const text = readFileSync(join(root, 'docs/operations.md'), 'utf8');

/** The code block of a language that holds `mark`. */
function block(language: string, mark: string): string {
  const found = [...text.matchAll(/```(\w+)\n(.*?)```/gs)].find(
    ([, named, content]) => named === language && content?.includes(mark),
  );
  if (!found?.[2]) throw new Error(`docs/operations.md has no ${language} block with ${mark} any more.`);
  return found[2];
}

/** The line that holds `mark`, out of a block. */
const lineOf = (language: string, mark: string): string =>
  block(language, mark)
    .split('\n')
    .find((line) => line.includes(mark))!;

const isThere = (program: string, flag: string) => spawnSync(program, [flag]).status === 0;
const nginx = '/usr/sbin/nginx';
const folder = mkdtempSync(join(tmpdir(), 'holdfast-operations-'));
const site = 'panel.example.com';
const certificate = join(folder, 'panel.pem');
let place: Place;
let [port, securePort] = [0, 0];
let region: Program;
let panel: Program;
const dataDir = join(folder, 'data');
let env: NodeJS.ProcessEnv = {};

function shell(command: string, extra: NodeJS.ProcessEnv = {}): string {
  const nodes = join(root, 'node_modules/.bin');
  const path = [nodes, postgresOnMachine(), process.env.PATH].join(':');
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
    encoding: 'utf8',
    env: { ...process.env, PATH: path, ...extra },
  });
  expect(stderr.replaceAll(/.*ExperimentalWarning.*|.*--trace-warnings.*/g, '').trim(), command).toBe('');
  expect(status, command).toBe(0);
  return stdout;
}

beforeAll(async () => {
  const key = join(folder, 'panel.key');
  const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '1'];
  spawnSync('openssl', [...words, '-subj', `/CN=${site}`]);
  place = await claimPlace(71);
  [port, securePort] = [place.ports.panel, place.ports.front];
  const common = {
    PATH: process.env.PATH,
    HAPROXY: 'off',
    REGION_SETTLE_MS: '0',
    REGION_PORT: String(place.ports.region),
    LOG_LEVEL: 'warn',
  };
  region = startRegion({ env: { ...common, DATA_DIR: join(folder, 'region') }, show: false });
  env = { ...common, PORT: String(port), DATA_DIR: dataDir, PUBLIC_URL: `https://${site}:${securePort}` };
  panel = startPanel({ env, show: false });
  await Promise.all([region.ready(), panel.ready()]);
});
afterAll(async () => {
  await Promise.all([panel.stop(), region.stop()]);
  place.release();
  rmSync(folder, { recursive: true, force: true });
});

const local = () => `http://127.0.0.1:${port}`;
const publicly = { host: '', origin: '' };
beforeAll(() => {
  Object.assign(publicly, { host: `${site}:${securePort}`, origin: `https://${site}:${securePort}` });
});

async function signIn(at: string, dispatcher?: Agent): Promise<string> {
  const answer = await request(`${at}/session`, {
    method: 'POST',
    headers: { ...publicly, 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', apiKey: 'admin-key' }),
    ...(dispatcher && { dispatcher }),
  });
  await answer.body.dump();
  expect(answer.statusCode).toBe(200);
  return String(answer.headers['set-cookie']);
}

async function change(cookie: string): Promise<void> {
  const headers = { ...publicly, cookie: cookie.split(';')[0]!, 'content-type': 'application/json' };
  const list = await request(`${local()}/api/ORD/loadbalancers?limit=100`, { headers });
  const { loadBalancers } = (await list.body.json()) as {
    loadBalancers: { id: number; status: string; protocol: string }[];
  };
  const { id } = loadBalancers.find(({ status, protocol }) => status === 'ACTIVE' && protocol === 'HTTP')!;
  const answer = await request(`${local()}/api/ORD/loadbalancers/${id}/sessionpersistence`, {
    method: 'PUT',
    headers,
    body: '{"sessionPersistence":{"persistenceType":"SOURCE_IP"}}',
  });
  await answer.body.dump();
  expect(answer.statusCode).toBe(202);
}

async function changes(at: string, cookie: string): Promise<{ id: string }[]> {
  const answer = await request(`${at}/panel/history`, { headers: { ...publicly, cookie: cookie.split(';')[0]! } });
  return ((await answer.body.json()) as { changes: { id: string }[] }).changes;
}

const noSystemd = isThere('systemd-analyze', '--version') ? '' : 'platform: needs systemd: ';
test.skipIf(noSystemd !== '')(`${noSystemd}the service unit is one that systemd takes`, () => {
  const unit = join(folder, 'holdfast.service');
  writeFileSync(unit, block('ini', '[Service]').replaceAll('/opt/holdfast/', root));
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
  expect(stderr.split('\n').filter((line) => line.includes('holdfast.service'))).toEqual([]);
  expect(status).toBe(0);
});

const noSystemctl = isThere('systemctl', '--version') ? '' : 'platform: needs systemctl: ';
test.skipIf(noSystemctl !== '')(`${noSystemctl}the service is enabled as the document says`, () => {
  expect(block('sh', 'daemon-reload')).toContain('systemctl enable --now holdfast');
  const machine = join(folder, 'machine');
  const units = join(machine, 'etc/systemd/system');
  mkdirSync(units, { recursive: true });
  writeFileSync(join(units, 'holdfast.service'), block('ini', '[Service]'));
  // Of another root folder systemd only reads and links the files, so nothing has to run as the first process.
  expect(spawnSync('systemctl', [`--root=${machine}`, 'enable', 'holdfast']).status).toBe(0);
  expect(readlinkSync(join(units, 'multi-user.target.wants/holdfast.service'))).toBe(
    '/etc/systemd/system/holdfast.service',
  );
});

test('the settings of the document are ones that the server takes, written as systemd reads them', () => {
  const files = [block('sh', 'CLB_IDENTITY_URL='), block('sh', 'DATABASE_URL=')].map((file) =>
    file
      .trim()
      .split('\n')
      .map((line) => {
        // systemd.exec(5), EnvironmentFile: a line is a name and a value; nothing in it is run.
        expect(line).toMatch(/^[A-Z_]+=[^\s$`'"]+$/);
        const [name, value] = line.split(/=(.*)/s);
        return [name!, value === 'SECRET' ? 'the output of openssl rand -hex 32' : value!] as const;
      }),
  );
  const settings = readSettings(Object.fromEntries(files.flat()));
  expect(settings).toMatchObject({ publicUrl: `https://${site}`, port: 4000, historyDays: 90 });
});

const noNginx = existsSync(nginx) ? '' : 'platform: needs nginx: ';
test.skipIf(noNginx !== '')(`${noNginx}nginx in front: sign-in over TLS, and metrics only without it`, async () => {
  const server = block('nginx', 'proxy_pass')
    .replace('listen 443 ssl', `listen 127.0.0.1:${securePort} ssl`)
    .replaceAll('/etc/ssl/', `${folder}/`)
    .replace('127.0.0.1:4000', `127.0.0.1:${port}`);
  const file = join(folder, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  for (const each of temporary) mkdirSync(join(folder, each));
  const paths = temporary.map((each) => `${each}_temp_path ${folder}/${each};`).join(' ');
  const start = `daemon off; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log; ${process.getuid?.() === 0 ? 'user root;' : ''}`;
  writeFileSync(file, `${start}\nevents {}\nhttp {\n access_log off; ${paths}\n${server}}\n`);
  const program = spawn(nginx, ['-c', file, '-p', folder], { stdio: 'ignore' });
  const ended = new Promise((resolve) => program.once('close', resolve));
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false, servername: site } });
  const at = `https://127.0.0.1:${securePort}`;
  try {
    while (!(await request(`${at}/healthz`, { dispatcher, headers: publicly }).catch(() => null))) {
      if (program.exitCode !== null) throw new Error('nginx refuses the configuration of docs/operations.md.');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const cookie = await signIn(at, dispatcher);
    expect(cookie).toMatch(/^__Host-.*; Secure/i);
    const status = async (path: string, headers: Record<string, string>) => {
      const answer = await request(at + path, { dispatcher, headers });
      await answer.body.dump();
      return answer.statusCode;
    };
    expect(await status('/session', { ...publicly, cookie: cookie.split(';')[0]! })).toBe(200);
    expect(await status('/session', { host: 'evil.example' })).toBe(421);
    expect(await status('/metrics', publicly)).toBe(404);
  } finally {
    await dispatcher.close();
    program.kill('SIGTERM');
    await ended;
  }
});

const haproxy = ['/usr/sbin/haproxy', process.env.HAPROXY ?? ''].find((path) => existsSync(path));
test.skipIf(!haproxy)(
  `${haproxy ? '' : 'platform: needs HAProxy: '}HAProxy takes the configuration for several servers`,
  () => {
    const both = join(folder, 'both.pem');
    writeFileSync(both, readFileSync(certificate, 'utf8') + readFileSync(join(folder, 'panel.key'), 'utf8'));
    const file = join(folder, 'haproxy.cfg');
    writeFileSync(file, block('haproxy', 'backend panels').replace('/etc/ssl/panel.pem', both));
    const { status, stderr, stdout } = spawnSync(haproxy!, ['-c', '-f', file], { encoding: 'utf8' });
    expect({ status, said: (stderr + stdout).trim() }).toEqual({ status: 0, said: 'Configuration file is valid' });
  },
);

test('the health check answers what the document says', async () => {
  const [, said] = /healthz\s+# (.+)/.exec(text) ?? [];
  const answer = await request(`${local()}/healthz`);
  expect({ status: answer.statusCode, body: await answer.body.text() }).toEqual({ status: 200, body: said });
});

test('the metrics to watch are there', async () => {
  await signIn(local());
  const answer = await request(`${local()}/metrics`);
  const metrics = await answer.body.text();
  const named = [...text.matchAll(/^\| `(\w+)(?:\{([\w,]+)\})?` \|/gm)].map(([, name, labels]) => ({ name, labels }));
  expect(named.length).toBeGreaterThan(5);
  for (const { name, labels = '' } of named) {
    expect(metrics, name).toMatch(new RegExp(`^# TYPE ${name} `, 'm'));
    if (name === 'holdfast_requests_total')
      expect(metrics).toMatch(
        new RegExp(
          `^${name}\\{${labels
            .split(',')
            .map((label) => `${label}="[^"]*"`)
            .join(',')}`,
          'm',
        ),
      );
  }
});

test('the history is backed up while the server runs, and put back', async () => {
  const cookie = await signIn(local());
  await change(cookie);
  const [newest] = await changes(local(), cookie);
  expect(newest).toBeDefined();
  const backups = join(folder, 'backups');
  mkdirSync(backups);
  shell(
    lineOf('sh', 'vacuum into')
      .replaceAll('/opt/holdfast/', root)
      .replaceAll('/var/lib/holdfast/', `${dataDir}/`)
      .replaceAll('/backup/', `${backups}/`),
  );
  const [backup] = readdirSync(backups);
  await panel.stop();
  for (const name of ['panel.sqlite', 'panel.sqlite-wal', 'panel.sqlite-shm'])
    rmSync(join(dataDir, name), { force: true });
  writeFileSync(join(dataDir, 'panel.sqlite'), readFileSync(join(backups, backup!)));
  panel = startPanel({ env, show: false });
  await panel.ready();
  expect((await changes(local(), cookie))[0]).toEqual(newest);
});

const noPostgres = hasPostgres() ? '' : 'platform: needs PostgreSQL: ';
describe.skipIf(noPostgres !== '')(`${noPostgres}a history in PostgreSQL`, () => {
  test('is dumped and restored', async () => {
    const postgres = await startPostgres();
    const secret = { SESSION_SECRET: 'one secret of more than 32 characters', DATABASE_URL: postgres.url };
    await panel.stop();
    panel = startPanel({ env: { ...env, ...secret }, show: false });
    await panel.ready();
    try {
      const cookie = await signIn(local());
      await change(cookie);
      const before = await changes(local(), cookie);
      expect(before).toHaveLength(1);
      const run = (mark: string) =>
        shell(lineOf('sh', mark).replaceAll('/backup/', `${folder}/`), { DATABASE_URL: postgres.url });
      run('pg_dump');
      await change(cookie);
      expect(await changes(local(), cookie)).toHaveLength(2);
      await panel.stop();
      run('pg_restore');
      panel = startPanel({ env: { ...env, ...secret }, show: false });
      await panel.ready();
      expect(await changes(local(), cookie)).toEqual(before);
    } finally {
      await panel.stop();
      await postgres.stop();
      panel = startPanel({ env, show: false });
      await panel.ready();
    }
  });
});
