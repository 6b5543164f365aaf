import { defineConfig } from 'vitest/config';
import { countsReporter } from './scripts/counts/vitest-reporter.ts';

const outside = ['**/node_modules/**', '**/dist/**', '**/dist-demo/**', '**/.cache/**'];

export default defineConfig({
  test: {
    // Long enough for a loaded machine; a test that waits for a condition ends as soon as it holds.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: [process.env.CI ? 'dot' : 'default', countsReporter],
    projects: [
      {
        extends: true,
        test: { name: 'unit', environment: 'node', include: ['**/*.test.ts'], exclude: outside },
      },
      {
        extends: true,
        test: {
          name: 'component',
          environment: 'jsdom',
          include: ['src/**/*.test.tsx'],
          exclude: outside,
          setupFiles: ['src/test/setup.ts'],
        },
      },
    ],
  },
});
