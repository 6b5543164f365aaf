import { act } from '@testing-library/react';
import { createMemoryRouter, Outlet, RouterProvider } from 'react-router';
import { afterEach, expect, test, vi } from 'vitest';
import type { ActiveRun } from '../../api/bulk/active-runs.ts';
import { countOutcomes } from '../../api/bulk/outcomes.ts';
import { render } from '../../test/render.tsx';
import { useTitle } from '../layout/Announcer.tsx';
import RunStrip from './RunStrip.tsx';

afterEach(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(document, 'visibilityState');
});

const none = countOutcomes([]);

const active = (rest: Partial<ActiveRun> = {}): ActiveRun => ({
  id: 'run-1',
  phase: 'paused',
  finished: 3,
  total: 10,
  chosen: '10 load balancers',
  outcomes: { ...none, verified: 3, waiting: 7 },
  problem: null,
  dismiss: () => undefined,
  ...rest,
});

function Page({ name }: { name: string }) {
  useTitle(name);
  return <h1>{name}</h1>;
}

/** Two pages under the strip, as the frame has them. */
function open(runs: readonly ActiveRun[]) {
  const router = createMemoryRouter([
    {
      element: (
        <>
          <RunStrip runs={runs} />
          <Outlet />
        </>
      ),
      children: [
        { path: '/', element: <Page name="Load Balancers" /> },
        { path: '/history', element: <Page name="History" /> },
      ],
    },
  ]);
  const page = render(<RouterProvider router={router} />);
  return { router, ...page };
}

test('a paused run stays in the title of whichever page is opened, and leaves it with the strip', async () => {
  const { router, unmount } = open([active()]);
  expect(document.title).toBe('Paused at 30 % · Load Balancers · Holdfast');
  await act(() => router.navigate('/history'));
  expect(document.title).toBe('Paused at 30 % · History · Holdfast');
  unmount();
  expect(document.title).toBe('History · Holdfast');
});

test('a browser that lets no page make a notification keeps the page all the same', () => {
  Object.defineProperty(document, 'visibilityState', { configurable: true, value: 'hidden' });
  // As Chrome on Android does. Source: HTML Living Standard, Notifications API, "constructor".
  vi.stubGlobal(
    'Notification',
    class {
      static permission = 'granted';
      constructor() {
        throw new TypeError("Failed to construct 'Notification': Illegal constructor.");
      }
    },
  );
  const { getByText } = open([
    active({ id: 'run-2', phase: 'ended', finished: 10, outcomes: { ...none, verified: 10 } }),
  ]);
  expect(getByText(/Bulk change ended: 10 of 10 load balancers done/)).toBeDefined();
});

test.each([
  ['everything done', { finished: 10 }, 'success'],
  ['some failed', { finished: 10, outcomes: { ...none, verified: 8, failed: 2 } }, 'warning'],
  ['some of unknown outcome', { finished: 10, outcomes: { ...none, verified: 8, unknown: 2 } }, 'warning'],
  ['stopped before its end', { finished: 4 }, 'warning'],
])('a run that has ended, %s, is told so', (_, rest, tone) => {
  const { getByText } = open([active({ id: 'run-3', phase: 'ended', ...rest })]);
  const banner = getByText(/^Bulk change ended/).closest('[data-variant]');
  expect(banner?.getAttribute('data-variant')).toBe(tone);
});

test('counts what was chosen, done, already set, skipped and failed, in a landmark of its own', () => {
  const outcomes = { ...none, verified: 9, failed: 1, 'already-set': 12, skipped: 2 };
  const run = active({ id: 'run-4', phase: 'ended', finished: 10, chosen: '24 load balancers', outcomes });
  const { getByRole } = open([run]);
  expect(getByRole('region', { name: 'Bulk changes' }).textContent).toContain(
    'Bulk change ended: 9 of 24 load balancers done, 12 already set, 2 skipped, 1 failed.',
  );
});
