import { redirect } from 'react-router';
import { startBulk } from '../../api/bulk/runs.ts';
import { queryClient } from '../../api/http/query-client.ts';
import { sessionQuery } from '../../api/http/session.ts';

/** Begins a run without load balancers and goes to its page, where a list can be pasted. */
export async function loader() {
  const { signedIn } = await queryClient.fetchQuery(sessionQuery);
  // Signed out, the frame leads to the sign-in page and back here.
  return signedIn ? redirect(startBulk([])) : null;
}

/** Never seen: the loader always leads on. */
export default function NewBulkPage() {
  return null;
}
