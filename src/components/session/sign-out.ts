import { activeRuns } from '../../api/bulk/active-runs.ts';
import { isOver } from '../../api/changes/change.ts';
import { pageChanges } from '../../api/changes/change-store.ts';
import { signOut } from '../../api/http/session.ts';
import { paths } from '../../model/paths.ts';
import { confirm } from '../dialogs/confirm.ts';
import { toast } from '../notifications/Toasts.tsx';

/** What this page carries out and would give up: a change that is not over, or a run that is under way or paused. */
function isUnderWay(): boolean {
  return (
    activeRuns.get().some(({ phase }) => phase !== 'ended') || pageChanges.all().some(({ state }) => !isOver(state))
  );
}

/** Signs out; asks before it does when something is under way, since the browser itself asks only when the sign-in is gone. */
export async function leave(): Promise<void> {
  if (
    isUnderWay() &&
    !(await confirm({
      title: 'Sign out while changes are under way?',
      body: 'What is queued or waiting is not sent, and how a change ends that was sent already is not looked at. The history keeps what was sent; a bulk run can go on after the next sign-in.',
      action: 'Sign out',
      cancel: 'Stay',
      danger: true,
    }))
  )
    return;
  try {
    await signOut();
  } catch (error) {
    toast({ tone: 'error', text: error instanceof Error ? error.message : String(error) });
    return;
  }
  // It was asked for, so nothing else on the page has to ask whether to leave.
  window.addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), { capture: true });
  // A whole new page: nothing that was read stays in memory.
  location.assign(paths.signIn());
}
