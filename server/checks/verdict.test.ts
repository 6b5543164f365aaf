import { expect, test } from 'vitest';
import { type CheckSubject, judge, type Probe } from './verdict.ts';

const probe = (group: Probe['group'], node: string | null, more: Partial<Probe> = {}): Probe => ({
  group,
  node,
  marker: node === null ? null : 'header',
  error: null,
  tls: null,
  resumed: false,
  ...more,
});
const run = (kept: string[], fresh: string[], more: Partial<Probe> = {}): Probe[] => [
  ...kept.map((node) => probe('kept', node, more)),
  ...fresh.map((node) => probe('fresh', node, more)),
];
const subject = (type: string | null, more: Partial<CheckSubject> = {}): CheckSubject => ({
  type,
  healthyNodes: 3,
  contentCaching: false,
  ...more,
});

const one = ['n2', 'n2', 'n2'];
const spread = ['n1', 'n2', 'n3'];

test.each([
  ['HTTP_COOKIE', one, spread, 'sticky'],
  ['HTTP_COOKIE', spread, spread, 'not-sticky'],
  ['HTTP_COOKIE', one, one, 'cannot-tell'],
  ['SOURCE_IP', one, one, 'sticky'],
  ['SOURCE_IP', one, spread, 'not-sticky'],
  ['SOURCE_IP', one, ['n1', 'n1', 'n1'], 'not-sticky'],
  [null, spread, spread, 'not-sticky'],
  [null, one, one, 'cannot-tell'],
  ['SOMETHING_NEW', one, spread, 'sticky'],
] as const)('%s with a memory %j, without %j: %s', (type, kept, fresh, outcome) => {
  expect(judge(subject(type), run([...kept], [...fresh])).outcome).toBe(outcome);
});

test('SSL session ID sticks only where the TLS session is taken up again', () => {
  const resumed = { tls: 'TLSv1.2', resumed: true };
  expect(judge(subject('SSL_ID'), run(one, spread, resumed)).outcome).toBe('sticky');
  expect(judge(subject('SSL_ID'), run(spread, spread, resumed)).outcome).toBe('not-sticky');
  expect(judge(subject('SSL_ID'), run(one, spread, { tls: 'TLSv1.2' })).words).toContain(
    'did not take the TLS session up',
  );
  expect(judge(subject('SSL_ID'), run(one, spread, { tls: 'TLSv1.3', resumed: true })).words).toContain('TLS 1.3');
});

test.each([
  ['one healthy node', subject('HTTP_COOKIE', { healthyNodes: 1 }), run(one, one), 'only one node'],
  ['no healthy node', subject('HTTP_COOKIE', { healthyNodes: 0 }), run(one, one), 'no node is enabled'],
  ['content caching', subject('HTTP_COOKIE', { contentCaching: true }), run(one, spread), 'content caching is on'],
  ['no marker', subject('HTTP_COOKIE'), [probe('kept', null), probe('fresh', null)], 'do not say which node'],
  ['answers that look alike', subject(null), run(one, one, { marker: 'body' }), 'cannot be told apart'],
  ['no answer', subject(null), [probe('kept', null, { error: 'The virtual IP does not answer.' })], 'does not answer'],
] as const)('says plainly that it cannot tell: %s', (_case, about, probes, words) => {
  const verdict = judge(about, probes);
  expect(verdict.outcome).toBe('cannot-tell');
  expect(verdict.words).toContain(words);
});

test('a few lost requests do not spoil the verdict, many do', () => {
  const lost = probe('fresh', null, { error: 'timed out' });
  expect(judge(subject('HTTP_COOKIE'), [...run(one, spread), lost]).outcome).toBe('sticky');
  expect(judge(subject('HTTP_COOKIE'), [...run(one, spread), lost, lost, lost]).outcome).toBe('cannot-tell');
});
