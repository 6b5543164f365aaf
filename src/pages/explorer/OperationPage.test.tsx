import { QueryClientProvider } from '@tanstack/react-query';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { queryClient } from '../../api/http/query-client.ts';
import { type Session, type SessionState, sessionQuery } from '../../api/http/session.ts';
import { render } from '../../test/render.tsx';
import ExplorerPage from './ExplorerPage.tsx';

const session: Session = {
  provider: 'clb',
  user: 'admin',
  service: 'http://127.0.0.1:4100/v2.0',
  account: '100001',
  roles: ['admin'],
  regions: ['ORD', 'DFW'],
  endpoints: { ORD: 'http://127.0.0.1:4100/ord/v1.0/100001', DFW: 'http://127.0.0.1:4100/dfw/v1.0/100001' },
  expires: Date.now() + 3_600_000,
  local: true,
};

/** Calls that reached the panel server: method and path, and what answers each. */
let sent: { readonly call: string; answer(status: number): void }[] = [];
const network = setupServer(
  // A write reads name and value first, for the history.
  http.get('*/api/*', () => HttpResponse.json({ message: 'Object not Found', code: 404 }, { status: 404 })),
  http.all('*/api/*', ({ request }) => {
    const { promise, resolve } = Promise.withResolvers<HttpResponse<null>>();
    sent.push({
      call: `${request.method} ${new URL(request.url).pathname}`,
      answer: (status) => resolve(new HttpResponse(null, { status })),
    });
    return promise;
  }),
  http.post('*/panel/changes', () => HttpResponse.json({ id: 'c1', key: 'k1' }, { status: 201 })),
  http.get('*/panel/calls', () => HttpResponse.json({ calls: [], next: null })),
  http.post('*/panel/calls', () => HttpResponse.json({ id: '1' }, { status: 201 })),
  http.get('*/panel/favourites', () => HttpResponse.json({ favourites: [] })),
);
beforeAll(() => network.listen());
beforeEach(() => {
  sent = [];
});
afterEach(() => network.resetHandlers());
afterAll(() => network.close());

function open(address: string) {
  queryClient.clear();
  const state: SessionState = { signedIn: true, session };
  queryClient.setQueryData(sessionQuery.queryKey, state);
  const router = createMemoryRouter(
    [{ path: '/explorer/:operation', Component: ExplorerPage }, { path: '/elsewhere' }],
    {
      initialEntries: [address],
    },
  );
  render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return router;
}

const field = (name: string) => screen.getByLabelText<HTMLInputElement>(new RegExp(`^${name}`));
const submit = () => fireEvent.submit(screen.getByRole('form', { name: 'Call' }));

test('a link to a region that the account does not have keeps it, and says so', async () => {
  open('/explorer/sessionPersistence.disable?region=LON&loadBalancerId=71');
  await screen.findByText('Your account has no region LON. Its regions are ORD, DFW.');
  expect(field('Region').value).toBe('LON');
  fireEvent.change(field('Region'), { target: { value: 'DFW' } });
  expect(screen.queryByText(/has no region/)).toBeNull();
  submit();
  await waitFor(() =>
    expect(sent.map(({ call }) => call)).toEqual(['DELETE /api/DFW/loadbalancers/71/sessionpersistence']),
  );
});

test('who comes from another page, as by the palette, is at the operation; by its address, where the browser begins', async () => {
  const address = '/explorer/sessionPersistence.disable?region=ORD&loadBalancerId=71';
  const router = open(address);
  const heading = await screen.findByRole('heading', { level: 2, name: 'Disable session persistence' });
  expect(document.activeElement).toBe(document.body);
  await act(() => router.navigate('/elsewhere'));
  expect(heading.isConnected).toBe(false);
  await act(() => router.navigate(address));
  expect(document.activeElement).toBe(screen.getByRole('heading', { level: 2, name: 'Disable session persistence' }));
});

test('Enter pressed again while a call is on its way sends nothing twice', async () => {
  open('/explorer/sessionPersistence.disable?region=ORD&loadBalancerId=71');
  submit();
  await waitFor(() => expect(sent).toHaveLength(1));
  submit();
  fireEvent.click(screen.getByRole('button', { name: 'Mock API call' }));
  submit();
  sent[0]?.answer(202);
  await screen.findByText('202 Accepted');
  expect(sent).toHaveLength(1);
  submit();
  await waitFor(() => expect(sent).toHaveLength(2));
  sent[1]?.answer(422);
  await screen.findByText('422 Unprocessable');
});

test('a replayed write is filled in with its body, which the list of calls leaves out', async () => {
  const call = {
    id: '0'.repeat(32),
    at: new Date().toISOString(),
    operation: 'sessionPersistence.enable',
    region: 'DFW',
    method: 'PUT',
    path: '/loadbalancers/72/sessionpersistence',
    status: 202,
    duration: 5,
    size: 0,
    requestId: null,
  };
  const requestBody = '{"sessionPersistence":{"persistenceType":"SOURCE_IP"}}';
  network.use(
    http.get('*/panel/calls', () => HttpResponse.json({ calls: [call], next: null })),
    http.get('*/panel/calls/*', () =>
      HttpResponse.json({ ...call, requestBody, responseHeaders: {}, responseBody: null }),
    ),
  );
  open('/explorer/sessionPersistence.enable?region=ORD&loadBalancerId=71');
  fireEvent.click(await screen.findByRole('button', { name: /^Replay/ }));
  await waitFor(() => expect(field('Load balancer id').value).toBe('72'));
  const source = screen.getByRole('radio', { name: /SOURCE_IP|Source IP/ });
  expect((source as HTMLInputElement).checked).toBe(true);
});

test('Back within one operation fills in what the address says', async () => {
  const router = open('/explorer/loadBalancers.show?region=ORD&loadBalancerId=71');
  const id = () => field('Load balancer id');
  fireEvent.change(id(), { target: { value: '72' } });
  fireEvent.blur(id());
  await waitFor(() => expect(router.state.location.search).toContain('loadBalancerId=72'));
  await router.navigate('/explorer/loadBalancers.show?region=DFW&loadBalancerId=9');
  await waitFor(() => expect(id().value).toBe('9'));
  await router.navigate(-1);
  await waitFor(() => expect(id().value).toBe('72'));
  expect(field('Region').value).toBe('ORD');
});
