import { type ChildProcess, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sqliteStore } from './node/sqlite.ts';
import { type PostgresServer, postgresPrograms, startPostgres } from './testing/postgres.ts';
import { startProgram } from './testing/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-main-'));
const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
  rmSync(folder, { recursive: true, force: true });
});

function start(environment: Record<string, string>) {
  const program = startProgram({ DATA_DIR: folder, ...environment });
  running.add(program.child);
  return program;
}

describe('the program', () => {
  it('starts, makes its secret for itself only, tells no secrets and stops when asked', async () => {
    const first = start({});
    const port = await first.ready;
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    expect(statSync(join(folder, 'session-secret')).mode & 0o777).toBe(0o600);
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    expect(first.lines.at(-1)).toMatchObject({ msg: 'The panel has stopped' });
    expect(JSON.stringify(first.lines) + first.said()).not.toMatch(/session-secret|SESSION_SECRET/);
  }, 20_000);

  it.each([
    [{ PORT: 'x' }, 'The setting PORT must be a whole number from 0 to 65535 (it is "x").\n'],
    [{ SESSION_SECRET: 'short' }, /^The setting SESSION_SECRET must be .*characters each.*\.\n$/],
  ])(
    'ends with one sentence on %j',
    async (environment, sentence) => {
      const { ended, said } = start(environment as Record<string, string>);
      expect(await ended).toBe(1);
      expect(said()).toMatch(sentence);
      expect(said()).not.toContain('hidden');
      expect(said().trim().split('\n')).toHaveLength(1);
    },
    20_000,
  );

  it('ends with one sentence when the data folder cannot be one', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'holdfast-main-')), 'file');
    writeFileSync(file, '');
    const { ended, said } = start({ DATA_DIR: file });
    expect(await ended).toBe(1);
    expect(said()).toMatch(/^The folder .* cannot be made \(EEXIST\): .* set DATA_DIR/);
    rmSync(join(file, '..'), { recursive: true });
  }, 20_000);

  it('makes a secret that is not whole anew, and says so', async () => {
    const place = mkdtempSync(join(tmpdir(), 'holdfast-main-'));
    const file = join(place, 'session-secret');
    for (const torn of ['', 'short\n', `${'a'.repeat(32)}${'\0'.repeat(32)}`]) {
      writeFileSync(file, torn);
      const { child, ready, ended, lines } = start({ DATA_DIR: place });
      await ready;
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
      expect(JSON.stringify(lines)).toContain('session-secret held no whole secret and was made anew');
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
    const kept = readFileSync(file, 'utf8');
    expect(kept.trim().length).toBeGreaterThanOrEqual(32);
    const again = start({ DATA_DIR: place });
    await again.ready;
    again.child.kill('SIGTERM');
    await again.ended;
    expect(readFileSync(file, 'utf8')).toBe(kept);
    expect(readdirSync(place).filter((name) => name.startsWith('session-secret'))).toEqual(['session-secret']);
    rmSync(place, { recursive: true });
  }, 20_000);

  it.skipIf(process.platform !== 'linux')(
    'platform: Linux: leaves nothing half-made on a full disk, and starts when there is room',
    async () => {
      const place = mkdtempSync(join(tmpdir(), 'holdfast-main-'));
      // A limit on file sizes stands for a full disk: it needs no file system of its own.
      const full = `ulimit -f 0; exec "${process.execPath}" "${join(import.meta.dirname, 'main.ts')}"`;
      for (const secret of [undefined, 'a secret for tests that is long enough']) {
        const environment = {
          PATH: process.env.PATH ?? '',
          PORT: '0',
          DATA_DIR: place,
          ...(secret && { SESSION_SECRET: secret }),
        };
        const { status, stderr } = spawnSync('sh', ['-c', full], { env: environment, encoding: 'utf8' });
        expect(status).toBe(1);
        expect(stderr.trim().split('\n')).toHaveLength(1);
        expect(stderr).toMatch(
          secret ? /panel\.sqlite .*(full|opened).*DATA_DIR/ : /session-secret cannot be written .*DATA_DIR/,
        );
        expect(readdirSync(place).filter((name) => name.startsWith('session-secret'))).toEqual([]);
      }
      const { child, ready, ended } = start({ DATA_DIR: place });
      await ready;
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
      rmSync(place, { recursive: true });
    },
    20_000,
  );

  describe('says in one sentence why a history cannot be used, and what to do', () => {
    let place: string;
    let file: string;
    beforeEach(async () => {
      place = mkdtempSync(join(tmpdir(), 'holdfast-main-'));
      file = join(place, 'panel.sqlite');
      await (await sqliteStore(file)).close();
    });
    afterEach(() => rmSync(place, { recursive: true }));
    const refusal = async (environment: Record<string, string> = {}) => {
      const { ended, said } = start({ DATA_DIR: place, ...environment });
      expect(await ended).toBe(1);
      expect(said().trim().split('\n')).toHaveLength(1);
      return said();
    };

    it.each([
      ['text instead of a database', () => writeFileSync(file, 'x'.repeat(5_000)), /no SQLite database.*backup/],
      [
        'a damaged page',
        () => {
          const bytes = readFileSync(file);
          writeFileSync(file, bytes.fill(0xff, 4_096, 8_192));
        },
        /is damaged .*backup/,
      ],
      [
        'the end missing',
        () => {
          const bytes = readFileSync(file);
          writeFileSync(file, bytes.subarray(0, bytes.length - 5_000));
        },
        /is damaged .*backup/,
      ],
      [
        'a newer schema',
        () => {
          const database = new DatabaseSync(file);
          database.exec("insert into kysely_migration (name, timestamp) values ('999-later', '2031')");
          database.close();
        },
        /newer version .*999-later.*Start that version/,
      ],
      [
        'tables of another program',
        () => {
          rmSync(file);
          const database = new DatabaseSync(file);
          database.exec('create table changes (id integer)');
          database.close();
        },
        /holds other tables than the panel’s .*Move it away, or set DATA_DIR/,
      ],
      [
        'a folder in its place',
        () => {
          rmSync(file);
          mkdirSync(file);
        },
        /cannot be opened .*Check/,
      ],
    ])(
      '%s',
      async (_, spoil, words) => {
        rmSync(`${file}-wal`, { force: true });
        spoil();
        expect(await refusal()).toMatch(words);
      },
      20_000,
    );

    it('a second program on the folder', async () => {
      const first = start({ DATA_DIR: place });
      await first.ready;
      expect(await refusal()).toMatch(/in use by another panel server\. Stop that one, set DATA_DIR/);
      first.child.kill('SIGKILL');
      await first.ended;
      const next = start({ DATA_DIR: place });
      await next.ready;
      next.child.kill('SIGKILL');
      await next.ended;
    }, 20_000);
  });

  describe.skipIf(!postgresPrograms)('platform: PostgreSQL', () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await startPostgres();
    }, 60_000);
    afterAll(() => server.stop());
    const stateOf = async (port: number) => {
      const answer = await fetch(`http://127.0.0.1:${port}/healthz`);
      return [answer.status, (await answer.json()).status];
    };

    it('waits for a database that is down at the start, and says so until it was there once', async () => {
      const url = await server.database();
      await server.end('SIGINT');
      const { child, ready, ended, lines } = start({ DATABASE_URL: url });
      const port = await ready;
      expect(await stateOf(port)).toEqual([503, 'waiting']);
      expect((await fetch(`http://127.0.0.1:${port}/session`)).status).toBe(401);
      await server.start();
      await expect.poll(() => stateOf(port), { timeout: 10_000 }).toEqual([200, 'ok']);
      await expect.poll(() => lines.map(({ msg }) => msg)).toContain('The database is there');
      await server.end('SIGKILL');
      expect(await stateOf(port)).toEqual([200, 'ok']);
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
      await server.start();
    }, 30_000);

    it('waits for a database that hangs at the start', async () => {
      const url = await server.database();
      await server.freeze();
      const { child, ready, ended } = start({ DATABASE_URL: url });
      const port = await ready;
      expect(await stateOf(port)).toEqual([503, 'waiting']);
      await server.thaw();
      await expect.poll(() => stateOf(port), { timeout: 10_000 }).toEqual([200, 'ok']);
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
    }, 30_000);

    it('ends with one sentence where waiting does not help', async () => {
      const url = await server.database();
      const to = (change: (address: URL) => void) => {
        const address = new URL(url);
        change(address);
        return address.href;
      };
      const client = new Client(url);
      await client.connect();
      await client.query("create role guest login password 'hidden-word'");
      for (const [address, words] of [
        [to((each) => (each.pathname = '/elsewhere')), /3D000\): the server has no database of that name/],
        [to((each) => (each.username = 'stranger')), /28000\): the server does not let this user in/],
        [to((each) => (each.username = 'guest')), /42501\): the user may not make or change tables/],
      ] as const) {
        const { ended, said } = start({ DATABASE_URL: address });
        expect(await ended).toBe(1);
        expect(said()).toMatch(words);
        expect(said().trim().split('\n')).toHaveLength(1);
      }
      const setting = (await client.query('show hba_file')).rows[0].hba_file;
      const former = readFileSync(setting, 'utf8');
      writeFileSync(setting, `local all guest scram-sha-256\n${former}`);
      await client.query('select pg_reload_conf()');
      for (const [password, words] of [
        ['wrong-hidden-word', /28P01\): the password or the user name is wrong/],
        ['', /the server asks for a password/],
      ] as const) {
        const address = to((each) => Object.assign(each, { username: 'guest', password }));
        const { ended, said } = start({ DATABASE_URL: address });
        expect(await ended).toBe(1);
        expect(said()).toMatch(words);
        expect(said()).not.toContain('hidden');
      }
      writeFileSync(setting, former);
      await client.end();
    }, 30_000);
  });

  it('names the port and the variable when the port is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { ended, said } = start({ PORT: String(port) });
    expect(await ended).toBe(1);
    expect(said()).toBe(
      `Port ${port} on 127.0.0.1 is in use. Stop the program that uses it, or set PORT to another one.\n`,
    );
    other.close();
  }, 20_000);
});
