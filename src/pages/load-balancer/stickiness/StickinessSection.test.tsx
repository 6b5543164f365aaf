import { act, configure, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createStore, useStore } from '../../../components/controls/use-store.ts';
import { runAt } from '../../../components/load-balancer/run-here.ts';
import { signInEnded } from '../../../components/session/session-expired.ts';
import type { LoadBalancerDetails } from '../../../model/load-balancer.ts';
import { enabled } from '../../../model/persistence.ts';
import { loadBalancer } from '../../../test/load-balancer.ts';
import { CheckStickiness } from './CheckStickiness.tsx';
import { StickinessSection } from './StickinessSection.tsx';

// On a busy machine every step takes its time.
configure({ asyncUtilTimeout: 15_000 });

/** A check that was asked for, with what its answer is written by. */
interface Asked {
  readonly options: Record<string, unknown>;
  readonly answer: ReadableStreamDefaultController<Uint8Array>;
}
let asked: Asked[] = [];
const network = setupServer(
  http.post('*/panel/checks', async ({ request }) => {
    const options = (await request.json()) as Record<string, unknown>;
    const lines = new ReadableStream<Uint8Array>({
      start(answer) {
        asked.push({ options, answer });
      },
    });
    return new HttpResponse(lines, { headers: { 'content-type': 'application/x-ndjson' } });
  }),
);
beforeAll(() => network.listen());
beforeEach(() => {
  asked = [];
});
afterEach(() => network.resetHandlers());
afterAll(() => network.close());

const say = (check: Asked | undefined, ...lines: unknown[]) => {
  for (const line of lines) check?.answer.enqueue(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
};
const start = { target: { address: '127.10.0.4', port: 80, secure: false }, requests: 4, type: null };
const sticky = { verdict: { outcome: 'sticky', words: 'Sticky, all of it.' } };

const page = '/load-balancers/ORD/71';

/** The load balancer as last read. */
const read = createStore<LoadBalancerDetails>(loadBalancer());

function DetailPage() {
  const details = useStore(read);
  return (
    <>
      <CheckStickiness details={details} />
      <StickinessSection target={details} details={details} />
    </>
  );
}

function open(details: LoadBalancerDetails = loadBalancer()) {
  read.set(details);
  const routes = [
    { path: '/load-balancers/:region/:id', Component: DetailPage },
    { path: '/', element: 'The list' },
  ];
  const router = createMemoryRouter(routes, { initialEntries: ['/', page] });
  render(<RouterProvider router={router} />);
  return router;
}

const user = userEvent.setup({ delay: null });
const check = () => user.click(screen.getByRole('button', { name: 'Check stickiness' }));
const checks = (count: number) => waitFor(() => expect(asked).toHaveLength(count));

test('a check that is asked for while another one runs takes its place', async () => {
  open();
  await check();
  await checks(1);
  say(asked[0], start, { probe: { group: 'kept', node: 'n1', marker: 'header', error: null } });
  await screen.findByText('1 of 1 on n1');
  await check();
  await checks(2);
  say(asked[1], start, { probe: { group: 'kept', node: 'n2', marker: 'header', error: null } });
  await screen.findByText('1 of 1 on n2');
  say(asked[1], sticky);
  asked[1]?.answer.close();
  await screen.findByText('Sticky, all of it.');
  expect(screen.queryByRole('button', { name: 'Stop' })).toBeNull();
});

test('going on and coming back sends no check by itself', async () => {
  const router = open();
  await router.navigate(...runAt(page));
  await checks(1);
  say(asked[0], start, sticky);
  asked[0]?.answer.close();
  await screen.findByText('Sticky, all of it.');
  await router.navigate('/');
  await screen.findByText('The list');
  await router.navigate(-1);
  await screen.findByRole('button', { name: 'Run the check' });
  expect(router.state.location.state).toBeNull();
  await check();
  await checks(2);
});

test('a verdict about another persistence than the one that is set now says so', async () => {
  open(loadBalancer({ persistence: enabled('HTTP_COOKIE') }));
  await check();
  await checks(1);
  say(asked[0], { ...start, type: 'HTTP_COOKIE' }, sticky);
  asked[0]?.answer.close();
  await screen.findByText('Sticky, all of it.');
  const outdated = 'Session persistence was HTTP cookie then and is Disabled now. Run the check again.';
  expect(screen.queryByText(outdated)).toBeNull();
  act(() => read.set(loadBalancer()));
  await screen.findByText(outdated);
});

test('the secure port is not asked for once there is none', async () => {
  const sslTermination = { enabled: true, securePort: 443, secureTrafficOnly: false };
  open(loadBalancer({ sslTermination }));
  await user.click(screen.getByText('Options'));
  await user.click(screen.getByRole('checkbox', { name: 'Use the secure port 443' }));
  act(() => read.set(loadBalancer()));
  await check();
  await checks(1);
  expect(asked[0]?.options).toMatchObject({ secure: false });
});

test('a check after the sign-in has ended asks to sign in again', async () => {
  network.use(
    http.post('*/panel/checks', () =>
      HttpResponse.json({ error: { code: 'signed-out', message: 'Your sign-in has expired.' } }, { status: 401 }),
    ),
  );
  open();
  await check();
  await screen.findByText('Your sign-in has expired.');
  expect(signInEnded.get()).toBe(true);
});
