import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { configure, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, expect, test } from 'vitest';
import type { Session, SignedIn } from '../api/session.ts';
import { signInEnded } from './signed-out.ts';
import { useOtherTabs } from './use-other-tabs.ts';

// On a busy machine every step takes its time.
configure({ asyncUtilTimeout: 15_000 });

const session: Session = {
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
  ['signs somebody else in', { user: 'observer', account: '100001' }],
  ['signs in to another account', { user: 'admin', account: '200002' }],
])('when another tab %s, this one asks to sign in, until the same user is back', async (_, signedIn) => {
  renderHook(() => useOtherTabs(session), { wrapper });
  tell(signedIn);
  await ended(true);
  tell({ user: 'admin', account: '100001' });
  await ended(false);
});
