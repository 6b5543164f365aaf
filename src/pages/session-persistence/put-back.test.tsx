import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { disabled, enabled } from '../../api/model.ts';
import { type ChangeRequest, persistenceChanges } from '../../api/persistence-change.ts';
import { Toasts } from '../../components/Toasts.tsx';
import { loadBalancer } from '../../test/load-balancer.ts';
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
