import { type RefObject, useEffect } from 'react';

/**
 * A button that ends what it stands in is gone with it. Its focus goes to the heading of its section, or where that is gone, too, to the
 * first one that stands there now: never to the body.
 */
export function useKeptFocus(page: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const root = page.current;
    if (!root) return;
    let focused: Element | null = null;
    let heading: HTMLElement | null = null;
    const note = ({ target }: FocusEvent) => {
      focused = target as Element;
      heading = focused.closest('section')?.querySelector('h2') ?? null;
    };
    const observer = new MutationObserver(() => {
      if (!focused || focused.isConnected) return;
      focused = null;
      if (document.activeElement !== document.body) return;
      const next = heading?.isConnected
        ? heading
        : (root.querySelector<HTMLElement>('h2') ?? root.querySelector<HTMLElement>('h1'));
      if (!next) return;
      next.tabIndex = -1;
      next.focus({ preventScroll: true });
      next.scrollIntoView({ block: 'nearest' });
    });
    root.addEventListener('focusin', note);
    observer.observe(root, { childList: true, subtree: true });
    return () => {
      root.removeEventListener('focusin', note);
      observer.disconnect();
    };
  }, [page]);
}
