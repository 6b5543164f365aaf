import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const panel = process.env.PANEL_URL ?? `http://127.0.0.1:${process.env.PORT || 4000}`;

export default defineConfig({
  plugins: [react({ jsxImportSource: '#jsx' })],
  build: {
    outDir: 'dist',
    target: 'baseline-widely-available',
    // The content security policy allows no data: addresses, so nothing is inlined.
    assetsInlineLimit: 0,
    // Maps chunks to files, for the byte counts of the tests and of `npm run bench`.
    manifest: true,
    reportCompressedSize: true,
    // What the first page needs comes as one file: twenty small ones cost a slow link a round trip for every six.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'main', test: /\/src\/main\.tsx$/ }] } } },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    strictPort: true,
    // The panel compares each write's Origin with the Host, so the Host stays the one that the browser sees.
    proxy: Object.fromEntries(
      ['/session', '/api', '/panel', '/openapi.json', '/healthz'].map((path) => [
        path,
        { target: panel, changeOrigin: false },
      ]),
    ),
  },
});
