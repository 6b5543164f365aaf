import type { FullConfig, Reporter, Suite, TestCase, TestError } from '@playwright/test/reporter';
import { type Outcome, writeCounts } from './counts.ts';

function outcomeOf(test: TestCase): Outcome {
  const titles = test.titlePath();
  const outcome = test.outcome();
  return {
    name: titles.filter((title) => title !== '').join(' > '),
    state: outcome === 'expected' ? 'passed' : outcome === 'skipped' ? 'skipped' : 'failed',
    error: test.results.at(-1)?.error?.message,
    reasons: [...titles, ...test.annotations.flatMap(({ description }) => description ?? [])],
  };
}

/** Leaves the run's counts for `npm test`. */
export default class CountsReporter implements Reporter {
  private suite: Suite | undefined;
  private readonly errors: string[] = [];

  onBegin(_config: FullConfig, suite: Suite): void {
    this.suite = suite;
  }

  onError(error: TestError): void {
    this.errors.push(error.message ?? '');
  }

  onEnd(): void {
    writeCounts((this.suite?.allTests() ?? []).map(outcomeOf), this.errors);
  }

  printsToStdio(): boolean {
    return false;
  }
}
