import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/program.ts';
import { measurementsDocument, type Result, readResults } from './document.ts';
import { atLeast, atMost } from './figure.ts';
import { percentile } from './statistics.ts';

const result: Result = {
  name: 'proxy',
  measured: '2026-11-22T10:00:30.000Z',
  machine: { cpu: 'A processor', cores: 2, memoryGiB: 4, node: 'v26.10.0', versions: { nginx: 'nginx/1.22.1' } },
  figures: [
    { what: 'GET, added', value: 0.4567, unit: 'ms', ...atMost(0.4567, 0.3) },
    { what: 'PUT, added', value: 0.5, unit: 'ms', ...atMost(0.5, 0.8) },
    { what: 'rate', value: 12_345, unit: '/s', ...atLeast(12_345, 20_000) },
    { what: 'time', value: { p50: 1, p95: 2, p99: 3 }, unit: 'ms' },
  ],
};

test('the page begins with every miss and its cause', () => {
  const page = measurementsDocument([result], { proxy: { GET: 'Two hops.' } });
  expect(page.split('\n').slice(4, 9)).toEqual([
    '3 aims: 1 met, 2 missed:',
    '',
    '- proxy: GET, added: 0.457 ms (at most 0.3). Two hops.',
    '- proxy: rate: 12,345 /s (at least 20,000). Cause not found yet.',
    '',
  ]);
  expect(page).toContain('| PUT, added | 0.5 ms | at most 0.8 | met |');
  expect(page).toContain('| time | 1 (p95 2, p99 3) ms |  |  |');
});

test('docs/measurements.md is written from the results that are kept', async () => {
  const results = await readResults(join(root, 'bench/results'));
  expect(readFileSync(join(root, 'docs/measurements.md'), 'utf8')).toBe(measurementsDocument(results));
});

test('a percentile is a value that was measured', () => {
  expect([0, 0.5, 0.95, 1].map((quantile) => percentile([4, 1, 3, 2], quantile))).toEqual([1, 3, 4, 4]);
});
