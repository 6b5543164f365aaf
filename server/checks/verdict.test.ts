import { expect, test } from 'vitest';
import { lost, type Probe } from './probe.ts';
import { isKept } from './run-check.ts';
import { type CheckSubject, judge } from './verdict.ts';

/**
 * Load balancers that break their word, which no real one does on request. What good ones do: e2e/stickiness.test.ts.
 */

const subject = (type: string | null, more: Partial<CheckSubject> = {}): CheckSubject => ({
  type,
  status: 'ACTIVE',
  statusOf: 'load balancer',
  applicationCookie: null,
  nodes: 3,
  healthyNodes: 3,
  contentCaching: false,
  header: 'X-Node',
  knownNames: [],
  heldByTable: null,
  ownCookie: type === 'HTTP_COOKIE' ? (name) => name === 'LB' : null,
  passThrough: type === 'SSL_ID',
  ...more,
});

type Answer = Partial<Probe>;
/** A check of 24 requests; `answer` is given which of its group's requests it answers. */
function check(answer: (group: Probe['group'], place: number) => Answer): Probe[] {
  const places = { kept: 0, fresh: 0 };
  return Array.from({ length: 24 }, (_, index) => {
    const group = isKept(index) ? 'kept' : 'fresh';
    const place = places[group]++;
    return { ...lost(group, ''), status: 200, error: null, body: 'page', ...answer(group, place) };
  });
}
const named = (kept: (place: number) => string, fresh: (place: number) => string, more: Answer = {}) =>
  check((group, place) => ({ header: (group === 'kept' ? kept : fresh)(place), ...more }));
const one = () => 'n2';
const spread = (place: number) => `n${place % 3}`;

test.each([
  ['HTTP_COOKIE', one, spread, 'sticky'],
  ['HTTP_COOKIE', spread, spread, 'not-sticky'],
  ['HTTP_COOKIE', one, one, 'cannot-tell'],
  ['HTTP_COOKIE', (place: number) => (place === 11 ? 'n1' : 'n2'), spread, 'not-sticky'],
  ['SOURCE_IP', one, spread, 'not-sticky'],
  ['SOURCE_IP', one, () => 'n1', 'not-sticky'],
  ['SOURCE_IP', one, one, 'cannot-tell'],
  [null, spread, spread, 'not-sticky'],
  [null, one, one, 'cannot-tell'],
  [null, one, spread, 'cannot-tell'],
  ['SOMETHING_NEW', one, spread, 'sticky'],
  ['SOMETHING_NEW', spread, spread, 'not-sticky'],
] as const)('%s, the names of the kept client and of the others: %#', (type, kept, fresh, outcome) => {
  expect(judge(subject(type), named(kept, fresh)).verdict.outcome).toBe(outcome);
});

test('one name on every answer proves Source IP only where the nodes are known to have names of their own', () => {
  const probes = named(one, one);
  const outcome = (more: Partial<CheckSubject>) => judge(subject('SOURCE_IP', more), probes).verdict.outcome;
  expect(outcome({ knownNames: ['n1', 'n2'] })).toBe('sticky');
  expect(outcome({ knownNames: ['n1', 'n3'] })).toBe('cannot-tell');
  expect(outcome({ knownNames: ['n2'] })).toBe('cannot-tell');
  expect(outcome({ heldByTable: true })).toBe('sticky');
  expect(outcome({ heldByTable: false })).toBe('cannot-tell');
  const lostOne = probes.map((probe, index) => (index === 9 ? lost(probe.group, 'No answer within 5 s.') : probe));
  expect(judge(subject('SOURCE_IP', { heldByTable: true }), lostOne).verdict.outcome).toBe('cannot-tell');
});

test('more names than nodes are no names, whatever they would show', () => {
  const many = named(one, (place) => `r${place}`);
  for (const type of [null, 'HTTP_COOKIE', 'SOURCE_IP', 'SSL_ID'])
    expect(judge(subject(type), many).verdict.outcome).toBe('cannot-tell');
  // Fewer than the nodes, but none comes back.
  const tokens = named(
    (place) => `k${place}`,
    (place) => `f${place}`,
  );
  for (const type of [null, 'HTTP_COOKIE', 'SOURCE_IP'])
    expect(judge(subject(type, { nodes: 25, healthyNodes: 25 }), tokens).verdict.outcome).toBe('cannot-tell');
});

test('a lost request of the kept client may have gone anywhere; lost ones of the others take nothing away', () => {
  const probes = named(one, spread);
  const lose = (group: Probe['group'], count: number) => {
    let left = count;
    return probes.map((probe) => (probe.group === group && left-- > 0 ? lost(group, 'timed out') : probe));
  };
  expect(judge(subject('HTTP_COOKIE'), lose('fresh', 3)).verdict.outcome).toBe('sticky');
  expect(judge(subject('HTTP_COOKIE'), lose('kept', 1)).verdict).toEqual({
    outcome: 'cannot-tell',
    words: 'Cannot tell: 1 of 24 requests may have gone to another node. timed out',
  });
  expect(judge(subject('HTTP_COOKIE'), lose('fresh', 11)).verdict.outcome).toBe('cannot-tell');
});

test('the load balancer’s cookie counts until the names or the pages show that it is not followed', () => {
  const cookie = (group: Probe['group'], place: number): Answer =>
    group === 'fresh' || place === 0
      ? { set: [['LB', group === 'fresh' ? String(place % 3) : '0']] }
      : { sent: ['LB'] };
  const outcome = (more: (group: Probe['group'], place: number) => Answer) =>
    judge(
      subject('HTTP_COOKIE'),
      check((group, place) => ({ ...cookie(group, place), ...more(group, place) })),
    ).verdict.outcome;
  expect(outcome(() => ({}))).toBe('sticky');
  expect(outcome((_, place) => ({ body: `token ${place}` }))).toBe('sticky');
  expect(outcome((_, place) => ({ body: `page ${place % 3}` }))).toBe('cannot-tell');
  expect(outcome((_, place) => ({ header: `n${place % 3}` }))).toBe('cannot-tell');
  expect(outcome((group, place) => (group === 'kept' ? { set: [['LB', String(place % 3)]], sent: ['LB'] } : {}))).toBe(
    'not-sticky',
  );
  // Without the cookie there is nothing to go by.
  expect(outcome(() => ({ set: [] }))).toBe('cannot-tell');
  expect(outcome(() => ({ set: [['SESSION', '1']] }))).toBe('cannot-tell');
});

test('pages differ for a client with a cookie of the nodes for other reasons than the node', () => {
  const pages = (sent: string[]) =>
    check((group, place) => ({
      body: group === 'kept' ? 'a' : `${place % 3}a`.slice(place % 3 ? 0 : 1),
      sent: group === 'kept' && place > 0 ? sent : [],
    }));
  expect(judge(subject('HTTP_COOKIE'), pages(['session'])).verdict.outcome).toBe('cannot-tell');
  expect(judge(subject('HTTP_COOKIE'), pages(['LB'])).verdict.outcome).toBe('sticky');
});

test('SSL session ID sticks only where the TLS session is taken up again', () => {
  const of = (kept: (place: number) => string, more: Answer) =>
    judge(subject('SSL_ID'), named(kept, spread, more)).verdict;
  expect(of(one, { tls: 'TLSv1.2', resumed: true }).outcome).toBe('sticky');
  expect(of(spread, { tls: 'TLSv1.2', resumed: true }).outcome).toBe('not-sticky');
  expect(of(one, { tls: 'TLSv1.2' }).words).toContain('did not take the TLS session up');
  expect(of(one, { tls: 'TLSv1.3', resumed: true }).words).toContain('TLS 1.3');
});

test.each<[string, CheckSubject, Probe[], string]>([
  ['one healthy node', subject('HTTP_COOKIE', { healthyNodes: 1 }), named(one, spread), 'only one node'],
  ['no healthy node', subject('HTTP_COOKIE', { healthyNodes: 0 }), named(one, spread), 'no node is enabled'],
  ['content caching', subject('HTTP_COOKIE', { contentCaching: true }), named(one, spread), 'content caching is on'],
  ['locked', subject('HTTP_COOKIE', { status: 'PENDING_UPDATE' }), named(one, spread), 'is PENDING_UPDATE'],
  ['no answer', subject(null), [lost('kept', 'The virtual IP does not answer.')], 'does not answer'],
  ['no request', subject(null), [], 'nothing answered'],
  ['unnamed and alike', subject(null), check(() => ({})), 'add_header X-Node $hostname always;'],
  ['too few', subject('HTTP_COOKIE'), named(one, spread).slice(0, 4), 'too few requests'],
])('says plainly that it cannot tell, and why: %s', (_, about, probes, words) => {
  const { verdict } = judge(about, probes);
  expect(verdict.outcome).toBe('cannot-tell');
  expect(verdict.words).toContain(words);
});

test('half of the requests are kept, in an order that no turn of the nodes falls in with', () => {
  for (const nodes of [2, 3, 4, 5, 6]) {
    const met = { kept: new Set<number>(), fresh: new Set<number>() };
    for (let index = 0; index < 24; index += 1) met[isKept(index) ? 'kept' : 'fresh'].add(index % nodes);
    expect(met.kept.size).toBeGreaterThan(1);
    expect(met.fresh.size).toBeGreaterThan(1);
  }
  expect(Array.from({ length: 24 }, (_, index) => isKept(index)).filter(Boolean)).toHaveLength(12);
});
