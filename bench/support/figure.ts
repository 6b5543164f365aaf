import type { Spread } from './statistics.ts';

/** One measured value, with what was aimed at. */
export interface Figure {
  readonly what: string;
  readonly value: number | string | Spread;
  readonly unit: string;
  /** Such as "at most 0.3". */
  readonly aim?: string;
  readonly met?: boolean;
}

/** The value as a person reads it. */
export function shown({ value, unit }: Figure): string {
  const text =
    typeof value === 'object'
      ? `${value.p50} (p95 ${value.p95}, p99 ${value.p99})`
      : typeof value === 'number'
        ? value.toLocaleString('en', { maximumFractionDigits: 3 })
        : value;
  return `${text} ${unit}`.trim();
}

/** An aim that a number stays at or under. */
export const atMost = (value: number, limit: number): { aim: string; met: boolean } => ({
  aim: `at most ${limit.toLocaleString('en')}`,
  met: value <= limit,
});

/** An aim that a number reaches. */
export const atLeast = (value: number, limit: number): { aim: string; met: boolean } => ({
  aim: `at least ${limit.toLocaleString('en')}`,
  met: value >= limit,
});
