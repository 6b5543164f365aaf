import type { StoredItem } from '../../api/bulk/types.ts';
import type { Session } from '../../api/http/session.ts';
import type { PersistenceChoice } from '../../api/providers/provider.ts';
import { currentProvider } from '../../api/providers/providers.ts';
import { count } from '../../model/format.ts';
import type { Persistence } from '../../model/persistence.ts';

export interface BulkChoice {
  /** The radio's value: the API's type, or `DISABLED`. */
  readonly value: string;
  readonly persistence: Persistence;
  readonly label: string;
  readonly sentence: string;
  /** What of the selection it fits, as a sentence; null when it fits all. */
  readonly fit: string | null;
  /** Whether nothing of the selection can take it. */
  readonly barred: boolean;
}

/** How many of the selection a choice fits, and which protocols it does not. */
function fitOf(
  { persistence, needs, misfit }: PersistenceChoice,
  items: readonly StoredItem[],
): { fit: string | null; fits: boolean } {
  const misfits = new Map<string, number>();
  let known = 0;
  for (const { protocol } of items) {
    if (protocol === null) continue;
    known += 1;
    if (misfit({ protocol })) misfits.set(protocol, (misfits.get(protocol) ?? 0) + 1);
  }
  if (misfits.size === 0 || persistence.state === 'disabled') return { fit: null, fits: true };
  const fitting = known - [...misfits.values()].reduce((sum, each) => sum + each, 0);
  const others = [...misfits].map(([protocol, number]) => `${protocol} (${number})`).join(', ');
  return fitting === 0
    ? { fit: `Fits none of them: ${needs}; these are ${others}.`, fits: false }
    : { fit: `Fits ${fitting} of ${count(known, 'load balancer')}. ${needs}; not ${others}.`, fits: true };
}

/** Every choice in its fixed order, each with what of the selection it fits and what the session may do. */
export function bulkChoices(items: readonly StoredItem[], session: Session): BulkChoice[] {
  const { choices, neededRight } = currentProvider().persistence;
  return choices.map((choice) => {
    const { value, persistence, label, sentence } = choice;
    const { fit, fits } = fitOf(choice, items);
    const role = neededRight(session, persistence);
    return {
      value,
      persistence,
      label,
      sentence,
      fit: [fit, role].filter(Boolean).join(' ') || null,
      barred: !fits || role !== null,
    };
  });
}
