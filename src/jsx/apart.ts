import { type ElementType, Fragment } from 'react';
import { jsx } from 'react/jsx-runtime';

/**
 * A browser's translation puts each text node into elements of its own. React knows only the text node: it loses later values, and where it
 * removes the text or puts something before it, it ends in "NotFoundError: … not a child of this node". A text that is all an element
 * holds is safe, as React then writes the element's content. So texts beside each other become one, and a text beside something else
 * gets an element of its own. Source: React issue 11538.
 */
const tag = 'hf-text' as ElementType;

/** What takes text only, or no element that it does not know. */
const textOnly: ReadonlySet<unknown> = new Set(['option', 'title', 'textarea', 'style', 'text', 'tspan']);

type Text = string | number | bigint;
const isText = (child: unknown): child is Text =>
  typeof child === 'string' || typeof child === 'number' || typeof child === 'bigint';
const isNothing = (child: unknown): boolean => child === null || child === undefined || typeof child === 'boolean';
const holdsText = (child: unknown): boolean => isText(child) || (Array.isArray(child) && child.some(holdsText));

/** White space alone is neither translated nor, in rows of boxes, anything to see. */
const inElement = (text: string, key?: string) => (text.trim() === '' ? text : jsx(tag, { children: text }, key));

/** Texts beside each other as one, at the place of the first: the others keep their places, or what comes after them would be made anew. */
function joined(children: readonly unknown[]): unknown[] {
  const all: unknown[] = [];
  let first = -1;
  for (const [at, child] of children.entries()) {
    if (isText(child) && first >= 0) {
      all[first] = `${all[first] as string}${child}`;
      all.push(null);
      continue;
    }
    if (isText(child)) first = at;
    else if (!isNothing(child)) first = -1;
    all.push(isText(child) ? String(child) : child);
  }
  return all;
}

/**
 * The children of an element with no text in them that a translation would take away from React. `fixed`: they are written in the source
 * and always as many, so they need no keys.
 */
export function apart(type: ElementType, children: unknown, fixed: boolean): unknown {
  const inFragment = type === Fragment;
  if (!holdsText(children)) return children;
  if (isText(children)) return inFragment ? inElement(String(children)) : children;
  const list = joined(children as readonly unknown[]);
  const alone = list.every((child) => isText(child) || isNothing(child));
  if (alone && !inFragment) return list.filter(isText).join('');
  if (textOnly.has(type)) return children;
  if (!fixed) return ofList(list, 0);
  return list.map((child, at) =>
    isText(child) ? inElement(String(child)) : Array.isArray(child) ? ofList(child, at) : child,
  );
}

/** A list within the children, as `map` makes it: whatever it holds has a key. */
const ofList = (list: readonly unknown[], at: number): unknown =>
  list.map((child, index) =>
    isText(child) ? inElement(String(child), `${at}-${index}`) : Array.isArray(child) ? ofList(child, index) : child,
  );
