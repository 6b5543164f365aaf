/** The value below which the share `quantile` (0 to 1) of the numbers lies. */
export function percentile(numbers: readonly number[], quantile: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(quantile * sorted.length))] ?? Number.NaN;
}

export const median = (numbers: readonly number[]): number => percentile(numbers, 0.5);

export const round = (number: number, digits = 2): number => Number(number.toFixed(digits));

export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Median, p95 and p99 of times in milliseconds. */
export const spread = (times: readonly number[]): Spread => ({
  p50: round(median(times), 3),
  p95: round(percentile(times, 0.95), 3),
  p99: round(percentile(times, 0.99), 3),
});
