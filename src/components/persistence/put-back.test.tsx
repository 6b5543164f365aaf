import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { type ChangeRequest, persistenceChanges } from '../../api/changes/persistence-change.ts';
import { disabled, enabled } from '../../model/load-balancer.ts';
import { loadBalancer } from '../../test/load-balancer.ts';
import { Toasts } from '../notifications/Toasts.tsx';
import { putBack } from './put-back.ts';

test('a change that is put back while another one is under way is told not to be', async () => {
  const change: ChangeRequest = {
    ref: { region: 'ORD', id: '71' },
    name: 'web-frontend',
    before: disabled,
    after: enabled('SOURCE_IP'),
    reason: '',
    run: null,
    whenBusy: 'wait',
    known: loadBalancer({ status: 'PENDING_UPDATE' }),
  };
  render(<Toasts />);
  void persistenceChanges.start(change);
  putBack(change);
  await screen.findByText('A change of web-frontend is under way. Wait for it or cancel it.');
  expect(persistenceChanges.of(change.ref)?.after).toEqual(change.after);
  persistenceChanges.cancel(change.ref);
});
