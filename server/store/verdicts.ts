import type { Verdict } from '../../contract/shared/change-record.ts';
import type { Judge, Judged } from './store.ts';

/** Whether how a change ended is still unknown. */
export const isUnknown = ({ verdict, sent }: { readonly verdict: Verdict | null; readonly sent: boolean }): boolean =>
  sent && (verdict === null || verdict === 'unconfirmed');

/** Why a verdict was not stored on a change. `found`: the change as it stands; undefined when there is none. */
export function whyNotStored(
  found:
    | { readonly verdict: Verdict | null; readonly sent: boolean; readonly verdictKey?: string | null | undefined }
    | undefined,
  verdict: Verdict,
  judge: Judge,
): Judged {
  if (!found) return 'no-such-change';
  if (judge !== 'server' && found.verdictKey !== judge.verdictKey) return 'wrong-key';
  if (!found.sent) return 'not-sent';
  return found.verdict === verdict ? 'stored' : 'known-already';
}
