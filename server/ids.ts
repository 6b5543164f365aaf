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
    // Sixteen digits of a UUID that are all chance: Node makes UUIDs in stock, other random bytes one by one.
    const chance = crypto.randomUUID();
    return hex(time, 12) + hex(count, 4) + chance.slice(0, 8) + chance.slice(28);
  };
}

export const sortableId = /^[0-9a-f]{32}$/;
