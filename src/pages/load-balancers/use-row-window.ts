import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { useNavigationType } from 'react-router';
import { inventory } from '../../api/inventory/inventory.ts';
import { useWindow } from '../../components/controls/use-virtual-rows.ts';
import { type LoadBalancer, refKey } from '../../model/load-balancer.ts';

/** Where the list was scrolled to when it was last left, so that Back finds the place again. */
let lastOffset = 0;

interface RowWindowOptions {
  rows: readonly LoadBalancer[];
  scroller: RefObject<HTMLElement | null>;
  holder: RefObject<HTMLElement | null>;
  /** Height of one row and of what sticks above the rows, in pixels. */
  size: number;
  head: number;
  /** A row that stays rendered wherever the list is scrolled to, because focus is in it. */
  keep: number;
}

/** What stands above the list on a screen of usual width, in pixels. */
const above = 200;

/**
 * The rows that are rendered: those in sight, a few around them, and the one that has focus. Reads the details of those in sight.
 *
 * They follow each other in the flow, `lead` pixels below the top of the list; only the row `apart` has a place of its own. A place of its
 * own for every row would be an inline style for each, and Chromium finds the styles of such rows the slower the more of them have gone by.
 */
export function useRowWindow({ rows, scroller, holder, size, head, keep }: RowWindowOptions) {
  const back = useNavigationType() === 'POP';
  const { sight, rendered, total, top, reveal } = useWindow({
    count: rows.length,
    size,
    scroller,
    holder,
    head,
    around: 4,
    // Until it is measured, the list is taken to fill the window: rows that come later come in a rush.
    first: { top: back ? lastOffset : 0, height: Math.max(0, innerHeight - above) },
  });
  const [from, to] = rendered;
  const [first, end] = sight;
  const itemOf = (row: LoadBalancer, index: number) => ({ index, row, key: refKey(row) });
  const items = rows.slice(from, to).map((row, at) => itemOf(row, from + at));
  const kept = keep >= from && keep < to ? undefined : rows[keep];
  const apart = kept ? itemOf(kept, keep) : null;
  if (apart) items.splice(keep < from ? 0 : items.length, 0, apart);

  const drawn = useRef(size);
  useLayoutEffect(() => {
    // Rows of another height: the one at the top stays there.
    if (size !== drawn.current && scroller.current) scroller.current.scrollTop *= size / drawn.current;
    drawn.current = size;
  }, [size, scroller]);

  const restored = useRef(!back || lastOffset === 0);
  useEffect(() => {
    if (restored.current || rows.length === 0 || !scroller.current) return;
    restored.current = true;
    scroller.current.scrollTop = lastOffset;
  }, [rows.length, scroller]);
  // The element itself cannot say any more: the page gives up its fixed height before its parts are taken away.
  useLayoutEffect(
    () => () => {
      lastOffset = top.current;
      inventory.details.look([]);
    },
    [top],
  );

  // Only where the list comes to rest: a fast scroll must not ask for every row that flies past. On a slow machine the time alone would
  // pass between two frames of it, so one more frame has to come without a scroll.
  useEffect(() => {
    let frame = 0;
    const timer = setTimeout(() => {
      frame = requestAnimationFrame(() => inventory.details.look(rows.slice(first, end)));
    }, 120);
    return () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
    };
  }, [rows, first, end]);

  return { items, apart, lead: from * size, total, reveal };
}
