import { type RefObject, useEffect, useState } from 'react';

/** How long no new rush must have come before rows are filled in, and how many are a frame. */
const rest = 60;
const batch = 6;

const waiting = new Set<() => void>();
let lastRush = 0;
let running = false;

function step(): void {
  if (performance.now() - lastRush >= rest)
    for (const fill of [...waiting].slice(0, batch)) {
      waiting.delete(fill);
      fill();
    }
  running = waiting.size > 0;
  if (running) requestAnimationFrame(step);
}

/** Many rows came at once: those that come now wait to be filled in. */
export function noteRush(): void {
  lastRush = performance.now();
}

/**
 * Whether a row shows everything. Rows that come in a rush — a fast scroll, a letter in the search box — show their name at once and the
 * rest a few rows a frame, so that no frame takes long. Once filled in, a row stays so.
 */
export function useFilled(rush: RefObject<boolean>): boolean {
  const [filled, setFilled] = useState(() => !rush.current);
  useEffect(() => {
    if (filled) return;
    const fill = () => setFilled(true);
    waiting.add(fill);
    if (!running) {
      running = true;
      requestAnimationFrame(step);
    }
    return () => {
      waiting.delete(fill);
    };
  }, [filled]);
  return filled;
}
