import { readFileSync, writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/** What one runner reports to `npm test`. */
export interface Counts {
  passed: number;
  failed: number;
  /** What failed, a line each: said once more at the end, where nobody has to look for it. */
  failures: string[];
  /** Names of the tests that did not run because this platform cannot run them. */
  skipped: string[];
}

export interface Outcome {
  name: string;
  state: 'passed' | 'failed' | 'skipped';
  /** Words beside a skip: its note or annotation. */
  reasons: readonly string[];
  /** The message of a failed test's first error. */
  error?: string | undefined;
}

/** A skip is excused by a reason, in its own title, a title around it or its note, such as `platform: needs HAProxy`. */
const isExcused = (reason: string) => /^platform: \S/.test(reason);

/** Counts outcomes. A skipped test without a platform reason is a failed one: nobody would notice that it never runs. */
export function count(outcomes: Iterable<Outcome>): Counts {
  const counts: Counts = { passed: 0, failed: 0, failures: [], skipped: [] };
  for (const { name, state, reasons, error } of outcomes) {
    if (state === 'passed') counts.passed += 1;
    else if (state === 'skipped' && reasons.some(isExcused)) counts.skipped.push(name);
    else {
      counts.failed += 1;
      counts.failures.push(`${name}: ${state === 'skipped' ? 'skipped without a platform reason' : firstLine(error)}`);
    }
  }
  return counts;
}

/** Runners colour their messages. */
const firstLine = (text = 'without a message') => stripVTControlCharacters(text).split('\n')[0]!.slice(0, 300);

/** Environment variable that names the file in which a runner leaves its counts. */
export const countsVariable = 'TEST_COUNTS_FILE';

/** @param errorsOutsideTests Messages of what went wrong outside of any test; each counts as a failed test. */
export function writeCounts(outcomes: Iterable<Outcome>, errorsOutsideTests: readonly string[]): void {
  const file = process.env[countsVariable];
  if (!file) return;
  const { failed, failures, ...counts } = count(outcomes);
  const outside = errorsOutsideTests.map((message) => `outside of any test: ${firstLine(message)}`);
  writeFileSync(
    file,
    JSON.stringify({ ...counts, failed: failed + outside.length, failures: [...failures, ...outside] }),
  );
}

/**
 * Counts that a runner left, set beside its exit code: one that ended badly without a failed test, or left no counts, has failed once.
 */
export function readCounts(file: string, exitCode: number): Counts {
  let counts: Counts;
  try {
    counts = JSON.parse(readFileSync(file, 'utf8')) as Counts;
  } catch {
    return { passed: 0, failed: 1, failures: ['it left no counts'], skipped: [] };
  }
  return exitCode !== 0 && counts.failed === 0
    ? { ...counts, failed: 1, failures: [`it ended with ${exitCode}`] }
    : counts;
}

export function sum(all: readonly Counts[]): Counts {
  return {
    passed: all.reduce((total, each) => total + each.passed, 0),
    failed: all.reduce((total, each) => total + each.failed, 0),
    failures: all.flatMap((each) => each.failures),
    skipped: all.flatMap((each) => each.skipped),
  };
}
