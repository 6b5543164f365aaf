import { useEffect } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { type ChangeState, calledOf, isOver } from '../../api/changes/change.ts';
import { type Change, isOfPersistence } from '../../api/changes/change-store.ts';
import { changes } from '../../api/changes/changes.ts';
import { editPath } from '../../model/edit-path.ts';
import { sentence } from '../../model/format.ts';
import { paths } from '../../model/paths.ts';
import { Button } from '../controls/Button.tsx';
import { duration } from '../controls/time.ts';
import { runAt } from '../load-balancer/run-here.ts';
import { toast } from '../notifications/notices.ts';
import { useSession } from '../session/use-session.ts';
import { ChangeProgress } from './ChangeProgress.tsx';
import css from './ChangesTray.module.css';
import { putBack } from './put-back.ts';
import { goOnWithQueued } from './queued.ts';
import { underWay, useChanges } from './use-changes.ts';

/** Where the dialog of the change is. */
const dialogOf = (change: Change): string =>
  isOfPersistence(change) ? paths.persistence(change.subject) : editPath(change.subject, change.kind.name);

/** Whether the dialog of the change is open, which shows it. */
function hasDialog(change: Change, pathname: string): boolean {
  const { region, id } = change.subject;
  return isOfPersistence(change)
    ? pathname === paths.persistence({ region, id }) || pathname === paths.listPersistence({ region, id })
    : pathname === dialogOf(change);
}

/** Changes that are queued, under way or failed, on every page; their success is told by a toast. */
export default function ChangesTray() {
  const changes = useChanges();
  const { pathname } = useLocation();
  useQueuedBefore();
  useSuccessToasts(changes);
  useLeaveGuard(underWay(changes).length > 0);

  const shown = changes.filter(
    (change) =>
      change.run === null && !hasDialog(change, pathname) && (!isOver(change.state) || change.state.at === 'failed'),
  );
  if (shown.length === 0) return null;
  return (
    <section aria-label="Changes" className={css.tray}>
      <ul className={css.list}>
        {shown.map((change) => (
          <TrayItem key={change.key} change={change} />
        ))}
      </ul>
    </section>
  );
}

function TrayItem({ change }: { change: Change }) {
  const { key, kind, before, after, state } = change;
  const name = calledOf(change);
  return (
    <li className={css.item}>
      <div className={css.head}>
        <Link to={dialogOf(change)} className={css.name}>
          <bdi translate="no">{name}</bdi>
        </Link>
        {state.at === 'queued' ? (
          <Button size="small" aria-label={`Cancel the change of ${name}`} onClick={() => changes.cancel(key)}>
            Cancel
          </Button>
        ) : null}
        {state.at === 'failed' ? (
          <Button size="small" aria-label={`Dismiss the change of ${name}`} onClick={() => changes.dismiss(key)}>
            Dismiss
          </Button>
        ) : null}
      </div>
      <p className={css.values}>
        {kind.words(before)} → {kind.words(after)}
      </p>
      {state.at === 'failed' ? (
        <p role="alert" className={css.failed}>
          {state.message}
        </p>
      ) : null}
      <ChangeProgress change={change} />
    </li>
  );
}

/** Goes on with what somebody queued before the page was loaded again. */
function useQueuedBefore(): void {
  const { service, account, user } = useSession();
  useEffect(() => goOnWithQueued({ service, account, user }), [service, account, user]);
}

/** Successes that a toast has told. */
const told = new WeakSet<ChangeState>();

/** Tells each success once, wherever the user is by then, and offers the former value. */
function useSuccessToasts(changes: readonly Change[]): void {
  const session = useSession();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  useEffect(() => {
    for (const change of changes) {
      const { kind, state, before, after, run } = change;
      const former = change.step?.from ?? before;
      const name = calledOf(change);
      // Of several steps the last one tells of all.
      if (state.at !== 'done' || run !== null || change.step?.isLast === false || told.has(state)) continue;
      told.add(state);
      if (state.already) {
        toast({
          text: `${kind.told?.(name, before, after) ?? `${sentence(kind.noun)} of ${name} was already ${kind.words(after)}`}. Nothing had to change.`,
        });
        continue;
      }
      const whyNot = kind.whyFinal?.(former, after) ?? kind.missingRight(session, former, after);
      const done = kind.told?.(name, former, after) ?? `${sentence(kind.noun)} of ${name} is now ${kind.words(after)}`;
      const text = `${done}, verified in ${duration(state.took)}.`;
      const page = paths.loadBalancer(change.subject);
      // On the load balancer's own page the button for it stands at the top.
      const check =
        !(isOfPersistence(change) || kind.touchesStickiness) || pathname === page || pathname.startsWith(`${page}/`)
          ? []
          : [{ label: 'Check stickiness', run: () => void navigate(...runAt(page)) }];
      toast(
        whyNot
          ? { text: `${text} It cannot be reverted: ${whyNot}`, actions: check }
          : { text, actions: [{ label: `Revert to ${kind.words(former)}`, run: () => putBack(change) }, ...check] },
      );
    }
  }, [changes, session, navigate, pathname]);
}

/** A change lives in this page: leaving it would lose a queued change, and the outcome of one under way. */
function useLeaveGuard(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [active]);
}
