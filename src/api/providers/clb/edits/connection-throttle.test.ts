import { expect, test } from 'vitest';
import { connectionThrottleEdit } from './connection-throttle.ts';

test.each([
  [{}, 'Disabled'],
  // Source: CLB v1.0 developer guide, "Throttle connections": 0 means unlimited.
  [{ maxConnections: 0 }, 'no limit'],
  [{ maxConnections: 1 }, 'at most 1 connection from one client'],
])('%j is told as %s', (throttle, words) => {
  expect(connectionThrottleEdit.words(throttle)).toBe(words);
});
