import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const file = 'session-secret';

/**
 * The secret that seals sign-ins on this machine, made at the first start: `session-secret` in the data folder, readable by its
 * owner only. Throws an Error with a sentence for the operator when it cannot be made or read.
 */
export async function ownSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, file);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  try {
    const handle = await open(path, 'wx', 0o600);
    const secret = randomBytes(48).toString('base64url');
    try {
      await handle.writeFile(`${secret}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const secret = (await readFile(path, 'utf8')).trim();
  if (secret.length < 32)
    throw new Error(`${path} holds no usable secret. Remove it and start again; everyone will have to sign in anew.`);
  return secret;
}
