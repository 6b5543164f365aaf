import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);

/** Compresses a region's answer: fast rather than small, off the main thread. */
export const gzipAnswer = async (body: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
  (await compress(body, { level: 3 })) as Uint8Array<ArrayBuffer>;
