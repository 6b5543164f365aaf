import { useEffect, useReducer, useRef } from 'react';

/** More new rows than this in one go are a rush. */
const most = 6;
/** How long no new rush must have come before rows are filled in (milliseconds), and how many are a frame. */
const rest = 60;
const batch = 6;

/**
 * Which of the rendered rows show everything. Rows that come in a rush — a fast scroll, a letter in the search box — show their name at
 * once and the rest a few rows a frame, so that no frame takes long; the first rows of a page do not, as they are what it is waiting for.
 * Once filled in, a row stays so. `current`: the row that has focus or gets it, which is filled in at once.
 */
export function useDeferredRows(keys: readonly string[], current: string | null): ReadonlySet<string> {
  const filled = useRef(new Set<string>());
  const former = useRef<ReadonlySet<string>>(new Set());
  const lastRush = useRef(0);
  const [, drawAgain] = useReducer((times: number) => times + 1, 0);

  const now = new Set(keys);
  const fresh = keys.filter((key) => !former.current.has(key));
  const rush = former.current.size > 0 && fresh.length > most;
  for (const key of filled.current) if (!now.has(key)) filled.current.delete(key);
  for (const key of rush ? [] : fresh) filled.current.add(key);
  if (current !== null && now.has(current)) filled.current.add(current);

  useEffect(() => {
    former.current = now;
    if (rush) lastRush.current = performance.now();
    if (filled.current.size === now.size) return;
    let frame = requestAnimationFrame(function fill() {
      if (performance.now() - lastRush.current < rest) {
        frame = requestAnimationFrame(fill);
        return;
      }
      for (const key of keys.filter((each) => !filled.current.has(each)).slice(0, batch)) filled.current.add(key);
      drawAgain();
    });
    return () => cancelAnimationFrame(frame);
  });
  return filled.current;
}
