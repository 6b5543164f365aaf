import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import { useNavigationType } from 'react-router';
import { type LoadBalancer, refKey } from '../../api/model.ts';
import { detailsIndex } from './details-index.ts';
import { noteRush } from './row-filling.ts';

/** Where the list was scrolled to when it was last left, so that Back finds the place again. */
let lastOffset = 0;

interface RowWindowOptions {
  rows: readonly LoadBalancer[];
  scroller: RefObject<HTMLElement | null>;
  /** Height of one row and of what sticks above the rows, in pixels. */
  size: number;
  head: number;
  /** Height of what scrolls away above the rows, in pixels. */
  margin?: number;
  /** A row that stays rendered wherever the list is scrolled to, because focus is in it. */
  keep: number;
}

/** What stands above the list on a screen of usual width, in pixels. */
const above = 200;

/** More new rows than this in one go are a rush. */
const most = 6;

/** Tells rows that come now whether they come in a rush. The first rows of a page never do: they are what it is waiting for. */
function useRush(keys: readonly unknown[]): RefObject<boolean> {
  const rush = useRef(false);
  const former = useRef<ReadonlySet<unknown>>(new Set());
  const now = new Set(keys);
  const fresh = keys.filter((key) => !former.current.has(key)).length;
  rush.current = former.current.size > 0 && fresh > most;
  useEffect(() => {
    former.current = now;
    if (rush.current) noteRush();
  });
  return rush;
}

/** The index of the kept row where it does not follow on the others; -1 where it does. */
function apartOf(items: readonly { index: number }[], keep: number): number {
  const [first, second] = items;
  const [last, former] = [items.at(-1), items.at(-2)];
  const isFirst = first?.index === keep && second !== undefined && second.index !== keep + 1;
  const isLast = last?.index === keep && former !== undefined && former.index !== keep - 1;
  return isFirst || isLast ? keep : -1;
}

/**
 * The rows that are rendered: those in sight, a few around them, and the one that has focus. Reads the details of those in sight.
 *
 * They follow each other in the flow, `lead` pixels below the top of the list; only the row `apart` has a place of its own. A place of its
 * own for every row would be an inline style for each, and Chromium finds the styles of such rows the slower the more of them have gone by.
 */
export function useRowWindow({ rows, scroller, size, head, margin = 0, keep }: RowWindowOptions) {
  const back = useNavigationType() === 'POP';
  const extract = useCallback(
    (range: Range) => {
      const indexes = defaultRangeExtractor(range);
      if (keep < 0 || keep >= range.count || indexes.includes(keep)) return indexes;
      return [...indexes, keep].sort((a, b) => a - b);
    },
    [keep],
  );
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => size,
    overscan: 4,
    scrollPaddingEnd: head,
    scrollMargin: margin,
    rangeExtractor: extract,
    initialOffset: back ? lastOffset : 0,
    // Until it is measured, the list is taken to fill the window: rows that come later come in a rush.
    initialRect: { width: innerWidth, height: Math.max(0, innerHeight - above) },
  });
  const items = virtualizer.getVirtualItems().flatMap(({ index, start }) => {
    const row = rows[index];
    return row ? [{ index, start, row, key: refKey(row) }] : [];
  });
  const apart = apartOf(items, keep);
  const lead = items.find(({ index }) => index !== apart)?.start ?? margin;
  const { startIndex = 0, endIndex = -1 } = virtualizer.range ?? {};

  const rush = useRush(items.map(({ key }) => key));

  const restored = useRef(!back || lastOffset === 0);
  useEffect(() => {
    if (restored.current || rows.length === 0 || !scroller.current) return;
    restored.current = true;
    scroller.current.scrollTop = lastOffset;
  }, [rows.length, scroller]);
  // The element itself cannot say any more: the page gives up its fixed height before its parts are taken away.
  useLayoutEffect(
    () => () => {
      lastOffset = virtualizer.scrollOffset ?? 0;
      detailsIndex.look([]);
    },
    [virtualizer],
  );

  // Only where the list comes to rest: a fast scroll must not ask for every row that flies past. On a slow machine the time alone would
  // pass between two frames of it, so one more frame has to come without a scroll.
  useEffect(() => {
    let frame = 0;
    const timer = setTimeout(() => {
      frame = requestAnimationFrame(() => detailsIndex.look(rows.slice(startIndex, endIndex + 1)));
    }, 120);
    return () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
    };
  }, [rows, startIndex, endIndex]);

  return { virtualizer, items, apart, lead: lead - margin, rush };
}
