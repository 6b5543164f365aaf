import { defineConfig } from '@playwright/test';
import { chromiumOnMachine } from './scripts/machine.ts';

const chromium = chromiumOnMachine();

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  workers: 2,
  // Long enough for a loaded machine of two cores; nothing waits by the clock.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['./scripts/counts/playwright-reporter.ts']],
  use: {
    viewport: { width: 1280, height: 1000 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    contextOptions: { reducedMotion: 'reduce' },
    // A trace (`--trace on`) costs four tenths of the time on two cores, so it is for looking into one test.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      chromiumSandbox: process.getuid?.() !== 0,
      args: [
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-domain-reliability',
        '--no-pings',
        // The product reaches nothing but its own server; neither do its tests.
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
      ],
    },
  },
});
