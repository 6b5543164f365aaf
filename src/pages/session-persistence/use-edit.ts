import { useState } from 'react';
import { trimmed } from '../../../contract/shared/text.ts';
import { isOver } from '../../api/changes/change.ts';
import { type Change, isOfPersistence } from '../../api/changes/change-store.ts';
import { changes } from '../../api/changes/changes.ts';
import { persistenceKind } from '../../api/changes/persistence-kind.ts';
import { providerOf } from '../../api/providers/providers.ts';
import { useChange } from '../../components/changes/use-changes.ts';
import { type LoadBalancerDetails, type Subject, subjectIn, subjectKey } from '../../model/load-balancer.ts';
import { type Persistence, persistenceWords, samePersistence } from '../../model/persistence.ts';

const isHistory = ({ state }: Pick<Change, 'state'>): boolean => isOver(state) && state.at !== 'failed';

/** A value for each subject that the dialog was about: who looks at another pool and comes back finds what was put in. */
function useBySubject<T>(key: string): [T | undefined, (value: T) => void] {
  const [values, setValues] = useState<ReadonlyMap<string, T>>(() => new Map());
  return [values.get(key), (value) => setValues((former) => new Map(former).set(key, value))];
}

/** Whether a change of the subject ended badly, so that its value can be sent again. */
export function isBroken(details: LoadBalancerDetails, subject: Subject): boolean {
  const { broken, takesChange } = providerOf(details.region).standing(details, subject);
  return broken && takesChange === 'now';
}

/**
 * What the user has put into the dialog and what became of it. The choice is the user's alone: a newer reading moves what is set
 * now, never what was chosen.
 */
export function useEdit(subject: Subject, details: LoadBalancerDetails | undefined) {
  const key = subjectKey(subject);
  const latest = useChange(subject);
  // A change that ended before the dialog opened is history, but for one that failed: its input comes back with its reason.
  const [atOpen] = useState(changes.all);
  const change: Change<Persistence> | null =
    latest && latest.run === null && !(atOpen.includes(latest) && isHistory(latest)) ? latest : null;
  const begun = atOpen
    .filter(isOfPersistence)
    .find((each) => each.key === key && each.run === null && !isHistory(each));

  const [choice, setChoice] = useBySubject<Persistence>(key);
  const [reason, setReason] = useState(change?.reason ?? '');
  /** The value that the user has seen: as first read, or as our own change left it. */
  const [seen, setSeen] = useBySubject<Persistence>(key);

  const found = details && subjectIn(details, subject);
  const current = found?.persistence ?? null;
  const running = change !== null && !isOver(change.state);
  const ended = change?.state.at;
  const [noted, setNoted] = useState(ended);

  if (current && !seen) setSeen(current);
  if (ended !== noted) {
    setNoted(ended);
    if (current && (ended === 'done' || ended === 'failed')) setSeen(current);
  }

  const chosen = choice ?? begun?.after ?? current;
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
      if (!details || !found || !current || !chosen) return;
      // Of what is not in force although it is stored, the same value is sent again.
      if (!differs && !isBroken(details, subject)) return;
      void changes.start({
        kind: persistenceKind,
        subject,
        name: details.name,
        ...(found.part === undefined ? {} : { partName: found.name }),
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
