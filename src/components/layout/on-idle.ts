/** Milliseconds that the page has for itself: what it shows first is not to wait for what may be needed later. */
const first = 5_000;

/** Runs it once the page is there and the browser has nothing else to do; returns a function that calls it off. */
export function onIdle(run: () => void): () => void {
  let request: number | undefined;
  const timer = setTimeout(() => {
    // Safari has none.
    if (typeof requestIdleCallback === 'function') request = requestIdleCallback(run);
    else run();
  }, first);
  return () => {
    clearTimeout(timer);
    if (request !== undefined) cancelIdleCallback(request);
  };
}
