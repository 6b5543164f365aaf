import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
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
    [
      { DATABASE_URL: 'postgres://u:hidden@127.0.0.1:1/x' },
      /^The database that DATABASE_URL names cannot be used \(ECONNREFUSED\)/,
    ],
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
    expect(said()).toMatch(/^The folder .* cannot be made \(EEXIST\)\. Set DATA_DIR/);
    rmSync(join(file, '..'), { recursive: true });
  }, 20_000);

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
