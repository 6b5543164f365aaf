import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook, screen, waitFor } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import type { ReactNode } from 'react';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Session, type SessionState, type SignedIn, sessionQuery } from '../../api/http/session.ts';
import { render } from '../../test/render.tsx';
import SignInOverlay from './SignInOverlay.tsx';
import { signInEnded } from './session-expired.ts';
import { useOtherTabs } from './use-other-tabs.ts';

const service = 'http://127.0.0.1:4100/v2.0';
const session: Session = {
  provider: 'clb',
  service,
  user: 'admin',
  account: '100001',
  roles: ['admin'],
  regions: [],
  endpoints: {},
  expires: Date.now() + 3_600_000,
  local: true,
};
const queryClient = new QueryClient();
const wrapper = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
);
const otherTab = new BroadcastChannel('holdfast-session');
const tell = (signedIn: SignedIn) => otherTab.postMessage(signedIn);
const ended = (is: boolean) => waitFor(() => expect(signInEnded.get()).toBe(is));

afterEach(() => signInEnded.set(false));

test.each([
  ['signs out', null],
  ['signs somebody else in', { service, user: 'observer', account: '100001' }],
  [
    'signs in to another identity service',
    { service: 'https://keystone.example.com/v3', user: 'admin', account: '100001' },
  ],
  ['signs in to another account', { service, user: 'admin', account: '200002' }],
])('when another tab %s, this one asks to sign in, until the same user is back', async (_, signedIn) => {
  renderHook(() => useOtherTabs(session), { wrapper });
  tell(signedIn);
  await ended(true);
  tell({ service, user: 'admin', account: '100001' });
  await ended(false);
});

/** Who is signed in in this browser by what the panel server says; null: nobody. */
let now: string | null = null;
const network = setupServer(
  http.get('*/session/form', () => HttpResponse.json({ local: false, demoUsers: [], clouds: [] })),
  http.get('*/session', () =>
    now === null
      ? HttpResponse.json({ local: false, demoUsers: [] }, { status: 401 })
      : HttpResponse.json({ ...session, user: now, expires: new Date(session.expires).toISOString() }),
  ),
);
beforeAll(() => network.listen());
afterAll(() => network.close());

test('sign-in over the page names who is signed in by another tab, as soon as somebody is', async () => {
  const former: SessionState = { signedIn: true, session };
  queryClient.setQueryData(sessionQuery.queryKey, former);
  renderHook(() => useOtherTabs(session), { wrapper });
  render(wrapper({ children: <SignInOverlay /> }));
  await screen.findByText('Your session expired.', { exact: false });
  now = 'observer';
  tell({ service, user: now, account: '100001' });
  await screen.findByRole('button', { name: 'Open this page as observer' });
});
