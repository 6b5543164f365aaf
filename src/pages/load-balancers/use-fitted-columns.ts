import { type RefObject, useLayoutEffect, useMemo, useState } from 'react';
import { type FittedColumns, fitColumns } from './columns.ts';
import type { ListState } from './list-state.ts';

/** The columns that fit into the element; until it is measured, into the window. */
export function useFittedColumns(
  { hidden, kept }: Pick<ListState, 'hidden' | 'kept'>,
  element: RefObject<HTMLElement | null>,
): FittedColumns {
  const [room, setRoom] = useState(innerWidth);
  useLayoutEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => entry && setRoom(entry.contentRect.width));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return useMemo(() => fitColumns({ hidden, ...(kept ? { kept } : {}) }, room), [hidden, kept, room]);
}
