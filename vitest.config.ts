import { defineConfig } from 'vitest/config';
import { countsReporter } from './scripts/counts/vitest-reporter.ts';

const outside = ['**/node_modules/**', '**/dist/**', '**/dist-demo/**', '**/.cache/**'];

/** Tests that start programs, servers or long generated runs: `npm test` runs them, `npm run check` does not. */
const integration = [
  'bench/load.test.ts',
  'contract/clb/openapi-client.test.ts',
  'e2e/{faults,libcloud,provider-faults,stickiness}.test.ts',
  'e2e/octavia/**/*.test.ts',
  'region/clients/**/*.test.ts',
  'region/crash.test.ts',
  'region/haproxy/{changes-under-load,faults,features,lifetime,monitors,persistence,persistence-nodes,ordinary-user,restarts,values}.test.ts',
  'region/haproxy/demo-nodes/**/*.test.ts',
  'region/properties.test.ts',
  'scripts/operations.test.ts',
  'scripts/program.test.ts',
  'server/fuzz/**/*.test.ts',
  'server/main.test.ts',
  'server/store/**/*.test.ts',
  'src/api/explorer/snippets/**/*.test.ts',
];

export default defineConfig({
  // As in tsconfig.json; said here, too, because Vitest keeps what it has transformed by its own configuration only.
  oxc: { jsx: { runtime: 'automatic', importSource: '#jsx' } },
  test: {
    // Long enough for a loaded machine; a test that waits for a condition ends as soon as it holds.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: 20_000 } },
    // Many tests wait for programs of theirs, so no core is kept free for the runner.
    maxWorkers: '100%',
    reporters: [process.env.CI ? 'dot' : 'default', countsReporter],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['**/*.test.ts'],
          exclude: [...outside, ...integration],
          // Loading the modules afresh for each file takes longer than the tests; none of them replaces a module or a global.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'integration', environment: 'node', include: integration, exclude: outside },
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
