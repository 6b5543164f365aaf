import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

/** Milliseconds between attempts to load a part's code while the panel server is away. */
const pause = 2_000;

/**
 * A part of a page whose code comes when it is first shown. A load that fails is tried again and never reaches the page: what is
 * typed in the rest of it would be lost.
 */
export function lazyPart<Props>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): LazyExoticComponent<ComponentType<Props>> {
  const untilLoaded = (): Promise<{ default: ComponentType<Props> }> =>
    load().catch(() => new Promise((resolve) => setTimeout(() => resolve(untilLoaded()), pause)));
  return lazy(untilLoaded);
}
