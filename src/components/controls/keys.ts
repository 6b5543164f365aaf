import type { KeyboardEvent as ReactKeyboardEvent } from 'react';

/**
 * Whether an input method is using the key to compose text. Safari sends the Enter that ends a composition only after
 * `compositionend`; there the key code 229 tells it. Source: UI Events, "Key Events During Composition".
 */
const isComposing = (event: ReactKeyboardEvent | KeyboardEvent): boolean => {
  const { isComposing: composing, keyCode } = 'nativeEvent' in event ? event.nativeEvent : event;
  return composing || keyCode === 229;
};

/** A handler of keys that leaves alone what belongs to an input method. Every key handler of the panel goes through it. */
export const keyHandler =
  <E extends ReactKeyboardEvent | KeyboardEvent>(handle: (event: E) => void) =>
  (event: E): void => {
    if (!isComposing(event)) handle(event);
  };
