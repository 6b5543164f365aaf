import { QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { MemoryRouter } from 'react-router';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { queryClient } from '../../../api/http/query-client.ts';
import { sessionQuery } from '../../../api/http/session.ts';
import { loadBalancer, nodes } from '../../../test/load-balancer.ts';
import { render } from '../../../test/render.tsx';
import { signedIn } from '../../../test/signed-in.ts';
import { SessionTableSection } from './SessionTableSection.tsx';

let clients = 0;
const network = setupServer(
  http.get('*/api/ORD/extras/loadbalancers/71/sessions', () =>
    HttpResponse.json({
      persistenceType: 'SOURCE_IP',
      notCarried: null,
      sessions: Array.from({ length: clients }, (_, index) => ({
        client: `10.0.0.${index + 1}`,
        nodeId: 1,
        expires: 1_800,
      })),
    }),
  ),
);
beforeAll(() => network.listen());
beforeEach(() => {
  queryClient.clear();
  queryClient.setQueryData(sessionQuery.queryKey, signedIn({ regions: ['ORD'] }));
});
afterEach(() => network.resetHandlers());
afterAll(() => network.close());

function open() {
  const details = loadBalancer({ nodes: nodes(2) });
  render(
    <QueryClientProvider client={queryClient}>
      <MemoryRouter>
        <SessionTableSection target={details} details={details} />
      </MemoryRouter>
    </QueryClientProvider>,
  );
}
const readAgain = () => queryClient.invalidateQueries({ queryKey: ['sessionTable'] });

test('a filter stays in sight, to be cleared, when clients leave', async () => {
  clients = 12;
  open();
  const filter = await screen.findByRole('searchbox', { name: 'Filter by client or node' });
  fireEvent.change(filter, { target: { value: '10.0.0.12' } });
  expect(screen.getAllByRole('button', { name: /^Forget/ })).toHaveLength(1);
  clients = 3;
  await readAgain();
  await screen.findByText('No client or node matches “10.0.0.12”.');
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: '' } });
  expect(screen.getAllByRole('button', { name: /^Forget/ })).toHaveLength(3);
});

test('a table that cannot be refreshed says so and when it was read', async () => {
  clients = 2;
  open();
  await screen.findByRole('button', { name: 'Forget 10.0.0.1' });
  network.use(
    http.get('*/sessions', () => HttpResponse.json({ message: 'Out of order.', code: 500 }, { status: 500 })),
  );
  await readAgain();
  await screen.findByText(/The table could not be refreshed: Out of order. What you see is from/);
  expect(screen.getAllByRole('button', { name: /^Forget/ })).toHaveLength(2);
});

test('a client that is forgotten stands in the history with the name, its node and the outcome', async () => {
  clients = 1;
  const told: unknown[] = [];
  network.use(
    http.post('*/panel/changes', async ({ request }) => {
      told.push(await request.json());
      return HttpResponse.json({ id: 'c1', key: 'k1' }, { status: 201 });
    }),
    http.delete('*/api/ORD/extras/loadbalancers/71/sessions/:client', ({ request }) => {
      const change = request.headers.get('x-holdfast-change');
      return new HttpResponse(null, { status: 204, headers: change ? { 'x-holdfast-change': change } : {} });
    }),
    http.post('*/panel/history/c1/verdict', async ({ request }) => {
      told.push(await request.json());
      return new HttpResponse(null, { status: 204 });
    }),
  );
  open();
  fireEvent.click(await screen.findByRole('button', { name: /^Forget/ }));
  await waitFor(() => expect(told).toHaveLength(2));
  expect(told).toEqual([
    {
      region: 'ORD',
      operation: 'sessions.forget',
      subject: { loadBalancerId: '71', part: null },
      name: loadBalancer({}).name,
      before: expect.stringMatching(/^10\.0\.0\.1 on \S+:\d+$/),
      after: 'none',
      reason: null,
      run: null,
    },
    { verdict: 'confirmed', detail: 'The region has forgotten it.', key: 'k1' },
  ]);
});
