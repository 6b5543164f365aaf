import { configure, screen, waitFor, within } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { changes } from '../../api/changes/changes.ts';
import { inventory } from '../../api/inventory/inventory.ts';
import { type Composition, compose, HttpResponse, http, settle } from '../../test/composition.ts';
import { renderPage } from '../../test/render-page.tsx';

let world: Composition;
beforeEach(async () => {
  world = await compose();
});
afterEach(async () => {
  for (const button of screen.queryAllByRole('button', { name: 'Close notification' })) button.click();
  for (const { key } of changes.all()) {
    changes.cancel(key);
    changes.dismiss(key);
  }
  await world.close();
});

type Role = 'admin' | 'creator' | 'observer';

// A whole panel answers every request here: on a busy machine that takes its time. What is under a dialog is hidden from queries by
// checks that cost more than the dialog itself, so they are left out.
configure({ defaultHidden: true });
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });
const name = 'Edit Session Persistence';
const dialog = () => screen.findByRole('dialog', { name });
const closed = () => waitFor(() => expect(screen.queryByRole('dialog', { name })).toBeNull());
const choice = (label: string) => screen.findByRole<HTMLInputElement>('radio', { name: label });
const choose = async (label: string) => user.click(await choice(label));
const press = async (label: string | RegExp) => user.click(await screen.findByRole('button', { name: label }));
const toasts = () => screen.getByRole('region', { name: 'Notifications' });
const says = (words: string | RegExp) => screen.findByText(words);

/** Opens the dialog by its address. */
async function open(loadBalancer: string, role: Role = 'admin') {
  await world.signIn(role);
  const id = await world.idOf('ORD', loadBalancer);
  const page = renderPage(`/load-balancers/ORD/${id}/session-persistence`);
  await screen.findByRole('radiogroup', { name: 'Session Persistence' });
  return { id, ...page };
}

/** Lets the region finish what it has accepted, once the dialog says so. */
async function finish() {
  await says('accepted (202)');
  world.clock.advance(settle);
}

/** Counts the writes that leave the page; `answer` may lose or replace what comes back. */
function countWrites(answer: (response: Response) => Response = (response) => response): { count: number } {
  const writes = { count: 0 };
  const forward = async ({ request }: { request: Request }) => {
    writes.count += 1;
    const headers = new Headers(request.headers);
    headers.set('origin', new URL(request.url).origin);
    return answer(await world.panel.fetch(new Request(request, { headers })));
  };
  world.network.use(http.put('*/sessionpersistence', forward), http.delete('*/sessionpersistence', forward));
  return writes;
}

describe('a change is done when it is active again and read back', () => {
  test('enable', async () => {
    const { id, router } = await open('web-frontend');
    expect((await choice('Disabled')).checked).toBe(true);
    expect((await screen.findByRole('button', { name: 'Save' })).getAttribute('aria-disabled')).toBe('true');
    await choose('HTTP cookie');
    await says(/Clients stick to a node from their next request/);
    await press('Enable session persistence');
    await says('accepted (202)');
    // The region stores the new value at once and gives it out; until it is live it is not said to be set now.
    await inventory.details.refreshAll();
    expect(screen.getByText('From').parentElement?.textContent).toBe('From Disabled to HTTP cookieHTTP_COOKIE');
    await finish();
    await says('verified as HTTP cookie');
    await closed();
    expect(await world.stored('ORD', id)).toBe('HTTP_COOKIE');
    expect(within(toasts()).getByText(/Session persistence of web-frontend is now HTTP cookie/)).toBeDefined();
    expect(router.state.location.pathname).toBe(`/load-balancers/ORD/${id}`);
    await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe(name));
  });

  test('change, which says who is affected before', async () => {
    const { id } = await open('checkout');
    await choose('Source IP');
    await says(/Affected: 3 nodes/);
    await press('Change to Source IP');
    await finish();
    await closed();
    expect(await world.stored('ORD', id)).toBe('SOURCE_IP');
  });

  test('disable, and revert from the toast', async () => {
    const { id } = await open('checkout');
    await choose('Disabled');
    await press('Disable session persistence');
    await finish();
    await closed();
    expect(await world.stored('ORD', id)).toBeNull();
    await user.click(within(toasts()).getByRole('button', { name: /^Revert to/ }));
    await finish();
    await says(/checkout is now HTTP cookie/);
    expect(await world.stored('ORD', id)).toBe('HTTP_COOKIE');
  });

  test('already disabled is a success', async () => {
    const { id } = await open('checkout');
    await choose('Disabled');
    await world.ask('ORD', 'DELETE', `/loadbalancers/${id}/sessionpersistence`);
    world.clock.advance(settle);
    await press('Disable session persistence');
    await closed();
    expect(within(toasts()).getByText(/checkout was already Disabled/)).toBeDefined();
  });

  test('a stored value that does not fit can be disabled', async () => {
    const { id } = await open('session-cache');
    expect((await choice('Source IP')).disabled).toBe(true);
    expect((await choice('Source IP')).checked).toBe(true);
    await says(/Source IP needs protocol HTTP or HTTPS; this load balancer is/);
    await choose('Disabled');
    await press('Disable session persistence');
    await finish();
    await closed();
    expect(await world.stored('ORD', id)).toBeNull();
  });

  test('an answer that is lost is looked up, never sent again', async () => {
    const { id } = await open('web-frontend');
    const writes = countWrites(() => HttpResponse.error());
    await choose('HTTP cookie');
    await press('Enable session persistence');
    await waitFor(async () => expect(await world.stored('ORD', id)).toBe('HTTP_COOKIE'));
    world.clock.advance(settle);
    await closed();
    expect(writes.count).toBe(1);
  });
});

describe('a change that ends otherwise keeps the dialog open with what was put in', () => {
  test('refused: the words of the service', async () => {
    const { id } = await open('web-frontend');
    const words = 'HTTP_COOKIE Session persistence is only valid with HTTP protocol with or without SSL termination.';
    await world.control('fail', { operation: 'sessionPersistence.enable', fault: 'SP400', message: words });
    await choose('HTTP cookie');
    await user.type(screen.getByLabelText(/Reason or change number/), 'CHG-1');
    await press('Enable session persistence');
    await says(words);
    expect((await choice('HTTP cookie')).checked).toBe(true);
    expect(screen.getByLabelText<HTMLInputElement>(/Reason or change number/).value).toBe('CHG-1');
    expect(await world.stored('ORD', id)).toBeNull();
  });

  test('refused, and staying on the way out: the words are still there', async () => {
    const { id } = await open('web-frontend');
    const words = 'HTTP_COOKIE Session persistence is only valid with HTTP protocol with or without SSL termination.';
    await world.control('fail', { operation: 'sessionPersistence.enable', fault: 'SP400', message: words });
    await choose('HTTP cookie');
    await press('Enable session persistence');
    await says(words);
    await choose('Source IP');
    await press('Cancel');
    await press('Keep editing');
    expect(within(await dialog()).getByText(words)).toBeDefined();
    await press('Cancel');
    await press('Discard');
    await closed();
    expect(changes.of({ region: 'ORD', id: String(id) })).toBeUndefined();
  });

  test('ends in ERROR: the stored value may not be live', async () => {
    const { id } = await open('web-frontend');
    await world.control('fail-job', { loadBalancerId: id });
    await choose('HTTP cookie');
    await press('Enable session persistence');
    await finish();
    await says(/ended in ERROR\. The stored value reads HTTP cookie but may not be live/);
    await says('ended in ERROR');
  });

  test('somebody else changed it: nothing is sent', async () => {
    const { id } = await open('web-frontend');
    const writes = countWrites();
    await choose('HTTP cookie');
    await world.ask('ORD', 'PUT', `/loadbalancers/${id}/sessionpersistence`, {
      sessionPersistence: { persistenceType: 'SOURCE_IP' },
    });
    world.clock.advance(settle);
    await press('Enable session persistence');
    await says(/Nothing was sent: .* was Disabled when you chose and is Source IP now/);
    expect(writes.count).toBe(0);
  });
});

test('a newer reading moves what is set now, never what was chosen', async () => {
  const { id } = await open('web-frontend');
  await choose('HTTP cookie');
  await world.ask('ORD', 'PUT', `/loadbalancers/${id}/sessionpersistence`, {
    sessionPersistence: { persistenceType: 'SOURCE_IP' },
  });
  world.clock.advance(settle);
  await inventory.details.refreshAll();
  await says(/was Disabled when you opened this dialog and is Source IP now/);
  expect((await choice('HTTP cookie')).checked).toBe(true);
  expect(screen.getByRole('button', { name: 'Change to HTTP cookie' })).toBeDefined();
});

describe('a load balancer that takes no change now', () => {
  test('PENDING_UPDATE: the change is queued, sent when it is ACTIVE, and kept in the tray', async () => {
    const { id } = await open('web-frontend');
    await world.control('status', { loadBalancerId: id, status: 'PENDING_UPDATE' });
    await inventory.details.refreshAll();
    // Said before anything is chosen.
    await says(/Locked while updating\. Your change will be sent when it is ACTIVE/);
    await choose('HTTP cookie');
    await press('Queue change to HTTP cookie');
    await says(/Queued: will be sent when the load balancer is ACTIVE/);
    await user.click(within(await dialog()).getByText('Close'));
    await closed();
    const tray = await screen.findByRole('region', { name: 'Changes' });
    within(tray).getByText(/Queued/);
    await world.control('status', { loadBalancerId: id, status: 'ACTIVE' });
    await finish();
    await says(/web-frontend is now HTTP cookie/);
    expect(await world.stored('ORD', id)).toBe('HTTP_COOKIE');
  });

  test('a queued change that is cancelled is never sent', async () => {
    const { id } = await open('web-frontend');
    const writes = countWrites();
    await world.control('status', { loadBalancerId: id, status: 'PENDING_UPDATE' });
    await choose('HTTP cookie');
    await press('Enable session persistence');
    await press('Cancel this change');
    await says('Cancelled. Nothing was sent.');
    expect(document.activeElement?.textContent).toBe('Cancelled. Nothing was sent.');
    expect((await choice('HTTP cookie')).checked).toBe(true);
    expect(writes.count).toBe(0);
  });

  test.each([
    ['legacy-portal', /ERROR and cannot be changed\. Its traffic still flows; contact support/],
    ['spring-sale', /is being deleted/],
  ])('%s says why', async (loadBalancer, words) => {
    await world.signIn('admin');
    const regionName = loadBalancer === 'legacy-portal' ? 'ORD' : 'DFW';
    const id = await world.idOf(regionName, loadBalancer);
    renderPage(`/load-balancers/${regionName}/${id}/session-persistence`);
    await within(await dialog()).findByText(words);
    for (const radio of await screen.findAllByRole<HTMLInputElement>('radio')) expect(radio.disabled).toBe(true);
    expect(screen.getByRole('button', { name: 'Save' }).getAttribute('aria-disabled')).toBe('true');
  });
});

describe('roles', () => {
  const description = (element: Element) =>
    (element.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent)
      .join(' ');

  test('a creator may enable but not disable, and learns before that it cannot be reverted', async () => {
    await open('web-frontend', 'creator');
    await choose('HTTP cookie');
    await press('Enable session persistence');
    await finish();
    await closed();
    expect(toasts().textContent).toMatch(/It cannot be reverted: Needs the role lbaas:admin/);
    expect(within(toasts()).queryByRole('button', { name: /^Revert to/ })).toBeNull();
    await press(name);
    const off = await choice('Disabled');
    expect(off.disabled).toBe(true);
    expect(description(off)).toContain('lbaas:admin');
  });

  test('an observer sees everything and can edit nothing', async () => {
    await open('checkout', 'observer');
    for (const radio of await screen.findAllByRole<HTMLInputElement>('radio')) {
      expect(radio.disabled).toBe(true);
      expect(description(radio)).toMatch(/Needs the role lbaas:(creator|admin)/);
    }
  });
});

test('Enter in a choice or in the reason sends nothing: it moves the focus to the button', async () => {
  await open('web-frontend');
  const writes = countWrites();
  await choose('Source IP');
  for (const field of [await choice('Source IP'), screen.getByLabelText('Reason or change number')]) {
    field.focus();
    await user.keyboard('{Enter}');
    expect(document.activeElement?.textContent).toBe('Enable session persistence');
  }
  expect(screen.queryByRole('list', { name: 'Progress' })).toBeNull();
  expect(writes.count).toBe(0);
});

describe('closing', () => {
  test('at once when nothing was changed', async () => {
    await open('web-frontend');
    await user.keyboard('{Escape}');
    await closed();
  });

  test('asks once when something was, and staying keeps it', async () => {
    await open('web-frontend');
    const writes = countWrites();
    await choose('Source IP');
    await user.keyboard('{Escape}');
    document.querySelector<HTMLFormElement>('[role=dialog] form')?.requestSubmit();
    await screen.findByRole('dialog', { name: 'Leave without saving?' });
    expect(screen.queryByRole('list', { name: 'Progress' })).toBeNull();
    expect(writes.count).toBe(0);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Leave without saving?' })).toBeNull());
    expect((await choice('Source IP')).checked).toBe(true);
    await press('Cancel');
    await press('Discard');
    await closed();
  });
});

describe('a load balancer that cannot be read', () => {
  test('unknown: says which id and region', async () => {
    await world.signIn('admin');
    renderPage('/load-balancers/ORD/99999/session-persistence');
    await says(/There is no load balancer 99999 in ORD/);
  });

  test('unknown region', async () => {
    await world.signIn('admin');
    renderPage('/load-balancers/MARS/71/session-persistence');
    await says(/Your account has no region MARS. Its regions are .*ORD/);
  });
});
