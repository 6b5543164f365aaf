import { disabledPersistence, persistenceTypeNames, persistenceTypes } from '../../../contract/clb/persistence.ts';
import { whyProtocolCannot, whyRoleCannot } from '../../api/bulk/plan.ts';
import type { StoredItem } from '../../api/bulk/types.ts';
import { count } from '../../model/format.ts';
import { disabled, enabled, type Persistence } from '../../model/load-balancer.ts';

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

/** How many of the selection a type fits, and which protocols it does not. */
function fitOf(persistence: Persistence, items: readonly StoredItem[]): { fit: string | null; fits: boolean } {
  const misfits = new Map<string, number>();
  let known = 0;
  for (const { protocol } of items) {
    if (protocol === null) continue;
    known += 1;
    if (whyProtocolCannot(persistence, protocol)) misfits.set(protocol, (misfits.get(protocol) ?? 0) + 1);
  }
  if (misfits.size === 0 || persistence.state === 'disabled') return { fit: null, fits: true };
  const { label, protocols } = persistenceTypes[persistence.type as keyof typeof persistenceTypes];
  const fitting = known - [...misfits.values()].reduce((sum, each) => sum + each, 0);
  const others = [...misfits].map(([protocol, number]) => `${protocol} (${number})`).join(', ');
  const need = `${label} needs protocol ${protocols.join(' or ')}`;
  return fitting === 0
    ? { fit: `Fits none of them: ${need}; these are ${others}.`, fits: false }
    : { fit: `Fits ${fitting} of ${count(known, 'load balancer')}. ${need}; not ${others}.`, fits: true };
}

/** The four choices in their fixed order, each with what of the selection it fits and what the roles allow. */
export function bulkChoices(items: readonly StoredItem[], roles: readonly string[]): BulkChoice[] {
  const choice = (value: string, persistence: Persistence, label: string, sentence: string): BulkChoice => {
    const { fit, fits } = fitOf(persistence, items);
    const role = whyRoleCannot(persistence, roles);
    return {
      value,
      persistence,
      label,
      sentence,
      fit: [fit, role].filter(Boolean).join(' ') || null,
      barred: !fits || role !== null,
    };
  };
  return [
    ...persistenceTypeNames.map((type) =>
      choice(type, enabled(type), persistenceTypes[type].label, persistenceTypes[type].sentence),
    ),
    choice('DISABLED', disabled, disabledPersistence.label, disabledPersistence.sentence),
  ];
}
