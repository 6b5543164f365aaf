import { type ComponentType, createElement, lazy, useState } from 'react';

/** Milliseconds between attempts to load a part's code while the panel server is away. */
const pause = 2_000;

type LazyPart<Props extends object> = ComponentType<Props> & {
  /** Loads the code before it is needed. A part whose code is here is drawn at once, without a moment of nothing. */
  preload(): void;
};

/**
 * A part of a page whose code comes when it is first shown. A load that fails is tried again and never reaches the page: what is
 * typed in the rest of it would be lost.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): LazyPart<Props> {
  let loaded: ComponentType<Props> | undefined;
  const once = async () => {
    const part = await load();
    loaded = part.default;
    return part;
  };
  const untilLoaded = (): ReturnType<typeof load> =>
    once().catch(() => new Promise((resolve) => setTimeout(() => resolve(untilLoaded()), pause)));
  const Later: ComponentType<Props> = lazy(untilLoaded);
  const now = () => loaded ?? Later;
  return Object.assign((props: Props) => createElement(Drawn<Props>, { now, props }), {
    preload: () => void once().catch(() => undefined),
  });
}

/** The same one for as long as it is shown: a change would draw it anew. */
function Drawn<Props extends object>({ now, props }: { now(): ComponentType<Props>; props: Props }) {
  const [Part] = useState(now);
  return createElement(Part, props);
}
