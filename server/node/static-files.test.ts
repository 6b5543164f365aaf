import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StaticFiles } from '../static-files.ts';
import { staticFiles } from './static-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-dist-'));
const script = 'export const x = 1;\n'.repeat(200);
let files: StaticFiles;

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<p>__CSP_NONCE__</p>');
  writeFileSync(join(folder, 'favicon.svg'), '<svg/>');
  writeFileSync(join(folder, 'assets', 'index-4f3a9c.js'), script);
  writeFileSync(join(folder, 'assets', 'style-1.css'), 'a{}'.repeat(500));
  writeFileSync(join(folder, 'assets', 'style-1.css.br'), 'made by the build');
  files = await staticFiles(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('static files', () => {
  it('come with their type, compressed forms and how long they may be kept', async () => {
    const file = (await files.get('/assets/index-4f3a9c.js'))!;
    expect(file).toMatchObject({ contentType: 'text/javascript; charset=utf-8', immutable: true });
    expect(file.etag).toMatch(/^"[\w-]{22}"$/);
    expect(brotliDecompressSync(file.brotli!).toString()).toBe(script);
    expect(gunzipSync(file.gzip!).toString()).toBe(script);
    const icon = (await files.get('/favicon.svg'))!;
    expect(icon).toMatchObject({ contentType: 'image/svg+xml', immutable: false });
    expect(icon.brotli).toBeUndefined();
  });

  it('use what the build has compressed', async () => {
    expect(Buffer.from((await files.get('/assets/style-1.css'))!.brotli!).toString()).toBe('made by the build');
  });

  it('are only those that lie in the folder; the page itself is not one of them', async () => {
    for (const path of [
      '/',
      '/index.html',
      '/assets',
      '/assets/',
      '/assets/style-1.css.br',
      '/../main.ts',
      '/assets/../index.html',
      '/.',
      '',
      '/__proto__',
    ])
      expect(await files.get(path)).toBeUndefined();
    expect(files.index).toContain('__CSP_NONCE__');
  });

  it('are still there when the folder was built anew', async () => {
    const old = mkdtempSync(join(tmpdir(), 'holdfast-dist-'));
    writeFileSync(join(old, 'index.html'), '<script src="/before.js"></script>');
    writeFileSync(join(old, 'before.js'), script);
    const running = await staticFiles(old);
    rmSync(old, { recursive: true });
    expect(Buffer.from((await running.get('/before.js'))!.body).toString()).toBe(script);
  });

  it('cannot be had from a folder without the app', async () => {
    await expect(staticFiles(join(folder, 'assets'))).rejects.toThrow();
  });
});
