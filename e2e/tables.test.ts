import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../scripts/program.ts';
import { actionNames, table } from './support/fault-table.ts';
import { faults } from './support/faults.ts';
import { attacksDocument, exists, faultsDocument, named, tasksDocument } from './support/tables.ts';

test('every test that the tables of faults and attacks name is there', () => {
  const missing = named.filter((shown) => !existsSync(join(root, shown.file)) || !exists(shown));
  expect(missing).toEqual([]);
});

test('the table of faults has every fault that is driven, and drives every fault that it has', () => {
  expect(table.map(({ fault }) => fault)).toEqual(faults.map(({ name }) => name));
});

test('every action of the table is driven', () => {
  const driven = readFileSync(join(root, 'e2e/faults.test.ts'), 'utf8');
  expect(actionNames.filter((action) => !driven.includes(`name: '${action}'`))).toEqual([]);
});

test.each([
  ['docs/faults.md', faultsDocument],
  ['docs/attacks.md', attacksDocument],
  ['docs/tasks.md', tasksDocument],
])('%s is what the tables say: run node scripts/fault-table.ts', (path, made) => {
  expect(readFileSync(join(root, path), 'utf8')).toBe(made());
});
