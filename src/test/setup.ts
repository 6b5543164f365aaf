import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// Long enough for a loaded machine; a wait ends as soon as its condition holds.
configure({ asyncUtilTimeout: 15_000 });

// What jsdom lacks and Mantine reads when a component mounts.
// Set for good: a test that puts its own stubs away must not take these.
window.matchMedia = (query: string): MediaQueryList => ({
  matches: false,
  media: query,
  onchange: null,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  addListener: () => undefined,
  removeListener: () => undefined,
  dispatchEvent: () => false,
});
window.ResizeObserver = class implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
};
window.scrollTo = () => undefined;
Object.assign(globalThis, { CSS: { escape: (text: string) => text.replace(/[^\w-]/g, '\\$&') } });
Element.prototype.scrollIntoView ??= () => undefined;

afterEach(cleanup);
