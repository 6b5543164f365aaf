import type { ElementType, JSX, Key, ReactElement } from 'react';
import * as react from 'react/jsx-dev-runtime';
import { withTextApart } from './jsx-runtime.ts';

export type { JSX };
export const { Fragment } = react;

type JsxDev = (
  type: ElementType,
  props: { readonly children?: unknown },
  key: Key | undefined,
  fixed: boolean,
  ...rest: unknown[]
) => ReactElement;

/** As jsx-runtime.ts, for the development server and tests. */
export const jsxDEV: JsxDev = (type, props, key, fixed, ...rest) => {
  const kept = withTextApart(type, props, fixed);
  return (react.jsxDEV as JsxDev)(type, kept, key, fixed && Array.isArray(kept.children), ...rest);
};
