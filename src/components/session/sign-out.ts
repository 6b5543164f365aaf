import { activeRuns } from '../../api/bulk/active-runs.ts';
import { isOver } from '../../api/changes/change.ts';
import { pageChanges } from '../../api/changes/change-store.ts';
import { forgetQueuedOf } from '../../api/changes/queued-place.ts';
import { queryClient } from '../../api/http/query-client.ts';
import { sessionQuery, signOut } from '../../api/http/session.ts';
import { paths } from '../../model/paths.ts';
import { confirm } from '../dialogs/confirm.ts';
import { toast } from '../notifications/notices.ts';

/** What this page carries out and would give up: a change that is not over, or a run that is under way or paused. */
function isUnderWay(): boolean {
  return (
    activeRuns.get().some(({ phase }) => phase !== 'ended') || pageChanges.all().some(({ state }) => !isOver(state))
  );
}

/** Asks before the sign-in is given up with something under way: the browser itself asks only when it is gone. False: to stay. */
export async function mayLeave(action: string): Promise<boolean> {
  if (!isUnderWay()) return true;
  return confirm({
    title: `${action} while changes are under way?`,
    body: 'What is queued or waiting is not sent, and how a change ends that was sent already is not looked at. The history keeps what was sent; a bulk run can go on after the next sign-in.',
    action,
    cancel: 'Stay',
    danger: true,
  });
}

/** Forgets what the user of this page has queued: else it would wait in the browser's storage, for the next sign-in. */
export function forgetOwnQueue(): void {
  const state = queryClient.getQueryData(sessionQuery.queryKey);
  if (state?.signedIn) forgetQueuedOf(state.session);
}

/** A whole new page: nothing that was read stays in memory, and since it was asked for nothing on the page asks whether to leave. */
export function openAnew(path: string): void {
  window.addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), { capture: true });
  location.assign(path);
}

/** Signs out; asks before it does when something is under way. */
export async function leave(): Promise<void> {
  if (!(await mayLeave('Sign out'))) return;
  try {
    await signOut();
  } catch (error) {
    toast({ tone: 'error', text: error instanceof Error ? error.message : String(error) });
    return;
  }
  forgetOwnQueue();
  openAnew(paths.signIn());
}
