/** A measurement that is stopped in its midst leaves no program behind that holds the ports of the next one. */
const closers = new Set<() => Promise<void>>();

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    // What was under way fails when its programs end, which says nothing.
    process.on('uncaughtException', () => undefined);
    Promise.allSettled([...closers].map((close) => close())).finally(() => process.exit(1));
  });
}

/** Calls `close` when the program is told to stop, unless the function that this returns was called before, which does the same. */
export function closing(close: () => Promise<unknown>): () => Promise<void> {
  const once = async () => {
    if (closers.delete(once)) await close();
  };
  closers.add(once);
  return once;
}
