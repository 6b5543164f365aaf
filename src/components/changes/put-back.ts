import type { ChangeRequest } from '../../api/changes/change.ts';
import { changes, reversed } from '../../api/changes/changes.ts';
import { toast } from '../notifications/notices.ts';

/** Starts the change back; like any change it is checked, sent once, settled and read back. */
export function putBack<Value>(change: ChangeRequest<Value>): void {
  changes.startInSteps(reversed(change)).catch((error: unknown) => {
    toast({ tone: 'error', text: error instanceof Error ? error.message : String(error) });
  });
}
