import { readFileSync, writeFileSync } from 'node:fs';

/** What one runner reports to `npm test`. */
export interface Counts {
  passed: number;
  failed: number;
  /** Names of the tests that did not run because this platform cannot run them. */
  skipped: string[];
}

export interface Outcome {
  name: string;
  state: 'passed' | 'failed' | 'skipped';
  /** Words beside a skip: its note or annotation. */
  reasons: readonly string[];
}

/** A skip is excused by a reason, in its own title, a title around it or its note, such as `platform: needs HAProxy`. */
const isExcused = (reason: string) => /^platform: \S/.test(reason);

/** Counts outcomes. A skipped test without a platform reason is a failed one: nobody would notice that it never runs. */
export function count(outcomes: Iterable<Outcome>): Counts & { unexcused: string[] } {
  const counts = { passed: 0, failed: 0, skipped: [] as string[], unexcused: [] as string[] };
  for (const { name, state, reasons } of outcomes) {
    if (state === 'passed') counts.passed += 1;
    else if (state === 'skipped' && reasons.some(isExcused)) counts.skipped.push(name);
    else {
      counts.failed += 1;
      if (state === 'skipped') counts.unexcused.push(name);
    }
  }
  return counts;
}

/** Environment variable that names the file in which a runner leaves its counts. */
export const countsVariable = 'TEST_COUNTS_FILE';

export function writeCounts(outcomes: Iterable<Outcome>, errorsOutsideTests: number): void {
  const file = process.env[countsVariable];
  const { unexcused, ...counts } = count(outcomes);
  for (const name of unexcused) console.error(`Skipped without a platform reason, so counted as failed: ${name}`);
  if (file) writeFileSync(file, JSON.stringify({ ...counts, failed: counts.failed + errorsOutsideTests }));
}

/**
 * Counts that a runner left, set beside its exit code: one that ended badly without a failed test, or left no counts, has failed once.
 */
export function readCounts(file: string, exitCode: number): Counts {
  let counts: Counts;
  try {
    counts = JSON.parse(readFileSync(file, 'utf8')) as Counts;
  } catch {
    return { passed: 0, failed: 1, skipped: [] };
  }
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

export function sum(all: readonly Counts[]): Counts {
  return {
    passed: all.reduce((total, each) => total + each.passed, 0),
    failed: all.reduce((total, each) => total + each.failed, 0),
    skipped: all.flatMap((each) => each.skipped),
  };
}
