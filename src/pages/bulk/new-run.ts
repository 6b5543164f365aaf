import { redirect } from 'react-router';
import { startBulk } from '../../api/bulk-store.ts';
import { sessionQuery } from '../../api/session.ts';
import { queryClient } from '../../query-client.ts';

/** Begins a run without load balancers and goes to its page, where a list can be pasted. */
export async function loader() {
  await queryClient.fetchQuery(sessionQuery);
  return redirect(startBulk([]));
}
