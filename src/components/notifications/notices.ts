import type { ReactNode } from 'react';
import { createStore } from '../controls/use-store.ts';

export interface ToastContent {
  readonly tone?: 'success' | 'error' | 'info';
  readonly text: ReactNode;
  readonly actions?: readonly { readonly label: string; run(): void }[];
}

/** What the user was told. */
export interface Notice extends ToastContent {
  readonly id: number;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** Whether it stands at the edge of the page. */
  readonly open: boolean;
  /** Whether the user has closed it, or seen it behind the bell. */
  readonly read: boolean;
}

/** What stands at the edge of the page at once, errors besides: none of those goes before it was closed. */
const mostOpen = 4;
/** What is kept behind the bell. */
const mostKept = 100;

/** Oldest first, as long as the page is there. */
export const notices = createStore<readonly Notice[]>([]);

let nextId = 1;

const change = (id: number, part: Partial<Notice>) =>
  notices.set(notices.get().map((each) => (each.id === id ? { ...each, ...part } : each)));

/** Tells the user something at the edge of the page, and keeps it behind the bell. Returns a function that takes it from the edge. */
export function toast(content: ToastContent): () => void {
  const id = nextId++;
  const all = [...notices.get(), { ...content, id, at: Date.now(), open: true, read: false }].slice(-mostKept);
  const passing = all.filter(({ open, tone }) => open && tone !== 'error');
  const gone = new Set(passing.slice(0, Math.max(0, passing.length - mostOpen)).map((each) => each.id));
  notices.set(all.map((each) => (gone.has(each.id) ? { ...each, open: false } : each)));
  return () => change(id, { open: false });
}

/** Its time at the edge is over. */
export const expire = (id: number): void => change(id, { open: false });

/** The user has done with it. */
export const close = (id: number): void => change(id, { open: false, read: true });

/** The user sees all of them behind the bell, so none has to stand at the edge too. */
export const readAll = (): void => notices.set(notices.get().map((each) => ({ ...each, open: false, read: true })));
