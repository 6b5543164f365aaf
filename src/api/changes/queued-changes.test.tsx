import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { claim, forgetQueued, keepQueued, type QueuedChange, queuedOf } from './queued-changes.ts';
import { forgetQueuedOf, hasQueued, placeOf } from './queued-place.ts';

const change = (rest: Partial<QueuedChange> = {}): QueuedChange => ({
  kind: 'session-persistence',
  key: 'ORD/71',
  service: 'clb',
  account: '100001',
  user: 'admin',
  at: 1,
  subject: { region: 'ORD', id: '71' },
  name: 'web',
  before: 'DISABLED',
  after: 'SOURCE_IP',
  reason: '',
  ...rest,
});

/** The browser's locks: `others` are those that another tab holds. */
const others = new Set<string>();
beforeEach(() => {
  localStorage.clear();
  others.clear();
  vi.stubGlobal('navigator', {
    locks: {
      request: (name: string, _: unknown, work: (lock: object | null) => unknown) =>
        Promise.resolve(work(others.has(name) ? null : {})),
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

const kept = () => queuedOf({ service: 'clb', account: '100001', user: 'admin' });

test('is kept for its user alone, once for each subject, until it is forgotten', async () => {
  keepQueued(change());
  keepQueued(change({ key: 'ORD/72' }));
  await vi.waitFor(() => expect(kept().map(({ key }) => key)).toEqual(['ORD/71', 'ORD/72']));
  expect(queuedOf({ service: 'clb', account: '100001', user: 'observer' })).toEqual([]);
  expect(queuedOf({ service: 'clb', account: '2', user: 'admin' })).toEqual([]);
  expect(queuedOf({ service: 'octavia north', account: '100001', user: 'admin' })).toEqual([]);
  forgetQueued(change());
  expect(kept().map(({ key }) => key)).toEqual(['ORD/72']);
  forgetQueued(change({ key: 'ORD/72' }));
  expect(hasQueued()).toBe(false);
});

test('one that was forgotten before it was claimed is not kept', async () => {
  keepQueued(change());
  forgetQueued(change());
  await claim(change({ key: 'ORD/73' }));
  expect(kept()).toEqual([]);
  forgetQueued(change({ key: 'ORD/73' }));
});

test('another tab’s is nobody else’s to send', async () => {
  others.add(placeOf(change()));
  expect(await claim(change())).toBe(false);
});

test('a browser without locks keeps none', async () => {
  vi.stubGlobal('navigator', {});
  expect(await claim(change())).toBe(false);
});

test.each([
  'not json',
  '{}',
  '[1, null, {"key": "ORD/71"}]',
  JSON.stringify({ ...change(), subject: null }),
  JSON.stringify({ ...change(), after: { state: 'enabled', type: 'SOURCE_IP' } }),
  JSON.stringify(change({ key: 'ORD/72' })),
])('what stands in the storage and is no change is none: %s', (text) => {
  localStorage.setItem(placeOf(change()), text);
  expect(kept()).toEqual([]);
});

test('who signs out leaves nothing, and what others have queued stays', async () => {
  keepQueued(change());
  keepQueued(change({ user: 'observer' }));
  await vi.waitFor(() => expect(queuedOf({ service: 'clb', account: '100001', user: 'observer' })).toHaveLength(1));
  forgetQueuedOf({ service: 'clb', account: '100001', user: 'admin' });
  expect(kept()).toEqual([]);
  expect(queuedOf({ service: 'clb', account: '100001', user: 'observer' })).toHaveLength(1);
});

test('two tabs that queue at once keep both changes', async () => {
  // The other tab wrote between this one's reading and its writing.
  localStorage.setItem(placeOf(change({ key: 'ORD/9' })), JSON.stringify(change({ key: 'ORD/9' })));
  keepQueued(change({ key: 'ORD/8', at: 2 }));
  await vi.waitFor(() => expect(kept().map(({ key }) => key)).toEqual(['ORD/9', 'ORD/8']));
});
