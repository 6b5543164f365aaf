import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { expect, test } from 'vitest';
import { changePorts } from '../../api/changes/real-ports.ts';
import { detailsQuery } from '../../api/inventory/queries.ts';
import type { LoadBalancerDetails } from '../../model/load-balancer.ts';
import { enabled } from '../../model/persistence.ts';
import { loadBalancer } from '../../test/load-balancer.ts';
import { render } from '../../test/render.tsx';
import { ChangesTraySlot } from './ChangesTraySlot.tsx';

test('a reading that was begun before a change read its value back does not take its place', async () => {
  const queryClient = new QueryClient();
  const router = createMemoryRouter([{ path: '*', Component: ChangesTraySlot }]);
  render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  const former = loadBalancer();
  const { queryKey } = detailsQuery(former);
  queryClient.setQueryData(queryKey, former);
  const slow = Promise.withResolvers<LoadBalancerDetails>();
  const reading = queryClient.fetchQuery({ queryKey, queryFn: () => slow.promise, staleTime: 0 });

  const readBack = loadBalancer({ persistence: enabled('SOURCE_IP') });
  changePorts.onRead(readBack);
  expect(queryClient.getQueryData(queryKey)).toEqual(readBack);
  slow.resolve(former);
  await reading;
  expect(queryClient.getQueryData(queryKey)).toEqual(readBack);
  expect(queryClient.isFetching({ queryKey })).toBe(0);
});
