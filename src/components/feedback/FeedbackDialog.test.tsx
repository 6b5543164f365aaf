import { screen, waitFor } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { afterAll, expect, test, vi } from 'vitest';
import { render } from '../../test/render.tsx';
import FeedbackDialog from './FeedbackDialog.tsx';

afterAll(() => vi.unstubAllGlobals());

interface Sent {
  page: string;
  operation: string | null;
}

/** Opens feedback over a page and sends some: the address that it says is sent with it, and what is. */
async function send(page: string, question: string): Promise<{ told: string | undefined; sent: Sent | undefined }> {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', async (_: string, { body }: { body: string }) => {
    sent.push(JSON.parse(body));
    return new Response(null, { status: 204 });
  });
  const router = createMemoryRouter([{ path: '*', Component: FeedbackDialog }], {
    initialEntries: [page],
  });
  render(<RouterProvider router={router} />);
  const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });
  await user.type(await screen.findByLabelText(question), 'Good.');
  const told =
    screen
      .getByText(/^Sent with it/)
      .closest('p')
      ?.querySelector('code')?.textContent ?? undefined;
  await user.click(screen.getByRole('button', { name: 'Send feedback' }));
  await waitFor(() => expect(sent).toHaveLength(1));
  return { told, sent: sent[0] };
}

test('says the whole address that is sent with it, what was searched for included', async () => {
  const { told, sent } = await send('/load-balancers?search=shop', 'Your feedback');
  expect(told).toBe('/load-balancers?search=shop');
  expect(sent).toMatchObject({ page: told, operation: null });
});

test('of an address that is too long the beginning goes with it, and in the explorer the operation', async () => {
  const address = `/explorer/errorPage.set?body=${'x'.repeat(4_000)}`;
  const { told, sent } = await send(address, 'Your feedback');
  expect(screen.getByLabelText('Your feedback').getAttribute('aria-describedby')).toBe(
    screen.getByText('About “Set a custom error page”').id,
  );
  expect(told).toBe(address.slice(0, 2_000));
  expect(sent).toMatchObject({ page: told, operation: 'errorPage.set' });
});
