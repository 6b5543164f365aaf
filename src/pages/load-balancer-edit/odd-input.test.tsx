import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { exampleKey } from '../../../contract/clb/schemas/example-certificate.ts';
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
  sessionStorage.clear();
  await world.close();
});

configure({ defaultHidden: true });
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });

const dialog = () => screen.getByRole('dialog');
const says = (words: string | RegExp) => within(dialog()).findByText(words);
const field = (label: string) => within(dialog()).getByLabelText<HTMLInputElement>(label);
const tick = async (label: string) => user.click(screen.getByRole('checkbox', { name: label }));
const press = async (name: string | RegExp) => user.click(within(dialog()).getByRole('button', { name }));
/** Puts a text into a field as it is and leaves it, as typing cannot for every character. */
function put(label: string, text: string) {
  fireEvent.change(field(label), { target: { value: text } });
  fireEvent.blur(field(label));
}

async function openAt(id: string | number, edit: string) {
  const page = renderPage(`/load-balancers/ORD/${id}/${edit}`);
  await screen.findByText('Now:');
  return { id, ...page };
}

async function open(loadBalancer: string, edit: string) {
  await world.signIn('admin');
  return openAt(await world.idOf('ORD', loadBalancer), edit);
}

/** Lets the region finish what it has accepted. */
async function finish() {
  await says('accepted (202)');
  world.clock.advance(settle);
}

const stored = async (id: number | string) =>
  (await world.ask('ORD', 'GET', `/loadbalancers/${id}`)).body as {
    loadBalancer: { name: string; timeout: number; nodes: { id: number }[] };
  };

/** Sends a change past the panel and lets it come into force. */
async function set(path: string, body: unknown) {
  await world.ask('ORD', 'PUT', path, body);
  world.clock.advance(settle);
}

test('a private key is kept nowhere, whatever becomes of its field', async () => {
  await open('web-frontend', 'ssl-termination');
  await tick('Decrypt secure traffic');
  put('Private key', exampleKey);
  await tick('Decrypt secure traffic');
  const secret = exampleKey.split('\n')[2] ?? '';
  await waitFor(() => expect(Object.keys(sessionStorage).join()).toContain('holdfast-typed'));
  expect(JSON.stringify({ ...sessionStorage, ...localStorage })).not.toContain(secret);
});

test('a later reading that fails takes away neither the form nor what was typed', async () => {
  await open('web-frontend', 'error-page');
  await tick('Show a page of your own');
  put('Content', '<h1>Back soon</h1>');
  world.network.use(http.get('*/errorpage', () => new HttpResponse(null, { status: 503 })));
  await inventory.details.refreshAll();
  await says('Try again');
  expect(field('Content').value).toBe('<h1>Back soon</h1>');
  world.network.resetHandlers();
  await press('Try again');
  await waitFor(() => expect(within(dialog()).queryByText('Try again')).toBeNull());
  expect(field('Content').value).toBe('<h1>Back soon</h1>');
});

test('what was chosen after an address had chosen survives a reload of the page', async () => {
  await world.signIn('admin');
  const id = await world.idOf('ORD', 'web-frontend');
  const edit = `nodes/${(await stored(id)).loadBalancer.nodes[0]!.id}?condition=DRAINING`;
  const { unmount } = await openAt(id, edit);
  await user.selectOptions(field('Condition'), 'DISABLED');
  const kept = { ...sessionStorage };
  unmount();
  Object.assign(sessionStorage, kept);
  await openAt(id, edit);
  expect(field('Condition').value).toBe('DISABLED');
});

test('a value that is no choice is shown as it is', async () => {
  world.network.use(
    http.get(/\/loadbalancers\/\d+$/, async ({ request }) => {
      const answer = await world.panel.fetch(request);
      const body = await answer.json();
      return HttpResponse.json({ loadBalancer: { ...body.loadBalancer, algorithm: 'FASTEST' } });
    }),
  );
  await open('web-frontend', 'edit');
  expect(field('Algorithm').value).toBe('FASTEST');
  put('Timeout', '60');
  await waitFor(() => expect(dialog().querySelector('pre')?.textContent).toBe('{"loadBalancer":{"timeout":60}}'));
});

test('weight is changed only where the answers show it', async () => {
  await world.signIn('admin');
  const id = await world.idOf('ORD', 'web-frontend');
  await openAt(id, `nodes/${(await stored(id)).loadBalancer.nodes[0]!.id}`);
  expect(field('Weight').disabled).toBe(true);
  await says(/^Weight counts with a weighted algorithm only/);
});

test('a name with spaces at its end is not changed by a change of something else', async () => {
  await world.signIn('admin');
  const id = await world.idOf('ORD', 'web-frontend');
  await set(`/loadbalancers/${id}`, { loadBalancer: { name: 'web ' } });
  await openAt(id, 'edit');
  await says('No changes yet.');
  put('Timeout', '60');
  await press('Change configuration');
  await finish();
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect((await stored(id)).loadBalancer).toMatchObject({ name: 'web ', timeout: 60 });
});

test('half of a character is told at its field and not sent', async () => {
  await open('web-frontend', 'edit');
  put('Name', 'web\ud800');
  await says(/^It holds half of a character/);
  expect(field('Name').getAttribute('aria-invalid')).toBe('true');
  await press('Change configuration');
  expect(changes.all()).toEqual([]);
});

test('a monitor by HTTP without a status regex is told at its field', async () => {
  await open('web-frontend', 'health-monitor');
  await user.selectOptions(field('Type'), 'HTTP');
  put('Status regex', ' ');
  await says('Must provide a status regex for the health monitor.');
  expect(field('Status regex').getAttribute('aria-invalid')).toBe('true');
});

test('of a node that somebody removed meanwhile it is said that the node is gone', async () => {
  await world.signIn('admin');
  const id = await world.idOf('ORD', 'web-frontend');
  const node = (await stored(id)).loadBalancer.nodes[0]!.id;
  await openAt(id, `nodes/${node}?condition=DRAINING`);
  await world.ask('ORD', 'DELETE', `/loadbalancers/${id}/nodes/${node}`);
  world.clock.advance(settle);
  await press(/^Change node/);
  await says(`Node ${node} of web-frontend does not exist any more.`);
});

test('a change that stops between its steps says what is made', async () => {
  await world.signIn('admin');
  const id = await world.idOf('ORD', 'web-frontend');
  await world.ask('ORD', 'POST', `/loadbalancers/${id}/accesslist`, {
    accessList: [{ address: '192.0.2.7', type: 'DENY' }],
  });
  world.clock.advance(settle);
  const { unmount } = await openAt(id, 'access-list');
  put('Access rules', 'ALLOW 192.0.2.7\nDENY 192.0.2.8');
  world.network.use(
    http.post('*/accesslist', () => HttpResponse.json({ message: 'No more rules today.', code: 400 }, { status: 400 })),
  );
  await press('Change access control');
  await finish();
  await says(
    /Part of the change is made: access control of web-frontend was 1 Access Rule and was then set to 0 Access Rules/,
  );
  expect(field('Access rules').value).toBe('ALLOW 192.0.2.7\nDENY 192.0.2.8');
  unmount();
  await openAt(id, 'access-list');
  expect(field('Access rules').value).toBe('ALLOW 192.0.2.7\nDENY 192.0.2.8');
});

test('a name is typed as it is seen to delete what bears it, and what is deleted is gone, not active', async () => {
  await world.signIn('admin');
  const id = await world.idOf('ORD', 'web-frontend');
  await set(`/loadbalancers/${id}`, { loadBalancer: { name: 'web  <b>front</b>' } });
  await openAt(id, 'delete');
  put('Name', 'web <b>front</b>');
  await press('Delete load balancer');
  await finish();
  await says('gone');
  expect(within(dialog()).queryByText('active again')).toBeNull();
});

test('an id that the service reads as another one is none', async () => {
  await world.signIn('admin');
  const id = await world.idOf('ORD', 'web-frontend');
  renderPage(`/load-balancers/ORD/0${id}/edit`);
  await screen.findByText(
    `There is no load balancer 0${id} in ORD. It may have been deleted, or it belongs to another account or region.`,
  );
});

test('a refusal that stood at its field is gone when the field is changed, and does not come again elsewhere', async () => {
  await open('web-frontend', 'connection-throttle');
  await tick('Limit the connections of one client');
  put('Maximum connections', '500');
  const message = 'Must provide a valid maximum connections range.';
  await world.control('fail', { operation: 'connectionThrottle.set', fault: 'VAL400', message });
  await press('Enable connection throttling');
  await says(message);
  put('Maximum connections', '400');
  expect(within(dialog()).queryByText(message)).toBeNull();
});

test('another protocol says at its field what is in its way', async () => {
  await world.signIn('admin');
  const id = await world.idOf('ORD', 'web-frontend');
  await set(`/loadbalancers/${id}/healthmonitor`, {
    healthMonitor: { type: 'HTTP', delay: 10, timeout: 5, attemptsBeforeDeactivation: 2, path: '/', statusRegex: '.*' },
  });
  await set(`/loadbalancers/${id}/contentcaching`, { contentCaching: { enabled: true } });
  await openAt(id, 'edit');
  await user.selectOptions(field('Protocol'), 'TCP');
  await press('Change configuration');
  await says(/Change Health Monitoring first: HTTP does not fit protocol TCP\./);
  expect(field('Protocol').getAttribute('aria-invalid')).toBe('true');
  expect(changes.all()).toEqual([]);
});
