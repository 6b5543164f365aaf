import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { StaticFile, StaticFiles } from '../static-files.ts';

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

type Bytes = Uint8Array<ArrayBuffer>;

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
const compressible = new Set(['.css', '.html', '.js', '.json', '.map', '.svg', '.txt', '.webmanifest']);
const precompressed = new Set(['.br', '.gz']);
/** The build puts files whose names carry a hash of their content here. */
const immutableFolder = '/assets/';
/** Files smaller than this are sent as they are. */
const compressedFrom = 512;

/**
 * The files below `folder`. They are read once: no request can name a path, and a build in this folder, as of an upgrade, takes
 * nothing from the pages of a server that still runs. `name.br` and `name.gz` beside a file are its compressed forms; without
 * them it is compressed once.
 * Throws when the folder or a file in it cannot be read.
 */
export async function staticFiles(folder: string): Promise<StaticFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const bodies = new Map(
    await Promise.all(
      entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map(
          async (file): Promise<[string, Bytes]> => [
            `/${relative(folder, file).split(sep).join('/')}`,
            new Uint8Array(await readFile(file)),
          ],
        ),
    ),
  );
  const index = await readFile(join(folder, 'index.html'), 'utf8');
  const loaded = new Map<string, Promise<StaticFile>>();

  async function load(path: string, body: Bytes): Promise<StaticFile> {
    const extension = extname(path);
    const worthIt = compressible.has(extension) && body.byteLength >= compressedFrom;
    const form = async (suffix: string, compress: () => Promise<Uint8Array>): Promise<Bytes> =>
      bodies.get(path + suffix) ?? new Uint8Array(await compress());
    const [brotli, gzipped] = worthIt
      ? await Promise.all([
          form('.br', () => compressBrotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })),
          form('.gz', () => compressGzip(body, { level: 9 })),
        ])
      : [];
    return {
      body,
      ...(brotli && { brotli }),
      ...(gzipped && { gzip: gzipped }),
      contentType: contentTypes[extension] ?? 'application/octet-stream',
      etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      immutable: path.startsWith(immutableFolder),
    };
  }

  return {
    index,
    async get(path) {
      const body = bodies.get(path);
      if (!body || path === '/index.html' || precompressed.has(extname(path))) return undefined;
      let entry = loaded.get(path);
      if (!entry) {
        entry = load(path, body);
        loaded.set(path, entry);
        entry.catch(() => loaded.delete(path));
      }
      return entry;
    },
  };
}
