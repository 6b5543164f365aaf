import { QueryClientProvider } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { MemoryRouter } from 'react-router';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queryClient } from '../../../api/http/query-client.ts';
import { loadBalancer } from '../../../test/load-balancer.ts';
import { render } from '../../../test/render.tsx';
import { StatsSection } from './StatsSection.tsx';

const network = setupServer(
  http.get('*/api/ORD/loadbalancers/71/stats', () => HttpResponse.json({ currentConn: 41 })),
  http.get('*/api/ORD/loadbalancers/71/usage/current', () => HttpResponse.json({ loadBalancerUsageRecords: [] })),
);
beforeAll(() => network.listen());
afterAll(() => network.close());

test('counters and usage that cannot be refreshed say so and when they were read', async () => {
  const details = loadBalancer();
  render(
    <QueryClientProvider client={queryClient}>
      <MemoryRouter>
        <StatsSection target={details} details={details} />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  await screen.findByText('41');
  await screen.findByText('No traffic was recorded in the last 24 hours.');
  network.use(
    http.get('*/api/ORD/loadbalancers/71/*', () =>
      HttpResponse.json({ message: 'Out of order.', code: 500 }, { status: 500 }),
    ),
    http.get('*/usage/current', () => HttpResponse.json({ message: 'Out of order.', code: 500 }, { status: 500 })),
  );
  await queryClient.invalidateQueries();
  await screen.findByText(/^The counters could not be refreshed: Out of order. What you see is from/);
  await screen.findByText(/^The usage could not be refreshed: Out of order. What you see is from/);
  expect(screen.getByText('41')).toBeDefined();
});
