import { useCallback, useEffect, useRef, useState } from 'react';
import { type NavigateOptions, useLocation, useNavigate, useNavigation } from 'react-router';
import { type ListState, readListState, writeListState } from './list-state.ts';
import { rememberColumns, withRememberedColumns } from './remembered-columns.ts';

/** Typing is shown at once and written to the address when it pauses this long (milliseconds). */
const pause = 500;

/** Goes elsewhere. `to`: a path, or what makes one of the list's part of the address, such as `?q=web`. */
export type Leave = (to: string | ((search: string) => string), options?: NavigateOptions) => Promise<void>;

const queryOf = (state: ListState): string => {
  const query = String(writeListState(state));
  return query === '' ? '' : `?${query}`;
};

const inAddress = (search: string): ListState => readListState(new URLSearchParams(search));

/** The list's state, kept in the address: Back, reload and the dialog find it again. */
export function useListState(): [ListState, (change: Partial<ListState>) => void, Leave] {
  const location = useLocation();
  const navigate = useNavigate();
  const going = useNavigation().state !== 'idle';
  const address = queryOf(inAddress(location.search));
  const [state, setState] = useState(() => withRememberedColumns(inAddress(location.search)));

  /** The address that this page last wrote or read, and the one that is still to be written. */
  const written = useRef(address);
  const unwritten = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef({ location, going, state });
  latest.current = { location, going, state };

  useEffect(() => {
    if (address === written.current) return;
    written.current = address;
    unwritten.current = null;
    setState(withRememberedColumns(inAddress(address)));
  }, [address]);

  const write = useCallback(async () => {
    clearTimeout(timer.current);
    const search = unwritten.current;
    if (search === null) return;
    unwritten.current = null;
    written.current = search;
    const { pathname, state: kept } = latest.current.location;
    await navigate({ pathname, search }, { replace: true, state: kept, preventScrollReset: true });
  }, [navigate]);

  // A navigation that is under way would be given up for this one: the address is written when it is over.
  useEffect(() => {
    if (!going && unwritten.current !== null) void write();
  }, [going, write]);

  useEffect(() => () => clearTimeout(timer.current), []);

  const change = useCallback(
    (part: Partial<ListState>) => {
      const next = { ...latest.current.state, ...part };
      if (part.hidden || part.kept) rememberColumns(next);
      latest.current.state = next;
      setState(next);
      unwritten.current = queryOf(next);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => (latest.current.going ? undefined : void write()), 'search' in part ? pause : 0);
    },
    [write],
  );

  const leave = useCallback<Leave>(
    async (to, options) => {
      await write();
      await navigate(typeof to === 'string' ? to : to(queryOf(latest.current.state)), options);
    },
    [navigate, write],
  );
  return [state, change, leave];
}
