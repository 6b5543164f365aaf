import { useLayoutEffect } from 'react';
import { useNavigate } from 'react-router';
import { paths } from '../../model/paths.ts';
import { keyHandler } from '../controls/keys.ts';
import { openOverlay, showOverlay, showPalette } from '../layout/overlays.ts';

const key = 'holdfast-single-keys';

/** Whether single keys work: people who speak their input, or whose keys bounce, can turn them off. Source: WCAG 2.2, 2.1.4. */
export function singleKeys(): boolean {
  try {
    return localStorage.getItem(key) !== 'off';
  } catch {
    return true;
  }
}

export function setSingleKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(key);
    else localStorage.setItem(key, 'off');
  } catch {
    // Storage can be forbidden; the keys then stay as they are.
  }
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    /^(TEXTAREA|SELECT)$/.test(target.tagName) ||
    (target instanceof HTMLInputElement && !/^(checkbox|radio|button)$/.test(target.type)));

/** Focuses the page's search field; a page without one gives way to the list. */
function focusSearch(navigate: (to: string) => void): void {
  const field = document.querySelector<HTMLInputElement>('[data-search]');
  if (field) {
    field.focus();
    field.select();
    return;
  }
  navigate(paths.list());
  const end = performance.now() + 3_000;
  const look = () => {
    const found = document.querySelector<HTMLInputElement>('[data-search]');
    if (found) found.focus();
    else if (performance.now() < end) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Listens for the keys that work on every page. */
export function useShortcuts(): void {
  const navigate = useNavigate();
  // With the first sight of the page, not a moment later: a key pressed between would be lost.
  useLayoutEffect(() => {
    const onKey = keyHandler((event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        showPalette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !singleKeys()) return;
      if (openOverlay.get() || document.querySelector('[role=dialog]')) return;
      if (event.key === '/') focusSearch(navigate);
      else if (event.key === '?') showOverlay({ kind: 'shortcuts' });
      else return;
      event.preventDefault();
    });
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [navigate]);
}
