import { screen, waitFor, within } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { changes } from '../../api/changes/changes.ts';
import { persistenceKind } from '../../api/changes/persistence-kind.ts';
import { subjectKey } from '../../model/load-balancer.ts';
import { disabled, enabled } from '../../model/persistence.ts';
import { announced } from '../../test/announced.ts';
import { type Composition, compose, settle } from '../../test/composition.ts';
import { renderPage } from '../../test/render-page.tsx';

// A whole panel answers every request here: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: Composition;
let id: number;
beforeEach(async () => {
  world = await compose();
  id = await world.idOf('ORD', 'web-frontend');
  await world.ask('ORD', 'DELETE', `/loadbalancers/${id}/sessionpersistence`);
  world.clock.advance(settle);
});
afterEach(async () => {
  for (const { key } of changes.all()) {
    changes.cancel(key);
    changes.dismiss(key);
  }
  await world.close();
});

const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });
const body = (persistenceType: string) => ({ sessionPersistence: { persistenceType } });
const changedByOthers = (type: string) =>
  world.ask('ORD', 'PUT', `/loadbalancers/${id}/sessionpersistence`, body(type));

/** Changes Disabled to HTTP cookie through the panel, and opens what takes that back. */
async function open(meanwhile: () => Promise<unknown> = async () => undefined) {
  await world.signIn('admin');
  const answer = await fetch(`/api/ORD/loadbalancers/${id}/sessionpersistence`, {
    method: 'PUT',
    headers: await announced(id, { before: 'DISABLED', after: 'HTTP_COOKIE' }),
    body: JSON.stringify(body('HTTP_COOKIE')),
  });
  expect(answer.status).toBe(202);
  world.clock.advance(settle);
  await meanwhile();
  renderPage('/history');
  await user.click(await screen.findByRole('button', { name: 'Revert the change of web-frontend' }));
  const dialog = await screen.findByRole('dialog', { name: 'Revert' });
  // Looked for each time: a button with a reason stands in a tooltip.
  const button = () => within(dialog).getByRole('button', { name: 'Revert to Disabled' });
  await waitFor(() => expect(button().getAttribute('aria-busy')).toBeNull());
  return { dialog, button };
}

test('sends nothing where somebody changed the value while the dialog stood open', async () => {
  const { dialog, button } = await open();
  await changedByOthers('SOURCE_IP');
  world.clock.advance(settle);
  await user.click(button());
  await within(dialog).findByText(/^Nothing was sent: .*HTTP cookie when you chose and is Source IP now/);
  expect(await world.stored('ORD', id)).toBe('SOURCE_IP');
});

test('sends nothing over a later change that was still being applied when it was read', async () => {
  const { dialog, button } = await open(() => changedByOthers('SOURCE_IP'));
  await user.click(button());
  await within(dialog).findByText(/You may close this/);
  world.clock.advance(settle);
  await within(dialog).findByText(/^Nothing was sent: .*HTTP cookie when you chose and is Source IP now/);
  expect(await world.stored('ORD', id)).toBe('SOURCE_IP');
});

test('does not take another change that is under way for its own', async () => {
  const { dialog, button } = await open(async () => {
    await world.ask('ORD', 'PUT', `/loadbalancers/${id}`, { loadBalancer: { algorithm: 'RANDOM' } });
    void changes.start({
      kind: persistenceKind,
      subject: { region: 'ORD', id: String(id) },
      name: 'web-frontend',
      before: enabled('HTTP_COOKIE'),
      after: enabled('SOURCE_IP'),
      reason: '',
      run: null,
      whenBusy: 'wait',
    });
  });
  await waitFor(() => expect(changes.all()[0]?.state.at).toBe('queued'));
  expect(button().getAttribute('aria-disabled')).toBe('true');
  expect(within(dialog).getAllByText(/Another change of web-frontend is under way/).length).toBeGreaterThan(0);
  await user.click(button());
  expect(within(dialog).queryByText(/You may close this/)).toBeNull();
  changes.cancel(subjectKey({ region: 'ORD', id: String(id) }));
  await waitFor(() => expect(button().getAttribute('aria-disabled')).toBeNull());
  world.clock.advance(settle);
  await user.click(button());
  await waitFor(() => expect(changes.all()[0]?.after).toEqual(disabled));
});
