import { test as base } from '@playwright/test';
import { claimPlace, type Place, type Stack, startStackAt } from './stack.ts';

interface WorkerFixtures {
  /**
   * Environment variables for the programs under test; a file that sets its own gets a stack of its own. Traffic is left out unless a
   * file is about it.
   */
  settings: Record<string, string>;
  place: Place;
  stack: Stack;
}

/** Playwright's `test` on a panel server and a region that belong to the worker alone. */
export const test = base.extend<{ logs: undefined }, WorkerFixtures>({
  settings: [{ HAPROXY: 'off' }, { scope: 'worker', option: true }],
  place: [
    async ({ browserName: _ }, use, { parallelIndex }) => {
      const place = await claimPlace(parallelIndex);
      await use(place);
      place.release();
    },
    { scope: 'worker' },
  ],
  stack: [
    async ({ settings, place }, use) => {
      const stack = await startStackAt(place, settings);
      await use(stack);
      await stack.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  baseURL: ({ stack }, use) => use(stack.url),
  logs: [
    async ({ stack }, use, testInfo) => {
      const before = stack.output().length;
      await use(undefined);
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach('programs.log', { body: stack.output().slice(before), contentType: 'text/plain' });
      }
    },
    { auto: true },
  ],
});

export { expect } from '@playwright/test';
