import type { ChangeRecord } from '../../api/history/history.ts';
import { currentProvider } from '../../api/providers/providers.ts';

export interface ResultWords {
  readonly kind: 'good' | 'bad' | 'open';
  readonly label: string;
  /** What there is to add, in the words of who spoke. */
  readonly detail: string;
}

/** The words in a fault's body, and what the API's own leave open; anything else is passed on as it is. */
function faultWords({ status, detail }: Pick<ChangeRecord, 'status' | 'detail'>): string {
  if (!detail) return '';
  try {
    JSON.parse(detail);
  } catch {
    return detail;
  }
  return (
    currentProvider()
      .readFault(status ?? 0, null, detail)
      .messages.join(' ') || detail
  );
}

/** What is known of how a change ended. A write that was accepted and not read back is open, never a success. */
export function resultWords(record: ChangeRecord): ResultWords {
  const { sent, verdict, status } = record;
  if (!sent) return { kind: 'bad', label: 'Not sent', detail: 'It was announced and never sent. Nothing was changed.' };
  const words = faultWords(record);
  if (verdict === 'confirmed') return { kind: 'good', label: 'Verified', detail: words };
  if (verdict === 'failed')
    return { kind: 'bad', label: status !== null && status >= 400 ? `Refused (${status})` : 'Failed', detail: words };
  return { kind: 'open', label: 'Outcome unknown', detail: words };
}
