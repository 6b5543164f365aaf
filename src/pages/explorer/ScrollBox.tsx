import type { ComponentProps } from 'react';

/** Not every browser lets the keyboard reach what scrolls by itself; axe asks for it (scrollable-region-focusable). */
const reachable = { tabIndex: 0 } as const;

/** A part of the page that scrolls by itself, under a name. */
export const ScrollBox = ({ label, ...rest }: ComponentProps<'section'> & { label: string }) => (
  <section {...rest} {...reachable} aria-label={label} />
);
