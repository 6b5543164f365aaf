import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { changes } from '../../api/changes/changes.ts';
import { persistenceKind } from '../../api/changes/persistence-kind.ts';
import { readHistory } from '../../api/history/history.ts';
import { disabled, enabled } from '../../model/persistence.ts';
import { type Composition, compose, settle } from '../../test/composition.ts';
import { verifyChange } from './verify-change.ts';

// A whole panel answers every request here: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: Composition;
beforeEach(async () => {
  world = await compose();
});
afterEach(() => world.close());

test('a change that nobody knows the outcome of is never told as read back by the value that it was to replace', async () => {
  const id = await world.idOf('ORD', 'web-frontend');
  await world.ask('ORD', 'DELETE', `/loadbalancers/${id}/sessionpersistence`);
  world.clock.advance(settle);
  await world.signIn('admin');
  await world.control('fail', { operation: 'sessionPersistence.enable', times: 1, status: 500 });
  const end = await changes.start({
    kind: persistenceKind,
    subject: { region: 'ORD', id: String(id) },
    name: 'web-frontend',
    before: disabled,
    after: enabled('HTTP_COOKIE'),
    reason: '',
    run: null,
    whenBusy: 'wait',
  });
  expect(end).toMatchObject({ at: 'failed', why: 'unconfirmed' });
  const judged = async () => {
    const [record] = (await readHistory({})).changes;
    return record?.verdict ? record : null;
  };
  const record = await vi.waitUntil(judged, 15_000);
  expect(record).toMatchObject({ verdict: 'unconfirmed', before: 'DISABLED', after: 'HTTP_COOKIE' });
  expect(await verifyChange(record)).toMatchObject({ verdict: 'unconfirmed' });
  expect(await judged()).toMatchObject({ verdict: 'unconfirmed' });
});
