import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { gatheredLines } from './gathered-lines.ts';

/** A descriptor that takes `room` bytes and then answers with `code`. */
function descriptor() {
  const state = { room: Number.POSITIVE_INFINITY, code: 'EAGAIN', written: '', tries: 0 };
  const write = (bytes: Uint8Array) => {
    state.tries += 1;
    if (state.room <= 0) throw Object.assign(new Error(state.code), { code: state.code });
    const taken = bytes.subarray(0, state.room);
    state.room -= taken.length;
    state.written += Buffer.from(taken).toString('latin1');
    return taken.length;
  };
  return { state, write };
}

const asWritten = (text: string) => Buffer.from(text).toString('latin1');

describe('gathered lines', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('go out together a fifth of a second later, at 8 kB at once', () => {
    vi.useFakeTimers();
    const { state, write } = descriptor();
    const lines = gatheredLines(write);
    lines.write('one\n');
    lines.write('two\n');
    expect(state.written).toBe('');
    vi.advanceTimersByTime(200);
    expect(state).toMatchObject({ written: 'one\ntwo\n', tries: 1 });
    lines.write(`${'x'.repeat(8_192)}\n`);
    expect(state.tries).toBe(2);
  });

  it('wait for a slow reader and lose no byte, not even of a letter that was cut in two', () => {
    vi.useFakeTimers();
    const { state, write } = descriptor();
    const lines = gatheredLines(write);
    state.room = 5;
    lines.write('naïve é\n');
    lines.write('next\n');
    vi.advanceTimersByTime(400);
    expect(state.written).toBe(asWritten('naïve').slice(0, 5));
    state.room = Number.POSITIVE_INFINITY;
    vi.advanceTimersByTime(200);
    expect(state.written).toBe(asWritten('naïve é\nnext\n'));
  });

  it.each(['EPIPE', 'ENOSPC', 'EFBIG', 'EIO'])('are dropped on %s, and the next ones are tried anew', async (code) => {
    vi.useFakeTimers();
    const { state, write } = descriptor();
    const lines = gatheredLines(write);
    Object.assign(state, { room: 0, code });
    lines.write('lost\n');
    await lines.flush();
    expect(state.tries).toBe(1);
    state.room = Number.POSITIVE_INFINITY;
    lines.write('kept\n');
    await lines.flush();
    expect(state.written).toBe('kept\n');
  });

  it('stay below a bound when nobody reads, and say afterwards how many were left out', () => {
    vi.useFakeTimers({ now: 0 });
    const { state, write } = descriptor();
    const lines = gatheredLines(write);
    state.room = 0;
    const line = `${'x'.repeat(1_023)}\n`;
    for (let each = 0; each < 2_000; each += 1) lines.write(line);
    state.room = Number.POSITIVE_INFINITY;
    vi.advanceTimersByTime(400);
    expect(state.written.length).toBeLessThan(1_100_000);
    const kept = state.written.split('\n').filter((each) => each.startsWith('x')).length;
    const last = state.written.trim().split('\n').at(-1);
    expect(last).toBe(
      `{"level":40,"time":"1970-01-01T00:00:00.200Z","msg":"${2_000 - kept} lines were left out: nobody read them"}`,
    );
  });

  it.skipIf(process.platform === 'win32')(
    'a program ends within its second though its reader stands still',
    async () => {
      const source = `
      const { jsonLog } = await import(${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'log.ts')).href)});
      const log = jsonLog('info');
      for (let each = 0; each < 20_000; each += 1) log.info({}, 'a line of some length, again and again');
      await log.flush();
      process.exit(7);`;
      const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(7);
    },
  );
});
