import { screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { changes } from '../../api/changes/changes.ts';
import { persistenceKind } from '../../api/changes/persistence-kind.ts';
import { hasQueued, placeOf } from '../../api/changes/queued-place.ts';
import { disabled, enabled } from '../../model/persistence.ts';
import { loadBalancer } from '../../test/load-balancer.ts';
import { render } from '../../test/render.tsx';
import { Toasts } from '../notifications/Toasts.tsx';
import { goOnWithQueued } from './queued.ts';

const owner = { service: 'clb', account: '100001', user: 'admin' };
const queued = {
  ...owner,
  key: 'ORD/71',
  at: Date.now(),
  subject: { region: 'ORD', id: '71' },
  name: 'web',
  reason: '',
};

beforeEach(() =>
  vi.stubGlobal('navigator', {
    locks: {
      request: (_name: string, _options: unknown, work: (lock: object) => unknown) => Promise.resolve(work({})),
    },
  }),
);
afterEach(() => vi.unstubAllGlobals());

test.each([
  ['a kind that is none', { kind: 'no-kind', before: 'DISABLED', after: 'SOURCE_IP' }],
  ['a value that is none', { kind: 'session-persistence', before: 'DISABLED', after: '{"type":7}' }],
])('a queued change of %s is told of and forgotten, never sent', async (_, rest) => {
  localStorage.setItem(placeOf(queued), JSON.stringify({ ...queued, ...rest }));
  render(<Toasts />);
  goOnWithQueued(owner);
  await screen.findByText(/^A queued change of web was not sent: this version of the panel cannot read it/);
  expect(hasQueued()).toBe(false);
  expect(changes.all()).toEqual([]);
  screen.getByRole('button', { name: 'Close notification' }).click();
});

test('what this page has queued itself stays kept when the tray comes after it', async () => {
  const subject = { region: 'ORD', id: '71' };
  const known = loadBalancer({ status: 'PENDING_UPDATE' });
  void changes.start({
    kind: persistenceKind,
    subject,
    name: 'web',
    before: disabled,
    after: enabled('SOURCE_IP'),
    reason: '',
    run: null,
    whenBusy: 'wait',
    known,
  });
  localStorage.setItem(
    placeOf(queued),
    JSON.stringify({ ...queued, kind: 'session-persistence', before: 'DISABLED', after: 'SOURCE_IP' }),
  );
  goOnWithQueued(owner);
  await new Promise((resolve) => setTimeout(resolve));
  expect(hasQueued()).toBe(true);
  changes.cancel('ORD/71');
  localStorage.clear();
});
