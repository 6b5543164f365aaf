import { randomBytes } from 'node:crypto';
import { link, open, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';

export const secretFile = 'session-secret';
const shortest = 32;

/** A power cut leaves zeros, or what was there before, where a file system has not written yet: zeros are a secret that everybody knows. */
const isWhole = (text: string): boolean => text.length >= shortest && !/[\0\ufffd]/.test(text);

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}

/** Writes a new secret beside its place, complete and on disk, and gives the path. Leaves nothing when that fails. */
async function written(path: string, secret: string): Promise<string> {
  const beside = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const handle = await open(beside, 'wx', 0o600);
  try {
    await handle.writeFile(`${secret}\n`);
    await handle.sync();
  } catch (error) {
    await unlink(beside).catch(() => {});
    throw error;
  } finally {
    await handle.close();
  }
  return beside;
}

async function stored(path: string): Promise<string | null> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * The secret that seals sign-ins on this machine, made at the first start: `session-secret` in the data folder, readable by its
 * owner only. One that is not whole, as after a full disk or a power cut, is made anew, which `mended` is told in a sentence. Throws what the
 * file system throws.
 */
export async function ownSecret(dataDir: string, mended: (sentence: string) => void): Promise<string> {
  const path = join(dataDir, secretFile);
  const present = await stored(path);
  if (present !== null && isWhole(present)) return present;
  const secret = randomBytes(48).toString('base64url');
  const beside = await written(path, secret);
  if (present === null) {
    // Of several programs that start together the first one wins: a link never takes the place of a file.
    const linked = await link(beside, path).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code,
    );
    if (linked === true || linked === 'EEXIST') {
      await unlink(beside);
      await sync(dataDir).catch(() => {});
      return (await stored(path)) || secret;
    }
  }
  await rename(beside, path);
  await sync(dataDir).catch(() => {});
  if (present !== null) mended(`${path} held no whole secret and was made anew; sign-ins that it sealed have ended.`);
  return secret;
}
