import { useRef } from 'react';
import type { Statistics } from '../../../model/statistics.ts';
import { bytes } from './amounts.ts';

interface Sample {
  readonly at: number;
  readonly counters: Statistics;
}

/** Counts a second between two readings, in words by the counter's label; nothing of one that fell, which began anew. */
export function rates(former: Sample, now: Sample): ReadonlyMap<string, string> {
  const seconds = (now.at - former.at) / 1_000;
  const words = new Map<string, string>();
  if (seconds <= 0) return words;
  for (const { label, value, grows, isBytes } of now.counters) {
    const before = former.counters.find((each) => each.label === label)?.value ?? null;
    if (!grows || value === null || before === null || value < before) continue;
    const rate = (value - before) / seconds;
    words.set(label, ` (${isBytes ? bytes(Math.round(rate)) : rate.toFixed(rate < 10 ? 1 : 0)}/s)`);
  }
  return words;
}

const none: ReadonlyMap<string, string> = new Map();

/** The rates between the last two readings since the page was opened: an API that keeps no history gives only counters. */
export function useRates(counters: Statistics | undefined, at: number): ReadonlyMap<string, string> {
  const samples = useRef<readonly [Sample | null, Sample | null]>([null, null]);
  if (counters && samples.current[1]?.at !== at) samples.current = [samples.current[1], { at, counters }];
  const [former, now] = samples.current;
  return former && now ? rates(former, now) : none;
}
