import { faults } from '../../../contract/clb/faults.ts';
import type { RequestValue } from '../../../contract/clb/schemas/index.ts';
import type { HealthMonitor } from '../../data-plane.ts';
import { Refusal } from '../answer.ts';

type Draft = RequestValue<'healthMonitor.set'>;

const words = faults.HM400.words;

function required<Value>(given: Value | undefined, stored: Value | undefined, message: string): Value {
  const value = given ?? stored;
  if (value === undefined) throw new Refusal('HM400', message);
  return value;
}

/** The monitor that a request leaves: times may come from the stored one, the path may not. Throws HM400 for what is missing. */
export function completeMonitor(draft: Draft, stored: HealthMonitor | null): HealthMonitor {
  const common = {
    type: draft.type,
    delay: required(draft.delay, stored?.delay, words.missing('delay')),
    timeout: required(draft.timeout, stored?.timeout, words.missing('timeout')),
    attemptsBeforeDeactivation: required(
      draft.attemptsBeforeDeactivation,
      stored?.attemptsBeforeDeactivation,
      words.attempts,
    ),
  };
  if (draft.type === 'CONNECT') return common;
  const { bodyRegex, hostHeader } = draft;
  const statusRegex = draft.statusRegex ?? stored?.statusRegex;
  return {
    ...common,
    path: required(draft.path, undefined, words.missing('path')),
    ...(statusRegex !== undefined && { statusRegex }),
    ...(bodyRegex !== undefined && { bodyRegex }),
    ...(hostHeader !== undefined && { hostHeader }),
  };
}
