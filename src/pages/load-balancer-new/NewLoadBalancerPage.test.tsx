import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inventory } from '../../api/inventory/inventory.ts';
import { type Composition, compose, HttpResponse, http } from '../../test/composition.ts';
import { renderPage } from '../../test/render-page.tsx';

// A whole panel answers every request here: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: Composition;
beforeEach(async () => {
  world = await compose();
});
afterEach(async () => {
  sessionStorage.clear();
  inventory.clear();
  await world.close();
});

const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });

const field = (label: string) => screen.getByLabelText(label, { exact: true });

async function open(role: 'admin' | 'creator' | 'observer' = 'admin') {
  await world.signIn(role);
  const router = renderPage('/load-balancers/new');
  await screen.findByLabelText('Name', { exact: true });
  await screen.findAllByRole('option', { name: /shared with web-frontend/ });
  return router;
}

const press = () => user.click(screen.getByRole('button', { name: 'Create load balancer' }));

async function fillIn(name: string, values: Readonly<Record<string, string>> = {}) {
  for (const [label, value] of Object.entries({ Name: name, ...values })) {
    const at = field(label);
    if (at instanceof HTMLSelectElement) {
      await user.selectOptions(at, value);
      continue;
    }
    await user.clear(at);
    if (value !== '') await user.type(at, value.replaceAll('[', '[['));
  }
}

interface Row {
  readonly id: number;
  readonly name: string;
}

/** The region's load balancers of that name. */
async function named(name: string): Promise<readonly Row[]> {
  const { body } = await world.ask('ORD', 'GET', '/loadbalancers');
  return (body as { loadBalancers: Row[] }).loadBalancers.filter((each) => each.name === name);
}

/** Lets the region build until the text is there. */
const until = (text: RegExp) =>
  waitFor(
    () => {
      world.clock.advance(1_000);
      expect(document.body.textContent).toMatch(text);
    },
    { timeout: 30_000 },
  );

test('a creator makes one, pressed twice, and its record names it', async () => {
  await open('creator');
  await fillIn('made', { Port: '8077', Nodes: '10.20.4.6:8080', 'Session Persistence': 'SOURCE_IP' });
  const button = screen.getByRole('button', { name: 'Create load balancer' });
  await user.dblClick(button);
  await until(/made was created in ORD and is ACTIVE/);
  const [made, ...others] = await named('made');
  expect(others).toEqual([]);
  const { changes } = await (await fetch(`/panel/history?region=ORD&loadBalancerId=${made?.id}`)).json();
  expect(changes).toMatchObject([
    { operation: 'loadBalancers.create', verdict: 'confirmed', loadBalancerName: 'made' },
  ]);
});

test.each([
  ['Name', '', 'Must provide a name for the load balancer.'],
  ['Port', '70000', 'Load balancer port is invalid. Please specify a valid port.'],
  ['Nodes', '10.20.4.6', '“10.20.4.6” is no node'],
  ['Nodes', '10.20.4.6:99999', '10.20.4.6:99999'],
])('%s “%s” is refused at its field, and nothing is sent', async (label, value, words) => {
  await open();
  await fillIn('bad', { [label]: value });
  await press();
  await screen.findAllByText((text) => text.includes(words));
  expect(field(label).getAttribute('aria-invalid')).toBe('true');
  expect(await named('bad')).toEqual([]);
});

test('what does not fit the protocol is off with the reason, and the usual port goes with it', async () => {
  await open();
  const cookie = () => screen.getByRole<HTMLOptionElement>('option', { name: 'HTTP cookie' });
  expect(cookie().disabled).toBe(false);
  await fillIn('tls', { Protocol: 'HTTPS' });
  expect(cookie().disabled).toBe(true);
  expect(screen.getByText(/HTTP cookie does not fit protocol HTTPS\./)).toBeDefined();
  expect((field('Port') as HTMLInputElement).value).toBe('443');
  await fillIn('tls', { Port: '8443', Protocol: 'TCP' });
  expect((field('Port') as HTMLInputElement).value).toBe('8443');
});

test('an address is shared only where the port is free on it', async () => {
  await open();
  const shared = () => screen.queryAllByRole('option', { name: /shared with web-frontend$/ });
  await waitFor(() => expect(shared().length).toBeGreaterThan(0));
  await fillIn('beside', { 'Virtual IP': (shared()[0] as HTMLOptionElement).value });
  await fillIn('beside', { Port: '8001' });
  await press();
  await screen.findByText(/Port 8001 of .* belongs to web-frontend\./);
  await fillIn('beside', { Port: '8099' });
  await press();
  await until(/beside was created in ORD/);
});

test('the service’s refusal stands in the form, which keeps what was typed', async () => {
  await open();
  await world.control('fail', {
    operation: 'loadBalancers.create',
    times: 1,
    status: 413,
    body: '{"message":"Load balancer limit exceeded.","code":413}',
  });
  await fillIn('one-too-many', { Nodes: '10.20.4.6:80' });
  await press();
  await screen.findByText(/Load balancer limit exceeded/);
  expect((field('Nodes') as HTMLTextAreaElement).value).toBe('10.20.4.6:80');
  await press();
  await until(/one-too-many was created/);
});

test('an answer that is lost leaves the outcome unknown, sends nothing again, and finds what was made', async () => {
  await open();
  await fillIn('lost');
  world.network.use(
    http.post(
      '/api/ORD/loadbalancers',
      async ({ request }) => {
        await world.ask('ORD', 'POST', '/loadbalancers', await request.json());
        return HttpResponse.error();
      },
      { once: true },
    ),
  );
  await press();
  const alert = await screen.findByText(/Outcome unknown/);
  expect(await named('lost')).toHaveLength(1);
  await user.click(screen.getByRole('button', { name: 'Look for it' }));
  const [{ id } = { id: 0 }] = await named('lost');
  await within(alert.closest('[data-variant]') as HTMLElement).findByRole('link', { name: `ORD ${id}` });
  expect((field('Name') as HTMLInputElement).value).toBe('lost');
});

test('one that ends in ERROR is told so, with the way to it', async () => {
  await open();
  await fillIn('broken');
  await press();
  await waitFor(async () => expect(await named('broken')).toHaveLength(1));
  const [{ id } = { id: 0 }] = await named('broken');
  await world.control('status', { loadBalancerId: id, status: 'ERROR' });
  await until(/It ended in status ERROR/);
  expect(screen.getByRole('link', { name: 'Open it' }).getAttribute('href')).toBe(`/load-balancers/ORD/${id}`);
});

test('whoever goes on to another page while it is built stays there, and is told', async () => {
  const { router } = await open();
  await fillIn('later');
  await press();
  await screen.findByText(/The region is building it/);
  await act(() => router.navigate('/history'));
  await until(/later was created in ORD and is ACTIVE/);
  expect(router.state.location.pathname).toBe('/history');
  await user.click(screen.getByRole('button', { name: 'Open it' }));
  await screen.findByRole('heading', { name: 'later' });
});

test('an observer sees the form and why it cannot be sent', async () => {
  await open('observer');
  expect(screen.getByText(/lbaas:creator/)).toBeDefined();
});
