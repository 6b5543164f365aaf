import { queryClient } from '../http/query-client.ts';
import { type Owner, ownerOf, sessionQuery } from '../http/session.ts';
import type { Change } from './change-store.ts';
import { forgetQueued, keepQueued } from './queued-changes.ts';

/** Whose the page's changes are: null when nobody is signed in. */
function owner(): Owner | null {
  const state = queryClient.getQueryData(sessionQuery.queryKey);
  return state?.signedIn ? ownerOf(state.session) : null;
}

/** Keeps the changes of this page that wait in the browser's storage. */
export const pageQueue = {
  async keep({
    kind,
    key,
    subject,
    name,
    partName,
    before,
    after,
    step,
    reason,
  }: Omit<Change, 'state'>): Promise<void> {
    const whose = owner();
    if (!whose) return;
    const part = partName === undefined ? {} : { partName };
    await keepQueued({
      ...whose,
      kind: kind.name,
      key,
      at: Date.now(),
      subject,
      name,
      ...part,
      before: kind.recorded(before),
      after: kind.recorded(step?.to ?? after),
      reason,
    });
  },
  forget({ key }: Omit<Change, 'state'>): void {
    const whose = owner();
    if (whose) forgetQueued({ ...whose, key });
  },
};
