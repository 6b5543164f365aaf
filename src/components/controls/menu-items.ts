import type { ReactNode } from 'react';

export interface MenuChoice {
  readonly label: string;
  readonly icon?: ReactNode;
  /** The item is a choice of several or an on/off switch: checked or not. */
  readonly checked?: boolean;
  readonly kind?: 'radio' | 'checkbox';
  readonly danger?: boolean;
  /** Why it cannot be used now; shown under the label. */
  readonly reason?: string | null | undefined;
  /** The key that does the same on the row itself, as KeyboardEvent names it; in the menu it goes to the item. */
  readonly shortcut?: string;
  /** Keep the menu open after choosing, for switches. */
  readonly stays?: boolean;
  onSelect(): void;
}

/** A heading begins a group of those that follow. */
export type MenuItem = MenuChoice | { readonly heading: string };

export interface MenuListProps {
  id: string;
  items: readonly MenuItem[];
  anchor: HTMLElement;
  side: 'below-start' | 'below-end';
  /** Which item has the focus first. */
  start: 'first' | 'last';
  close(refocus: boolean): void;
}
