import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import { pageUnder } from '../../model/paths.ts';

/**
 * Says the name of a new page once and moves focus to its heading. A dialog that is a page of its own names itself and keeps focus,
 * so moving to or from one is silent.
 */
export function Announcer() {
  const { pathname } = useLocation();
  const [said, setSaid] = useState('');
  const former = useRef(pageOf(pathname));
  // In the same moment as the page changes, so that what had the focus before is known.
  useLayoutEffect(() => {
    const page = pageOf(pathname);
    if (page === former.current) return;
    former.current = page;
    const before = document.activeElement;
    return whenHeading((heading) => {
      setSaid(heading.textContent ?? '');
      heading.tabIndex = -1;
      // Focus that somebody has put into the new page meanwhile stays there, as in its search field.
      const focused = document.querySelector('main :focus');
      const taken = focused !== null && focused !== before;
      if (!taken && !document.querySelector('[role=dialog]')) heading.focus({ preventScroll: true });
    });
  }, [pathname]);
  return (
    <div role="status" aria-live="polite" className="visually-hidden">
      {said}
    </div>
  );
}

const pageOf = (pathname: string): string => pageUnder(pathname).replace(/^\/explorer\/.*/, '/explorer');

/** Calls back with the page's heading as soon as it stands there; gives up after five seconds. */
function whenHeading(found: (heading: HTMLElement) => void): () => void {
  let frame = 0;
  const end = performance.now() + 5_000;
  const look = () => {
    const heading = document.querySelector<HTMLElement>('main h1');
    if (heading) found(heading);
    else if (performance.now() < end) frame = requestAnimationFrame(look);
  };
  frame = requestAnimationFrame(look);
  return () => cancelAnimationFrame(frame);
}

const tab = { prefix: '', page: 'Holdfast' };

function nameTab(change: Partial<typeof tab>): void {
  Object.assign(tab, change);
  const title = tab.prefix + tab.page;
  if (document.title !== title) document.title = title;
}

/** Names the browser tab after the page. */
export function useTitle(title: string): void {
  useEffect(() => nameTab({ page: title ? `${title} · Holdfast` : 'Holdfast' }), [title]);
}

/** What stands in front of the page's name in the browser tab, whichever page that is. */
export const setTitlePrefix = (prefix: string): void => nameTab({ prefix });
