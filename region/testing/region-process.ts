import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface RegionProcess {
  /** Where it answers. */
  readonly url: string;
  readonly process: ChildProcess;
  /** Ends it and waits until it is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
}

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
/** A run of tests that is cut off leaves no region behind that holds virtual IPs of the next. */
const followParent = new URL('../../scripts/follow-parent.mjs', import.meta.url).href;
/** Compiled sources are kept between starts: a start is most of what these tests wait for. */
const compileCache = fileURLToPath(new URL('../../.cache/node', import.meta.url));
const announced = /The local region answers at (http:\/\/[^;]+);/;

/**
 * Starts the region as a program of its own, on a port that the machine picks; as the user of this number, where one is given.
 * Rejects with what it printed when it does not start.
 */
export async function startRegionProcess(env: Readonly<Record<string, string>>, user?: number): Promise<RegionProcess> {
  const child = spawn(process.execPath, [`--import=${followParent}`, main], {
    env: {
      PATH: process.env.PATH,
      HAPROXY: 'off',
      NODE_COMPILE_CACHE: compileCache,
      REGION_PORT: '0',
      LOG_LEVEL: 'info',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    ...(user !== undefined && { uid: user, gid: user }),
  });
  const printed: string[] = [];
  const gone = once(child, 'exit');
  createInterface({ input: child.stderr! }).on('line', (line) => printed.push(line));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      printed.push(line);
      const found = announced.exec(line);
      if (found) resolve(found[1]!);
    });
    void gone.then(() => reject(new Error(`The region ended: ${printed.join('\n')}`)));
  });
  return {
    url,
    process: child,
    async end(signal) {
      child.kill(signal);
      await gone;
    },
  };
}
