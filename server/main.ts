import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Stripping types and compiling take longer than everything else in a start; from the second one on both are done.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'compile'));
await import('./node/program.ts');
