import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { buildOpenApi } from '../contract/clb/openapi.ts';

/** Writes the OpenAPI document to the path given, or to standard output. */
const [path] = process.argv.slice(2);
const document = `${JSON.stringify(buildOpenApi(), null, 2)}\n`;
if (path) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, document);
} else {
  process.stdout.write(document);
}
