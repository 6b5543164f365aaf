import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { buildOpenApi } from '../contract/clb/openapi.ts';
import { buildOpenApi as buildOctaviaOpenApi } from '../contract/octavia/openapi.ts';

/** Writes an OpenAPI document to the path given, or to standard output; `octavia` before it picks OpenStack's. */
const given = process.argv.slice(2);
const octavia = given[0] === 'octavia';
const path = given[octavia ? 1 : 0];
const document = `${JSON.stringify(octavia ? buildOctaviaOpenApi() : buildOpenApi(), null, 2)}\n`;
if (path) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, document);
} else {
  process.stdout.write(document);
}
