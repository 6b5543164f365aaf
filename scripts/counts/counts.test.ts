import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { count, readCounts, sum } from './counts.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'counts-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('counts passed and failed tests', () => {
  const counts = count([
    { name: 'a', state: 'passed', reasons: ['a'] },
    { name: 'b', state: 'failed', reasons: ['b'], error: '\u001B[31mexpected 1\u001B[39m to be 2\nat a line' },
  ]);
  expect(counts).toEqual({ passed: 1, failed: 1, failures: ['b: expected 1 to be 2'], skipped: [] });
});

test.each([
  [['platform: needs HAProxy'], 0],
  [['the outer title', 'platform: no PostgreSQL'], 0],
  [['a title'], 1],
  [['a title that mentions platform: nothing'], 1],
  [['platform:'], 1],
])('a skip with the reasons %j counts as %i failed', (reasons, failed) => {
  expect(count([{ name: 'a', state: 'skipped', reasons }]).failed).toBe(failed);
});

test('a runner that leaves no counts has failed once, whatever its exit code', () => {
  expect(readCounts(join(folder, 'none.json'), 0)).toEqual({
    passed: 0,
    failed: 1,
    failures: ['it left no counts'],
    skipped: [],
  });
});

test('a runner that ends badly without a failed test has failed once', () => {
  const file = join(folder, 'counts.json');
  writeFileSync(file, JSON.stringify({ passed: 3, failed: 0, failures: [], skipped: [] }));
  expect(readCounts(file, 1)).toMatchObject({ passed: 3, failed: 1, failures: ['it ended with 1'] });
  expect(readCounts(file, 0)).toMatchObject({ passed: 3, failed: 0, failures: [] });
});

test('sums over runners', () => {
  const runs = [
    { passed: 2, failed: 1, failures: ['c: broke'], skipped: ['a'] },
    { passed: 40, failed: 0, failures: [], skipped: ['b'] },
  ];
  expect(sum(runs)).toEqual({ passed: 42, failed: 1, failures: ['c: broke'], skipped: ['a', 'b'] });
});
