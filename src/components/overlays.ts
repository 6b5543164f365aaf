import { createStore } from './use-store.ts';

/** What can be opened over any page. */
export type Overlay =
  | { readonly kind: 'palette' | 'shortcuts' | 'requests' }
  | { readonly kind: 'feedback'; readonly operation?: string };

export const openOverlay = createStore<Overlay | null>(null);

let opener: HTMLElement | null = null;

/** Opens it; focus comes back to where it was when it closes. */
export function showOverlay(overlay: Overlay): void {
  if (!openOverlay.get()) opener = document.activeElement as HTMLElement | null;
  openOverlay.set(overlay);
}

export function closeOverlay(): void {
  openOverlay.set(null);
  const back = opener;
  opener = null;
  requestAnimationFrame(() => {
    if (back?.isConnected && (document.activeElement === document.body || document.activeElement === null))
      back.focus();
  });
}
