import { defineConfig } from 'vitest/config';
import { countsReporter } from './scripts/counts/vitest-reporter.ts';

const outside = ['**/node_modules/**', '**/dist/**', '**/dist-demo/**', '**/.cache/**'];

export default defineConfig({
  test: {
    reporters: [process.env.CI ? 'dot' : 'default', countsReporter],
    projects: [
      {
        test: { name: 'unit', environment: 'node', include: ['**/*.test.ts'], exclude: outside },
      },
      {
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
