import type { ElementType, JSX, Key, ReactElement } from 'react';
import * as react from 'react/jsx-runtime';
import { apart } from './apart.ts';

export type { JSX };
export const { Fragment } = react;

interface Props {
  readonly children?: unknown;
}

export const withTextApart = (type: ElementType, props: Props, fixed: boolean): Props => {
  const children = apart(type, props.children, fixed);
  return children === props.children ? props : { ...props, children };
};

/** React's own, with texts kept apart from what stands beside them: see apart.ts. */
export const jsx = (type: ElementType, props: Props, key?: Key): ReactElement =>
  react.jsx(type, withTextApart(type, props, false), key);

export function jsxs(type: ElementType, props: Props, key?: Key): ReactElement {
  const kept = withTextApart(type, props, true);
  return Array.isArray(kept.children) ? react.jsxs(type, kept, key) : react.jsx(type, kept, key);
}
