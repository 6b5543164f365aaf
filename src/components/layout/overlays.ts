import type { SavedView } from '../../../contract/shared/saved-view.ts';
import { keyHandler } from '../controls/keys.ts';
import { createStore } from '../controls/use-store.ts';

/** What can be opened over any page. */
export interface Overlay {
  readonly kind: 'palette' | 'shortcuts' | 'requests' | 'feedback' | 'notifications' | 'project' | 'views';
  /** Of views: the one that is given another name, or that what the list shows becomes a new one. */
  readonly naming?: SavedView | 'new';
}

export const openOverlay = createStore<Overlay | null>(null);

let opener: HTMLElement | null = null;

/** Opens it; focus comes back to where it was when it closes. */
export function showOverlay(overlay: Overlay): void {
  if (!openOverlay.get()) opener = document.activeElement as HTMLElement | null;
  openOverlay.set(overlay);
}

let typed = { text: '', entered: false };

const collect = keyHandler((event: KeyboardEvent): void => {
  if (event.ctrlKey || event.metaKey) return;
  if (event.key === 'Enter') typed.entered = true;
  else if (event.key.length === 1) typed.text += event.key;
  else return;
  event.preventDefault();
  event.stopPropagation();
});

/** Opens the palette; what is typed until it stands there is not lost. */
export function showPalette(): void {
  if (openOverlay.get()?.kind === 'palette') return;
  typed = { text: '', entered: false };
  document.addEventListener('keydown', collect, true);
  showOverlay({ kind: 'palette' });
}

/** What was typed since the palette was asked for, and whether Enter ended it; asked for when its field has the focus, and told once. */
export function takeTyped(): { readonly text: string; readonly entered: boolean } {
  document.removeEventListener('keydown', collect, true);
  const taken = typed;
  typed = { text: '', entered: false };
  return taken;
}

export function closeOverlay(): void {
  document.removeEventListener('keydown', collect, true);
  openOverlay.set(null);
  const back = opener;
  opener = null;
  requestAnimationFrame(() => {
    if (back?.isConnected && (document.activeElement === document.body || document.activeElement === null))
      back.focus();
  });
}
