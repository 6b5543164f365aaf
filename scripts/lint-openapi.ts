import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildOpenApi } from '../contract/clb/openapi.ts';
import { root } from './program.ts';

/** Builds the OpenAPI document and lets Redocly judge it. */
const file = join(root, '.cache/openapi.json');
mkdirSync(join(root, '.cache'), { recursive: true });
writeFileSync(file, JSON.stringify(buildOpenApi()));
const redocly = join(root, 'node_modules/@redocly/cli/bin/cli.js');
const { status } = spawnSync(process.execPath, [redocly, 'lint', file], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
});
process.exitCode = status ?? 1;
