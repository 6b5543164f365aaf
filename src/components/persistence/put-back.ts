import { type ChangeRequest, persistenceChanges } from '../../api/changes/persistence-change.ts';
import { toast } from '../notifications/Toasts.tsx';

/** The change that takes another one back. */
export const reversed = ({ ref, name, before, after }: ChangeRequest): ChangeRequest => ({
  ref,
  name,
  before: after,
  after: before,
  reason: 'Put back',
  run: null,
  whenBusy: 'wait',
});

/** Starts the change back; like any change it is checked, sent once, settled and read back. */
export function putBack(change: ChangeRequest): void {
  persistenceChanges.start(reversed(change)).catch((error: unknown) => {
    toast({ tone: 'error', text: error instanceof Error ? error.message : String(error) });
  });
}
