import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { StoredCheck } from '../../../api/checks/checks.ts';
import { queryClient } from '../../../api/http/query-client.ts';
import { createStore, useStore } from '../../../components/controls/use-store.ts';
import { runAt } from '../../../components/load-balancer/run-here.ts';
import { signInEnded } from '../../../components/session/session-expired.ts';
import type { LoadBalancerDetails } from '../../../model/load-balancer.ts';
import { enabled } from '../../../model/persistence.ts';
import { loadBalancer } from '../../../test/load-balancer.ts';
import { render } from '../../../test/render.tsx';
import { CheckStickiness } from './CheckStickiness.tsx';
import { LastCheck } from './LastCheck.tsx';

/** A check that was asked for, with what its answer is written by. */
interface Asked {
  readonly options: Record<string, unknown>;
  readonly answer: ReadableStreamDefaultController<Uint8Array>;
}
let asked: Asked[] = [];
let last: StoredCheck | null = null;
const network = setupServer(
  http.get('*/panel/checks', () => HttpResponse.json({ check: last })),
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
  last = null;
  queryClient.clear();
});
afterEach(() => network.resetHandlers());
afterAll(() => network.close());

const say = (check: Asked | undefined, ...lines: unknown[]) => {
  for (const line of lines) check?.answer.enqueue(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
};
const start = { target: { address: '127.10.0.4', port: 80, secure: false }, requests: 4, kept: 2, type: null };
const named = (node: string) => ({ group: 'kept', node, marker: 'header', error: null, answered: true }) as const;
const sticky = {
  verdict: { outcome: 'sticky', words: 'Sticky, all of it.' },
  strip: [named('n1'), named('n1')],
} as const;

const page = '/load-balancers/ORD/71';

/** The load balancer as last read. */
const read = createStore<LoadBalancerDetails>(loadBalancer());

function DetailPage() {
  const details = useStore(read);
  return (
    <>
      <CheckStickiness details={details} />
      <LastCheck target={details} details={details} />
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
  say(asked[0], start, { probe: named('n1') });
  await screen.findByText('1 of 1 on n1');
  await check();
  await checks(2);
  say(asked[1], start, { probe: named('n2') });
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

test('the last check stands there with its age until a new one is run', async () => {
  last = { ...start, ...sticky, at: new Date(Date.now() - 5.5 * 60_000).toISOString(), user: 'casey' };
  open();
  await screen.findByText('Sticky, all of it.');
  await screen.findByText('2 of 2 on n1');
  expect(screen.getByText(/^Last check/).closest('p')?.textContent).toMatch(/^Last check \d+ min ago by casey\.$/);
  await check();
  await checks(1);
  await waitFor(() => expect(screen.queryByText('Sticky, all of it.')).toBeNull());
  expect(screen.queryByText(/^Last check/)).toBeNull();
  last = { ...last, at: new Date().toISOString(), user: 'admin' };
  say(asked[0], start, { verdict: { outcome: 'cannot-tell', words: 'Cannot tell: why.' }, strip: [] });
  asked[0]?.answer.close();
  await screen.findByText('Cannot tell: why.');
  await waitFor(() => expect(screen.getByText(/^Last check/).closest('p')?.textContent).toContain('by admin'));
});

test('strip and verdict come into view when the check ends, and the strip is the one that the verdict is about', async () => {
  const shown: string[] = [];
  Element.prototype.scrollIntoView = function scrollIntoView(this: Element) {
    shown.push(this.textContent ?? '');
  };
  open();
  await check();
  await checks(1);
  say(asked[0], start, { probe: named('r1') }, { probe: named('r2') });
  await screen.findByText('r1 1 · r2 1');
  say(asked[0], {
    verdict: { outcome: 'cannot-tell', words: 'Cannot tell: these are no names.' },
    strip: [
      { ...named('r1'), node: null },
      { ...named('r2'), node: null },
    ],
  });
  asked[0]?.answer.close();
  await screen.findByText('2 from nodes unknown');
  expect(screen.queryByText('r1 1 · r2 1')).toBeNull();
  await waitFor(() => expect(shown.at(-1)).toContain('Cannot tell: these are no names.'));
});

test('where a check does not speak the protocol its buttons are off and say why, and none is sent by a link either', async () => {
  const router = open(loadBalancer({ protocol: 'MYSQL' }));
  const why = 'A check speaks HTTP and HTTPS; this load balancer is MYSQL.';
  for (const name of ['Check stickiness', 'Run the check']) {
    const button = screen.getByRole('button', { name, description: why });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    await user.click(button);
  }
  await router.navigate(...runAt(page));
  await waitFor(() => expect(router.state.location.state).toBeNull());
  expect(screen.getByRole('status').textContent).toContain(why);
  expect(asked).toHaveLength(0);
});
