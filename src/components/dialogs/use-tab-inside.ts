import { useEffect } from 'react';
import { keyHandler } from '../controls/keys.ts';

/**
 * While nothing has the focus, as before a dialog has moved it inside or after what had it has gone, Tab goes on inside the topmost
 * dialog: without this the browser starts at the top of the page, behind the dialog.
 */
export function useTabInside(): void {
  useEffect(() => {
    const keep = keyHandler((event: KeyboardEvent) => {
      const lost = document.activeElement === document.body || document.activeElement === null;
      if (event.key === 'Tab' && lost)
        [...document.querySelectorAll<HTMLElement>('[aria-modal="true"]')].at(-1)?.focus();
    });
    document.addEventListener('keydown', keep, true);
    return () => document.removeEventListener('keydown', keep, true);
  }, []);
}
