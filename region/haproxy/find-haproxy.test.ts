import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findHaproxy } from './find-haproxy.ts';

describe('findHaproxy', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdfast-find-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const program = async (says: string): Promise<string> => {
    const path = join(folder, 'haproxy');
    await writeFile(path, `#!/bin/sh\necho "${says}"\n`);
    await chmod(path, 0o755);
    return path;
  };

  it('takes a recent one from the search path', async () => {
    const path = await program('HAProxy version 2.6.12-1+deb12u4 2026/10/17 - https://haproxy.org/');
    expect(await findHaproxy({ PATH: `/nowhere:${folder}` })).toEqual({ path, version: '2.6.12' });
  });

  it('takes the one that HAPROXY names', async () => {
    const path = await program('HAProxy version 3.1.0');
    expect(await findHaproxy({ HAPROXY: path, PATH: '' })).toEqual({ path, version: '3.1.0' });
  });

  it.each([
    ['HAProxy version 2.4.22-0ubuntu1', /HAProxy 2\.4\.22; 2\.6 or later is needed/],
    ['something else', /does not answer -v as HAProxy does/],
  ])('says why it does not take %s', async (says, reason) => {
    const path = await program(says);
    expect(await findHaproxy({ HAPROXY: path })).toEqual({ path: null, reason: expect.stringMatching(reason) });
  });

  it('says why there is none: switched off, or a path that leads nowhere', async () => {
    expect((await findHaproxy({ HAPROXY: 'off' })).reason).toMatch(/^HAPROXY is off/);
    expect((await findHaproxy({ HAPROXY: join(folder, 'none') })).reason).toMatch(/which cannot be run/);
  });
});
