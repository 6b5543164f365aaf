const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/**
 * Makes ids that sort by the time they were made, also within one millisecond and when the clock is set back: 12 hex digits of
 * time, 4 of a counter, 16 of chance. `now`: milliseconds since the Unix epoch.
 */
export function sortableIds(now: () => number): () => string {
  let time = 0;
  let count = 0;
  return () => {
    const present = Math.floor(now());
    if (present > time) {
      time = present;
      count = 0;
    } else if (++count > 0xffff) {
      time += 1;
      count = 0;
    }
    const [high, low] = crypto.getRandomValues(new Uint32Array(2));
    return hex(time, 12) + hex(count, 4) + hex(high!, 8) + hex(low!, 8);
  };
}

export const sortableId = /^[0-9a-f]{32}$/;
