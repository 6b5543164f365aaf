import { type ListState, readListState, writeListState } from './list-state.ts';

/** The columns that were chosen last in this browser, as the list's address says them. */
const key = 'holdfast-columns';

type Columns = Pick<ListState, 'hidden' | 'kept'>;

/** The state with the columns that were chosen last, where its address says nothing of columns. */
export function withRememberedColumns(state: ListState): ListState {
  if (state.hidden.length > 0 || state.kept || state.everyColumn) return state;
  let kept = '';
  try {
    kept = localStorage.getItem(key) ?? '';
  } catch {
    // Storage can be forbidden; the list then begins with every column.
  }
  const { hidden, kept: shown } = readListState(new URLSearchParams(kept));
  return { ...state, hidden, ...(shown ? { kept: shown } : {}) };
}

export function rememberColumns({ hidden, kept }: Columns): void {
  const nothing = readListState(new URLSearchParams());
  const chosen = String(writeListState({ ...nothing, hidden, ...(kept ? { kept } : {}) }));
  try {
    if (chosen === '') localStorage.removeItem(key);
    else localStorage.setItem(key, chosen);
  } catch {
    // The choice then lasts as long as the address.
  }
}
