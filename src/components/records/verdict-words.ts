import { type ChangeRecord, isPersistenceChange } from '../../api/history/history.ts';

export interface ResultWords {
  readonly kind: 'good' | 'bad' | 'open' | 'plain';
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

/** How long after its sending a change may well be on its way to its read-back, in milliseconds. */
const usualWait = 30_000;

/**
 * What is known of how a change ended. A write that was accepted and not read back is open, never a success. `now`: milliseconds since
 * the Unix epoch.
 */
export function resultWords(record: ChangeRecord, now: number): ResultWords {
  const { verdict, status, detail } = record;
  const words = faultWords(detail);
  if (verdict === 'confirmed') return { kind: 'good', label: 'Read back', detail: words };
  if (verdict === 'failed')
    return {
      kind: 'bad',
      label: status !== null && status >= 400 ? `Refused (${status})` : 'Failed',
      detail: words,
    };
  if (isPersistenceChange(record)) {
    const early = verdict === null && now - Date.parse(record.at) < usualWait;
    return { kind: 'open', label: early ? 'Not read back yet' : 'Outcome not confirmed', detail: words };
  }
  if (status !== null && status < 300)
    return { kind: 'plain', label: `Accepted (${status})`, detail: words || 'Not read back.' };
  return { kind: 'open', label: status === null ? 'Outcome not known' : `Answered ${status}`, detail: words };
}
