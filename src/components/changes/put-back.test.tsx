import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { type ChangeRequest, changeKey } from '../../api/changes/change.ts';
import { changes } from '../../api/changes/changes.ts';
import { persistenceKind } from '../../api/changes/persistence-kind.ts';
import { disabled, enabled, type Persistence } from '../../model/persistence.ts';
import { loadBalancer } from '../../test/load-balancer.ts';
import { render } from '../../test/render.tsx';
import { Toasts } from '../notifications/Toasts.tsx';
import { putBack } from './put-back.ts';

test('a change that is reverted while another one is under way is told not to be', async () => {
  const change: ChangeRequest<Persistence> = {
    kind: persistenceKind,
    subject: { region: 'ORD', id: '71' },
    name: 'web-frontend',
    before: disabled,
    after: enabled('SOURCE_IP'),
    reason: '',
    run: null,
    whenBusy: 'wait',
    known: loadBalancer({ status: 'PENDING_UPDATE' }),
  };
  render(<Toasts />);
  void changes.start(change);
  putBack(change);
  await screen.findByText('A change of web-frontend is under way. Wait for it or cancel it.');
  expect(changes.of(change.subject)?.after).toEqual(change.after);
  changes.cancel(changeKey(change));
});
