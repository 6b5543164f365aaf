import { QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { queryClient } from '../api/http/query-client.ts';
import { inventory } from '../api/inventory/inventory.ts';
import { routes } from '../routes.tsx';
import { TestTheme } from './render.tsx';

/** Opens an address of the panel with everything around it. Gives the router, to see where the page went. */
export function renderPage(path: string) {
  queryClient.clear();
  inventory.clear();
  const router = createMemoryRouter(routes, { initialEntries: [path] });
  const page = render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
    { wrapper: TestTheme },
  );
  return { router, ...page };
}
