import { expect, test } from 'vitest';
import type { CheckProbe } from '../../../api/checks/checks.ts';
import { seenNodes, tally } from './nodes.ts';

const probe = (node: string | null): CheckProbe => ({
  group: 'kept',
  node,
  marker: node === null ? null : 'header',
  error: node === null ? 'No answer within 5 s.' : null,
  answered: node !== null,
});

test('one node reads as so many of so many, several as a count each', () => {
  expect(tally(['n2', 'n2', 'n2'].map(probe))).toBe('3 of 3 on n2');
  expect(tally(['n10', 'n2', 'n1', 'n2'].map(probe))).toBe('n1 1 · n2 2 · n10 1');
  expect(tally([probe('n1'), probe(null)])).toBe('1 of 2 on n1 · 1 not answered');
  expect(tally([probe(null)])).toBe('1 not answered');
  expect(tally([])).toBe('');
  const unnamed = { ...probe('n1'), node: null, marker: null };
  const own = { ...probe(null), error: '503: an answer that the load balancer may have made itself.', answered: true };
  expect(tally([unnamed, unnamed, own, probe(null)])).toBe('2 from nodes unknown · 1 not from a node · 1 not answered');
});

test('every node has its own letter', () => {
  const letters = seenNodes(['n3', 'n1', 'n2'].map(probe)).map(({ name, letter }) => [name, letter]);
  expect(letters).toEqual([
    ['n1', 'A'],
    ['n2', 'B'],
    ['n3', 'C'],
  ]);
});
