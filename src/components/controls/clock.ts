import { useSyncExternalStore } from 'react';

/** One timer for everything on the page that shows time passing. It stands still while the tab is hidden. */
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = Date.now();
    timer = setInterval(() => document.visibilityState === 'visible' && tick(), 1_000);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

/** Milliseconds since the Unix epoch, in steps of `step` milliseconds: a component renders once a step. */
export const useNow = (step = 1_000): number => useSyncExternalStore(subscribe, () => Math.floor(now / step) * step);
