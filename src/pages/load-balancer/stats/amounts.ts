const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes in words, such as "1.2 MB"; a thousand bytes are a kB. */
export function bytes(count: number): string {
  let value = count;
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}
