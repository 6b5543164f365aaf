import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

interface WindowOptions {
  count: number;
  /** Height of each row, in pixels. */
  size: number;
  /** What scrolls, and what holds nothing but the rows. */
  scroller: RefObject<HTMLElement | null>;
  holder: RefObject<HTMLElement | null>;
  /** Height of what covers the top of the scroller while the rows scroll, in pixels. */
  head?: number;
  /** Rows to render above and below those in sight. */
  around: number;
  /** What to take for position and height until they can be measured, in pixels. */
  first: { readonly top: number; readonly height: number };
}

export interface RowWindow {
  /** Indexes of the rows in sight, and of those to render: from the first to before the last. */
  readonly sight: readonly [from: number, to: number];
  readonly rendered: readonly [from: number, to: number];
  /** Height of all rows, in pixels. */
  readonly total: number;
  /** How far the list was scrolled when it was last seen, in pixels. */
  readonly top: RefObject<number>;
  /** Scrolls until a row is in sight: no further than needed, or until it stands in the middle. */
  reveal(index: number, align?: 'near' | 'center'): void;
}

/** Distance from the top edge of `area` to that of `element`, in pixels; negative when it is scrolled away. */
const offsetIn = (area: HTMLElement, element: HTMLElement): number =>
  element.getBoundingClientRect().top - area.getBoundingClientRect().top;

/** Which rows of equal height are in sight. Renders anew only when that changes, and then before the next frame is painted. */
export function useWindow({ count, size, scroller, holder, head = 0, around, first }: WindowOptions): RowWindow {
  const placeOf = useCallback(
    (hidden: number, height: number) => ({
      // Far down a long list, places are given to a fraction of a pixel only.
      at: Math.floor(Math.max(0, Math.round(hidden)) / size),
      fits: Math.ceil(height / size) + 1,
    }),
    [size],
  );
  const [place, setPlace] = useState(() => placeOf(first.top, first.height));
  const top = useRef(first.top);

  // A layout effect would be too early: the element that scrolls is drawn by a component further up.
  useEffect(() => {
    const [area, rows] = [scroller.current, holder.current];
    if (!area || !rows) return;
    const look = () => {
      top.current = area.scrollTop;
      const now = placeOf(head - offsetIn(area, rows), area.clientHeight - head);
      setPlace((former) => (former.at === now.at && former.fits === now.fits ? former : now));
    };
    const onScroll = () => flushSync(look);
    look();
    area.addEventListener('scroll', onScroll, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(area);
    return () => {
      area.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, [scroller, holder, head, placeOf]);

  const reveal = useCallback(
    (index: number, align: 'near' | 'center' = 'near') => {
      const [area, rows] = [scroller.current, holder.current];
      if (!area || !rows) return;
      const start = offsetIn(area, rows) + index * size;
      const room = area.clientHeight - size;
      if (align === 'center') area.scrollTop += start - (room + head) / 2;
      else if (start < head) area.scrollTop += start - head;
      else if (start > room) area.scrollTop += start - room;
    },
    [scroller, holder, size, head],
  );

  const within = (index: number) => Math.min(Math.max(index, 0), count);
  // A list that became shorter has not been scrolled back yet.
  const from = Math.min(place.at, Math.max(0, count - place.fits));
  const to = from + place.fits;
  return {
    sight: [within(from), within(to)],
    rendered: [within(from - around), within(to + around)],
    total: count * size,
    top,
    reveal,
  };
}
