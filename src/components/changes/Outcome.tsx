import { useEffect, useRef } from 'react';
import type { Change } from '../../api/changes/change-store.ts';
import { Banner } from '../layout/Banner.tsx';
import { ChangeProgress } from './ChangeProgress.tsx';
import css from './Outcome.module.css';

/** What became of the change, while it is under way and when it was taken back. */
export function Outcome({ change, running }: { change: Change | null; running: boolean }) {
  const outcome = useRef<HTMLDivElement>(null);
  const at = change?.state.at;
  // What had the focus, a button of the foot or a choice, is gone or off by now; and the words stand below all that was there before.
  useEffect(() => {
    if (!running && at !== 'cancelled') return;
    outcome.current?.scrollIntoView?.({ block: 'nearest' });
    // A question over this dialog, such as to sign in again, keeps the focus.
    const dialog = outcome.current?.closest('[role=dialog]');
    if (document.activeElement !== document.body && !dialog?.contains(document.activeElement)) return;
    outcome.current?.focus({ preventScroll: true });
  }, [running, at]);
  if (!change) return null;
  const { state } = change;
  return (
    <div ref={outcome} tabIndex={-1} className={css.outcome}>
      <ChangeProgress change={change} />
      {state.at === 'cancelled' ? (
        <Banner live className={css.after ?? ''}>
          Cancelled. Nothing was sent.
        </Banner>
      ) : null}
    </div>
  );
}
