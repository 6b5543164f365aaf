/** Runs it once the browser has nothing else to do; returns a function that calls it off. */
export function onIdle(run: () => void): () => void {
  // Safari has none.
  if (typeof requestIdleCallback !== 'function') {
    const timer = setTimeout(run, 1_000);
    return () => clearTimeout(timer);
  }
  const request = requestIdleCallback(run, { timeout: 3_000 });
  return () => cancelIdleCallback(request);
}
