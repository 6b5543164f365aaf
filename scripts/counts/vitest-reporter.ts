import type { Reporter, TestCase } from 'vitest/node';
import { type Outcome, writeCounts } from './counts.ts';

function outcomeOf(test: TestCase): Outcome {
  const result = test.result();
  const titles = [test.name];
  for (let parent = test.parent; parent.type === 'suite'; parent = parent.parent) titles.push(parent.name);
  return {
    name: `${test.module.relativeModuleId} > ${test.fullName}`,
    state: result.state === 'passed' || result.state === 'skipped' ? result.state : 'failed',
    error: result.errors?.[0]?.message,
    reasons: result.state === 'skipped' && result.note ? [...titles, result.note] : titles,
  };
}

/** Leaves the run's counts for `npm test`. A file that cannot be loaded counts as one failed test. */
export const countsReporter: Reporter = {
  onTestRunEnd(modules, unhandledErrors) {
    const outcomes = modules.flatMap((module) => [...module.children.allTests()].map(outcomeOf));
    const errors = [...modules.flatMap((module) => module.errors()), ...unhandledErrors];
    writeCounts(
      outcomes,
      errors.map(({ message }) => message),
    );
  },
};
