import { useCallback, useEffect, useRef } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { type LoadBalancerRef, refKey } from '../../model/load-balancer.ts';

/**
 * A dialog is a page of its own, so what opened it travels with the navigation: on close, focus goes back there. Give the opening
 * element `data-opener={openers.cog(ref)}` and navigate with `state={{ opener: openers.cog(ref) }}`.
 */
export const openers = {
  cog: (ref: LoadBalancerRef) => `cog ${refKey(ref)}`,
  actions: 'actions',
  pencil: 'pencil',
  pencilOf: (part: string) => `pencil ${part}`,
  change: 'change',
  edit: (name: string) => `edit ${name}`,
} as const;

interface OpenerState {
  readonly opener?: string;
}

/** Focuses what opened the dialog, or the page's heading when it is not there (after a reload). */
function focusOpener(opener: string | undefined): void {
  const found = opener ? document.querySelector<HTMLElement>(`[data-opener="${CSS.escape(opener)}"]`) : null;
  (found ?? document.querySelector<HTMLElement>('h1'))?.focus({ preventScroll: true });
}

/**
 * Leaves a dialog that is a child route: goes back when it was opened from inside the panel, otherwise to `parent`. Returns focus when
 * the dialog has gone, however it was closed. `fallback`: the opener to use when the dialog was opened by its address.
 */
export function useCloseDialog(parent: string, fallback?: string): () => void {
  const navigate = useNavigate();
  const location = useLocation();
  const state = location.state as OpenerState | null;
  const opener = useRef(state?.opener ?? fallback);
  useEffect(() => {
    const key = opener.current;
    // Whoever closes it at once does so before the focus has gone into it.
    const nowhere = [document.activeElement, document.body, null];
    return () => {
      requestAnimationFrame(() => {
        if (nowhere.includes(document.activeElement)) focusOpener(key);
      });
    };
  }, []);
  return useCallback(() => {
    if (state?.opener) navigate(-1);
    else navigate(parent, { replace: true });
  }, [navigate, parent, state]);
}
