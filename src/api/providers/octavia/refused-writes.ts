import { meaningOf, readFault } from '../../../../contract/octavia/fault.ts';
import { onRequest } from '../../http/client.ts';
import { queryClient } from '../../http/query-client.ts';
import { sessionQuery } from '../../http/session.ts';

/**
 * Whose writes the cloud's policy has refused, as long as the page is open: what a role may do is in no table, so a refusal is believed.
 * One user's in one project may be another's there.
 */
const refused = new Set<string>();
const keyOf = (user: string, account: string | undefined): string => `${account}\n${user}`;

export const isWriteRefused = (user: string, account: string | undefined): boolean => refused.has(keyOf(user, account));

onRequest(({ method, path }, answer) => {
  if (method === 'GET' || !path.startsWith('/api/') || answer?.status !== 403) return;
  if (answer.headers.get('x-holdfast-source') !== 'region') return;
  if (meaningOf(readFault(answer.status, answer.text)) !== 'forbidden') return;
  const state = queryClient.getQueryData(sessionQuery.queryKey);
  if (state?.signedIn) refused.add(keyOf(state.session.user, state.session.account));
});
