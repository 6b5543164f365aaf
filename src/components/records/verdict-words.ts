import type { ChangeRecord } from '../../api/history/history.ts';

export interface ResultWords {
  readonly kind: 'good' | 'bad' | 'open';
  readonly label: string;
  /** What there is to add, in the words of who spoke. */
  readonly detail: string;
}

/** The words in a fault's body; anything else is passed on as it is. */
export function faultWords(detail: string | null): string {
  if (!detail) return '';
  try {
    const body = JSON.parse(detail);
    const messages = body?.validationErrors?.messages ?? [body?.message];
    return messages.filter((each: unknown) => typeof each === 'string').join(' ') || detail;
  } catch {
    return detail;
  }
}

/** What is known of how a change ended. A write that was accepted and not read back is open, never a success. */
export function resultWords({ sent, verdict, status, detail }: ChangeRecord): ResultWords {
  if (!sent) return { kind: 'bad', label: 'Not sent', detail: 'It was announced and never sent. Nothing was changed.' };
  const words = faultWords(detail);
  if (verdict === 'confirmed') return { kind: 'good', label: 'Verified', detail: words };
  if (verdict === 'failed')
    return { kind: 'bad', label: status !== null && status >= 400 ? `Refused (${status})` : 'Failed', detail: words };
  return { kind: 'open', label: 'Outcome unknown', detail: words };
}
