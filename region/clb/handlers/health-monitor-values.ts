import { faults } from '../../../contract/clb/faults.ts';
import type { RequestValue } from '../../../contract/clb/schemas/index.ts';
import type { DataPlane, HealthMonitor, MonitorText, MonitorTexts } from '../../data-plane.ts';
import { Refusal } from '../answer.ts';

type Draft = RequestValue<'healthMonitor.set'>;

const words = faults.HM400.words;

/** The words of the schema for the same texts. */
const unusable: Record<MonitorText, string> = {
  path: 'Must provide a valid path for the health monitor.',
  statusRegex: 'Must provide a valid status regex',
  bodyRegex: 'Must provide a valid body regex',
  hostHeader: 'Must provide a valid host header name.',
};

/** What the schema lets through and the engine does not. Throws VAL400. To be called before anything is read that may change meanwhile. */
export async function refuseUnusable(dataPlane: DataPlane | null, draft: MonitorTexts | undefined): Promise<void> {
  if (!dataPlane || !draft || draft.type === 'CONNECT') return;
  const messages = (await dataPlane.unusableTexts(draft)).map((text) => unusable[text]);
  if (messages.length > 0) throw new Refusal('VAL400', messages);
}

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
