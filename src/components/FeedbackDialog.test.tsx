import { configure, render, screen, waitFor } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { afterEach, expect, test, vi } from 'vitest';
import FeedbackDialog from './FeedbackDialog.tsx';

configure({ asyncUtilTimeout: 15_000 });
afterEach(() => vi.unstubAllGlobals());

test('says the whole address that is sent with it, what was searched for included', async () => {
  const sent: { page: string }[] = [];
  vi.stubGlobal('fetch', async (_: string, { body }: { body: string }) => {
    sent.push(JSON.parse(body));
    return new Response(null, { status: 204 });
  });
  const router = createMemoryRouter([{ path: '*', element: <FeedbackDialog operation={null} /> }], {
    initialEntries: ['/load-balancers?search=shop'],
  });
  render(<RouterProvider router={router} />);
  const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });
  await user.type(await screen.findByLabelText('What should we know?'), 'Good.');
  const told = screen.getByText(/^Sent with it/).querySelector('code')?.textContent;
  await user.click(screen.getByRole('button', { name: 'Send feedback' }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(told).toBe(sent[0]?.page);
});
