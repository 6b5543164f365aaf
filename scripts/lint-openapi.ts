import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildOpenApi } from '../contract/clb/openapi.ts';
import { buildOpenApi as buildOctaviaOpenApi } from '../contract/octavia/openapi.ts';
import { root } from './program.ts';

/** Builds the OpenAPI documents and lets Redocly judge them. */
const documents = { 'openapi.json': buildOpenApi, 'openapi-octavia.json': buildOctaviaOpenApi };
mkdirSync(join(root, '.cache'), { recursive: true });
const files = Object.entries(documents).map(([name, build]) => {
  const file = join(root, '.cache', name);
  writeFileSync(file, JSON.stringify(build()));
  return file;
});
const redocly = join(root, 'node_modules/@redocly/cli/bin/cli.js');
const { status } = spawnSync(process.execPath, [redocly, 'lint', ...files], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
});
process.exitCode = status ?? 1;
