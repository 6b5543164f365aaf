import { calledOf } from '../../api/changes/change.ts';
import { changes } from '../../api/changes/changes.ts';
import { claim, forgetQueued, type QueuedChange, queuedOf } from '../../api/changes/queued-changes.ts';
import type { Owner } from '../../api/http/session.ts';
import { persistenceWords } from '../../model/persistence.ts';
import { toast } from '../notifications/notices.ts';

/** Milliseconds after which nobody expects any more that it is still sent. */
const longestGap = 60 * 60_000;

/** Goes on with what waits: it is sent when its turn comes, once, and after the same reading as before. */
async function goOn(change: QueuedChange): Promise<void> {
  // The page that was left may not be quite gone; another one may be closed before it has sent it.
  if (!(await claim(change, true))) return;
  if (!queuedOf(change).some(({ key, at }) => key === change.key && at === change.at)) {
    forgetQueued(change);
    return;
  }
  const what = `The change of ${calledOf(change)} to ${persistenceWords(change.after)}`;
  if (Date.now() - change.at > longestGap) {
    forgetQueued(change);
    toast({
      tone: 'error',
      text: `${what} was not sent: it was queued more than an hour ago, and no page was open since. Make it again if it is still wanted.`,
    });
    return;
  }
  const { subject, name, partName, before, after, reason } = change;
  const part = partName === undefined ? {} : { partName };
  changes
    .start({ subject, name, ...part, before, after, reason, run: null, whenBusy: 'wait' })
    // This page has another change of it, which the user has just made.
    .catch(() => forgetQueued(change));
  toast({ tone: 'info', text: `${what} still waits. It is sent when the load balancer is ACTIVE.` });
}

/** Goes on with the changes that somebody queued before the page was loaded again. */
export function goOnWithQueued(owner: Owner): void {
  for (const change of queuedOf(owner)) void goOn(change);
}
