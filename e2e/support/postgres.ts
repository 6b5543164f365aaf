import { spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresOnMachine } from '../../scripts/machine.ts';

/** For `describe.skipIf(!hasPostgres())('platform: PostgreSQL', …)`. */
export const hasPostgres = (): boolean => postgresOnMachine() !== undefined;

export interface Postgres {
  /** For `DATABASE_URL`. */
  url: string;
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root; Debian's package brings the user that it may run as. */
function owner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith('postgres:'));
  const [uid, gid] = (line ?? '').split(':').slice(2).map(Number);
  if (uid === undefined || gid === undefined) throw new Error('There is no user postgres to run PostgreSQL as.');
  return { uid, gid };
}

/** Starts an empty PostgreSQL of its own, reachable by a socket in its own folder alone. Throws where it is not installed. */
export async function startPostgres(): Promise<Postgres> {
  const bin = postgresOnMachine();
  if (!bin) throw new Error('PostgreSQL is not installed; its folder can be named with POSTGRES_BIN.');
  const user = owner();
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-postgres-'));
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, 'holdfast', { mode: 0o600 });
  if (user) for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid);
  const data = join(folder, 'data');
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'holdfast', '--pwfile', passwordFile, '-A', 'scram-sha-256', '-E', 'UTF8', '--no-sync'],
    { ...user, cwd: folder, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off'],
    { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  // A test that is cut off cannot stop it.
  const cut = () => server.kill('SIGQUIT');
  process.once('exit', cut);
  let printed = '';
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      if (printed.includes('database system is ready to accept connections')) resolve();
    });
    ended.then(() => reject(new Error(`PostgreSQL did not start: ${printed}`)));
  });
  return {
    url: `postgres://holdfast:holdfast@localhost/postgres?host=${folder}`,
    async stop() {
      // Fast shutdown: open connections are cut.
      server.kill('SIGINT');
      await ended;
      process.off('exit', cut);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
