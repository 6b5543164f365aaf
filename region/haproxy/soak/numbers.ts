/** The value below which `share` (0–1) of the numbers lie. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Median, 95th percentile and extremes, in words. */
export const spread = (numbers: readonly number[], unit: string): string =>
  [
    ['median', percentile(numbers, 0.5)],
    ['p95', percentile(numbers, 0.95)],
    ['least', Math.min(...numbers)],
    ['most', Math.max(...numbers)],
  ]
    .map(([name, value]) => `${name} ${Number(value).toFixed(1)} ${unit}`)
    .join(', ');

/** A whole number from the command line, by position. */
export const argument = (position: number, otherwise: number): number =>
  Number(process.argv[position + 1] ?? otherwise);
