import { expect, it } from 'vitest';
import { RunLocks } from './run-lock.ts';

it('gives a run to one of two tabs that open it in the same moment, as when a browser restores them', async () => {
  const first = new RunLocks();
  const second = new RunLocks();
  const held = await Promise.all([first.hold('restored'), second.hold('restored'), second.hold('another')]);
  expect(held).toEqual([true, false, true]);
  expect(await first.hold('restored')).toBe(true);
  expect(await second.hold('restored')).toBe(false);
});
