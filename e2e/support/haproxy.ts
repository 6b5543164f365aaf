import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { processesOf } from '../../region/haproxy/orphan-processes.ts';
import { findHaproxy } from '../../scripts/machine.ts';
import { test as base } from './fixtures.ts';

/** The HAProxy that carries the traffic of this worker's region. */
export interface Traffic {
  /** Kills it, and keeps the region from starting another one until `start`. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** While this file lies beside it, the program waits before it becomes HAProxy. */
const held = (program: string) => join(dirname(program), 'held');

/** The tests of `fixtures.ts` on load balancers that carry traffic. */
export const test = base.extend<object, { traffic: Traffic }>({
  settings: [
    async ({ settings }, use) => {
      const haproxy = findHaproxy();
      if ('missing' in haproxy) throw new Error(haproxy.missing);
      const folder = await mkdtemp(join(tmpdir(), 'holdfast-e2e-haproxy-'));
      const program = join(folder, 'haproxy');
      const script = `#!/bin/sh\nwhile [ -e '${held(program)}' ]; do sleep 0.05; done\nexec '${haproxy.path}' "$@"\n`;
      await writeFile(program, script, { mode: 0o755 });
      await use({ ...settings, HAPROXY: program });
      await rm(folder, { recursive: true });
    },
    { scope: 'worker' },
  ],
  traffic: [
    async ({ settings: { HAPROXY = '' }, stack }, use) => {
      await access(HAPROXY);
      const start = () => rm(held(HAPROXY), { force: true });
      await use({
        async kill() {
          await writeFile(held(HAPROXY), '');
          for (const { pid } of await processesOf(join(stack.folder, 'haproxy'))) process.kill(pid, 'SIGKILL');
        },
        start,
      });
      await start();
    },
    { scope: 'worker' },
  ],
});

export { expect } from '@playwright/test';
