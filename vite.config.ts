import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const panel = process.env.PANEL_URL ?? `http://127.0.0.1:${process.env.PORT || 4000}`;

const mergeRefs = '\0merge-refs';

/**
 * Mantine's ScrollArea, which its Modal names but here never draws, takes one small hook from @floating-ui/react, a single file: 16 kB
 * more for every dialog. It gets the same hook from Mantine's own.
 */
const scrollAreaWithoutFloating: Plugin = {
  name: 'scroll-area-without-floating',
  enforce: 'pre',
  resolveId: (source, importer) =>
    source === '@floating-ui/react' && importer?.includes('/ScrollArea/') ? mergeRefs : null,
  load: (id) =>
    id === mergeRefs
      ? "import { useMergedRef } from '@mantine/hooks'; export const useMergeRefs = (refs) => useMergedRef(...refs);"
      : null,
};

/**
 * Names the files of the start part, the frame and the list, to public/early.js, which asks for them beside the app's own: what the app
 * asks for when it has begun would come a round trip later.
 */
const startPart: Plugin = {
  name: 'start-part',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle = {} }) {
      const files = Object.values(bundle).flatMap((file) =>
        file.type === 'chunk' && file.name === 'start'
          ? [file.fileName, ...(file.viteMetadata?.importedCss ?? [])]
          : [],
      );
      return html.replace('<script src="/early.js">', `<script src="/early.js" data-start="${files.join(' ')}">`);
    },
  },
};

export default defineConfig({
  plugins: [scrollAreaWithoutFloating, startPart, react({ jsxImportSource: '#jsx' })],
  build: {
    outDir: 'dist',
    target: 'baseline-widely-available',
    // The content security policy allows no data: addresses, so nothing is inlined.
    assetsInlineLimit: 0,
    // Maps chunks to files, for the byte counts of the tests and of `npm run bench`.
    manifest: true,
    reportCompressedSize: true,
    // What the first pages need comes as few files: twenty small ones cost a slow link a round trip for every six. What sign-in and
    // start share is named as the app's: else sign-in would load all of start.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'main',
              test: /\/src\/main\.tsx$|\/layout\/(Logo|Banner)\.tsx$|\/create-safe-context\.mjs$/,
              priority: 2,
            },
            { name: 'start', test: /\/load-balancers\/start\.ts$/, priority: 1 },
            // Each a few lines that many lazy parts share: a file of its own costs its name in every list of files.
            {
              name: 'bits',
              test: /\/(use-merged-ref|use-uncontrolled|DirectionProvider|get-single-element-child|is-element|get-auto-contrast-value|OptionalPortal|RadioIcon|CheckIcon)(\/[\w-]+)?\.mjs$/,
            },
            { name: 'infinite', test: /@tanstack\/.*[iI]nfinite\w+\.(m?js)$/ },
            { name: 'addresses', test: /\/src\/model\/(host-and-port|edit-path|node-place)\.ts$/ },
          ],
        },
      },
    },
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
