import { useState } from 'react';
import { trimmed } from '../../../contract/shared/text.ts';
import { isOver } from '../../api/changes/change.ts';
import { type Change, changes } from '../../api/changes/changes.ts';
import { useChange } from '../../components/persistence/use-changes.ts';
import { type LoadBalancerDetails, persistenceIn, type Subject } from '../../model/load-balancer.ts';
import { type Persistence, persistenceWords, samePersistence } from '../../model/persistence.ts';

/**
 * What the user has put into the dialog and what became of it. The choice is the user's alone: a newer reading moves what is set
 * now, never what was chosen.
 */
export function useEdit(subject: Subject, details: LoadBalancerDetails | undefined) {
  const latest = useChange(subject);
  // A change that ended before the dialog opened is history, but for one that failed: its input comes back with its reason.
  const [history] = useState(latest && isOver(latest.state) && latest.state.at !== 'failed' ? latest : null);
  const change: Change | null = latest && latest !== history && latest.run === null ? latest : null;

  const [choice, setChoice] = useState<Persistence | null>(change?.after ?? null);
  const [reason, setReason] = useState(change?.reason ?? '');
  /** The value that the user has seen: as first read, or as our own change left it. */
  const [seen, setSeen] = useState<Persistence | null>(null);

  const current = (details && persistenceIn(details, subject)) ?? null;
  const running = change !== null && !isOver(change.state);
  const ended = change?.state.at;
  const [noted, setNoted] = useState(ended);

  if (current && seen === null) setSeen(current);
  if (ended !== noted) {
    setNoted(ended);
    if (current && (ended === 'done' || ended === 'failed')) setSeen(current);
  }

  const chosen = choice ?? current;
  const differs = chosen !== null && current !== null && !samePersistence(chosen, current);
  const unsentChoice = differs && !(change && samePersistence(change.after, chosen));

  return {
    change,
    running,
    chosen,
    choose: setChoice,
    reason,
    setReason,
    differs,
    /** Whether closing would lose something that was not sent yet. */
    dirty: !running && ended !== 'done' && (unsentChoice || reason !== (change?.reason ?? '')),
    /** That somebody changed the value under the open dialog, as a sentence. */
    changedMeanwhile:
      !running && seen && current && !samePersistence(seen, current) && ended !== 'done'
        ? `Changed meanwhile: session persistence was ${persistenceWords(seen)} when you opened this dialog and is ${persistenceWords(current)} now.`
        : null,
    save() {
      if (!details || !current || !chosen || !differs) return;
      void changes.start({
        subject,
        name: details.name,
        before: current,
        after: chosen,
        reason: trimmed(reason),
        run: null,
        whenBusy: 'wait',
      });
    },
  };
}

export type Edit = ReturnType<typeof useEdit>;
