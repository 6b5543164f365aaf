import { build, preview } from 'vite';
import { root } from './program.ts';

/** Builds the static demo into dist-demo/; with `--serve` it also serves it on loopback until it is ended. */
const configFile = `${root}demo/vite.config.ts`;
await build({ configFile, logLevel: 'warn' });
if (process.argv.includes('--serve')) {
  const server = await preview({ configFile, preview: { host: '127.0.0.1', port: Number(process.env.PORT || 4000) } });
  console.log(`The demo is at ${server.resolvedUrls?.local[0]} until Ctrl-C.`);
} else {
  console.log('The demo is in dist-demo/: put it on any static host, or look at it with `npm run demo -- --serve`.');
}
