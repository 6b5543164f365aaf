import { queryOptions } from '@tanstack/react-query';
import { read } from './client.ts';
import type { SignedOut } from './session.ts';

/** What the form for signing in begins with, as it is needed where a region refuses a sign-in that the panel still has. */
export const signInFormQuery = queryOptions({
  queryKey: ['session', 'form'],
  queryFn: ({ signal }): Promise<SignedOut> => read<SignedOut>({ method: 'GET', path: '/session/form', signal }),
});
