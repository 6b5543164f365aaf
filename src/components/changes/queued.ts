import { calledOf, isOver } from '../../api/changes/change.ts';
import { changes } from '../../api/changes/changes.ts';
import { kindNamed } from '../../api/changes/kinds.ts';
import { claim, forgetQueued, type QueuedChange, queuedOf } from '../../api/changes/queued-changes.ts';
import type { Owner } from '../../api/http/session.ts';
import { toast } from '../notifications/notices.ts';

/** Milliseconds after which nobody expects any more that it is still sent. */
const longestGap = 60 * 60_000;

/** Whether it is still what is kept in its place. */
const isKept = (queued: QueuedChange): boolean =>
  queuedOf(queued).some(({ key, at }) => key === queued.key && at === queued.at);

/** Goes on with what waits: it is sent when its turn comes, once, and after the same reading as before. */
async function goOn(queued: QueuedChange): Promise<void> {
  // The page that was left may not be quite gone; another one may be closed before it has sent it.
  if (!(await claim(queued, true))) return;
  if (!isKept(queued)) {
    forgetQueued(queued);
    return;
  }
  const { subject, name, partName, reason } = queued;
  const kind = await kindNamed(queued.kind, subject.region);
  const before = kind?.fromRecord(queued.before) ?? null;
  const after = kind?.fromRecord(queued.after) ?? null;
  if (!kind || before === null || after === null) {
    forgetQueued(queued);
    toast({
      tone: 'error',
      text: `A queued change of ${calledOf(queued)} was not sent: this version of the panel cannot read it. Make it again if it is still wanted.`,
    });
    return;
  }
  const what = `The change of ${calledOf(queued)} to ${kind.words(after)}`;
  if (Date.now() - queued.at > longestGap) {
    forgetQueued(queued);
    toast({
      tone: 'error',
      text: `${what} was not sent: it was queued more than an hour ago, and no page was open since. Make it again if it is still wanted.`,
    });
    return;
  }
  const part = partName === undefined ? {} : { partName };
  changes
    .startInSteps({ kind, subject, name, ...part, before, after, reason, run: null, whenBusy: 'wait' })
    // This page has another change of it, which the user has just made and which may be kept in its place by now.
    .catch(() => isKept(queued) && forgetQueued(queued));
  toast({ tone: 'info', text: `${what} still waits. It is sent when the load balancer is ACTIVE.` });
}

/** Goes on with the changes that somebody queued before the page was loaded again. */
export function goOnWithQueued(owner: Owner): void {
  // What this page itself has queued needs nobody to go on with it.
  const own = (key: string) => {
    const change = changes.find(key);
    return change !== undefined && !isOver(change.state);
  };
  for (const change of queuedOf(owner)) if (!own(change.key)) void goOn(change);
}
