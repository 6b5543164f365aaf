import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { manualClock } from '../../../contract/shared/clock.ts';
import { persistenceInPlan } from '../../api/bulk/persistence-in-plan.ts';
import type { BulkPorts } from '../../api/bulk/ports.ts';
import { BulkRun } from '../../api/bulk/run.ts';
import type { StoredItem, StoredRun } from '../../api/bulk/types.ts';
import { changePorts } from '../../api/changes/real-ports.ts';
import type { ChangeKind } from '../../api/providers/change-kind.ts';
import { clb } from '../../api/providers/clb/clb.ts';
import { render } from '../../test/render.tsx';
import { RunProgress } from './RunProgress.tsx';

const stored: StoredRun = {
  id: 'run-1',
  service: 'http://127.0.0.1:4100/v2.0',
  account: '100001',
  user: 'admin',
  created: 0,
  takesBack: null,
  choice: { state: 'enabled', type: 'SOURCE_IP' },
  reason: '',
  stopOnError: true,
  waitForLocked: false,
  started: 1_000,
  ended: null,
  endedBecause: null,
};

const sending: StoredItem = {
  index: 0,
  region: 'ORD',
  id: '71',
  name: 'web-frontend',
  target: null,
  expected: null,
  before: { state: 'disabled' },
  protocol: 'HTTP',
  status: 'ACTIVE',
  planned: null,
  state: { at: 'under-way', step: 'sending', since: 2_000 },
  record: null,
};

const world: BulkPorts = {
  ...changePorts,
  clock: manualClock(),
  storage: {
    load: async () => null,
    saveRun: async () => undefined,
    saveAll: async () => undefined,
    saveItems: async () => undefined,
  },
  session: () => ({ user: 'admin', roles: ['lbaas:admin'] }),
  provider: () => clb,
  planDetails: changePorts.details,
  row: () => undefined,
  catchUp: async () => undefined,
  kindOf: () => persistenceInPlan as ChangeKind<unknown>,
  recordsOf: async () => Promise.reject(new Error('The history does not answer.')),
};

test('a run that has ended and cannot be gone on with is not called paused', async () => {
  const run = new BulkRun(stored, [sending], world);
  await run.goOn();
  expect(run.snapshot()).toMatchObject({ phase: 'ended', problem: 'The history does not answer.' });
  render(<RunProgress snapshot={run.snapshot()} />);
  expect(screen.getByText(/closed or reloaded/)).toBeDefined();
  expect(screen.queryByText(/press resume/i)).toBeNull();
  expect(screen.queryByText(/paused/i)).toBeNull();
});

test('says when the browser refuses to store the run any further, as when its storage is full', async () => {
  const full = async () => Promise.reject(new DOMException('The quota has been exceeded.', 'QuotaExceededError'));
  const run = new BulkRun(stored, [sending], {
    ...world,
    storage: { ...world.storage, saveRun: full, saveAll: full, saveItems: full },
  });
  const { rerender } = render(<RunProgress snapshot={run.snapshot()} />);
  expect(screen.queryByText(/does not let the panel store/)).toBeNull();
  await run.keep();
  await run.goOn();
  rerender(<RunProgress snapshot={run.snapshot()} />);
  expect(screen.getByText(/does not let the panel store/)).toBeDefined();
});
