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
    { name: 'b', state: 'failed', reasons: ['b'] },
  ]);
  expect(counts).toMatchObject({ passed: 1, failed: 1, skipped: [] });
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
  expect(readCounts(join(folder, 'none.json'), 0)).toEqual({ passed: 0, failed: 1, skipped: [] });
});

test('a runner that ends badly without a failed test has failed once', () => {
  const file = join(folder, 'counts.json');
  writeFileSync(file, JSON.stringify({ passed: 3, failed: 0, skipped: [] }));
  expect(readCounts(file, 1)).toEqual({ passed: 3, failed: 1, skipped: [] });
  expect(readCounts(file, 0)).toEqual({ passed: 3, failed: 0, skipped: [] });
});

test('sums over runners', () => {
  const runs = [
    { passed: 2, failed: 1, skipped: ['a'] },
    { passed: 40, failed: 0, skipped: ['b'] },
  ];
  expect(sum(runs)).toEqual({ passed: 42, failed: 1, skipped: ['a', 'b'] });
});
