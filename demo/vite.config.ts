import { copyFile, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = import.meta.dirname;
const outDir = join(root, '../dist-demo');
const workerFile = join(
  dirname(createRequire(import.meta.url).resolve('msw/package.json')),
  'lib/mockServiceWorker.js',
);

export default defineConfig({
  root,
  publicDir: join(root, '../public'),
  plugins: [
    react({ jsxImportSource: '#jsx' }),
    {
      name: 'demo-files',
      async generateBundle() {
        this.emitFile({ type: 'asset', fileName: 'mockServiceWorker.js', source: await readFile(workerFile) });
      },
      // Static hosts answer an unknown path, such as a deep link's, with this page.
      async writeBundle() {
        await copyFile(join(outDir, 'index.html'), join(outDir, '404.html'));
      },
    },
  ],
  build: { outDir, emptyOutDir: true, target: 'esnext', assetsInlineLimit: 0 },
});
