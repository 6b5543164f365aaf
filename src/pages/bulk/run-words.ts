import { deletes, type StoredRun } from '../../api/bulk/types.ts';
import { persistenceType, persistenceWords } from '../../model/persistence.ts';

/** Whether what the run does was decided when it was made: its page begins with the preview. */
export const isDecided = ({ takesBack, task }: StoredRun): boolean => takesBack !== null || task !== undefined;

/** The heading of a run's page. */
export function runTitle({ takesBack, task }: StoredRun): string {
  if (takesBack !== null) return 'Revert';
  if (task === undefined) return 'Bulk change';
  return task === deletes ? 'Delete load balancers' : `${task} nodes`;
}

/** What the button that starts it is called: the verb, and how many (`3 load balancers`). */
export function startName({ takesBack, task, choice }: StoredRun, many: string): string {
  if (takesBack !== null) return `Revert ${many}`;
  if (task !== undefined || choice === null) return `${task ?? 'Change'} ${many}`;
  return persistenceType(choice) === null
    ? `Disable session persistence on ${many}`
    : `Set ${persistenceWords(choice)} on ${many}`;
}
