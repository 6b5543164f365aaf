import { useCallback, useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { type ListState, readListState, writeListState } from './list-state.ts';

/** Typing is shown at once and written to the address when it pauses this long (milliseconds). */
const pause = 250;

/** The list's state, kept in the address: Back, reload and the dialog find it again. */
export function useListState(): [ListState, (change: Partial<ListState>) => void] {
  const [query, setQuery] = useSearchParams();
  const address = query.toString();
  const written = useRef(address);
  const [state, setState] = useState(() => readListState(query));

  useEffect(() => {
    if (address === written.current) return;
    written.current = address;
    setState(readListState(new URLSearchParams(address)));
  }, [address]);

  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const change = useCallback(
    (part: Partial<ListState>) =>
      setState((former) => {
        const next = { ...former, ...part };
        clearTimeout(timer.current);
        timer.current = setTimeout(
          () => {
            const params = writeListState(next);
            written.current = params.toString();
            setQuery(params, { replace: true, preventScrollReset: true });
          },
          'search' in part ? pause : 0,
        );
        return next;
      }),
    [setQuery],
  );
  return [state, change];
}
