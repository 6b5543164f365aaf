import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, root } from '../scripts/program.ts';
import type { Figure } from './support/figure.ts';
import { median, round } from './support/statistics.ts';

const runs = 5;

/** Milliseconds between two looks: asking without a pause would take one of two cores from what is measured. */
const pause = 5;

const status = (url: string) =>
  new Promise<number | undefined>((resolve) => {
    const request = get(url, { agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    request.on('error', () => resolve(undefined));
  });

async function untilReady(url: string): Promise<void> {
  while ((await status(url)) !== 200) await new Promise((resolve) => setTimeout(resolve, pause));
}

/** `npm start` on an installed and built clone, to the first 200 of `/healthz`. */
export default async function start(): Promise<Figure[]> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const folder = await mkdtemp(join(tmpdir(), 'holdfast-start-'));
    const [port, regionPort] = [await freePort(), await freePort()];
    const env = {
      ...process.env,
      PORT: String(port),
      REGION_PORT: String(regionPort),
      DATA_DIR: folder,
      REGION_VIPS: 'ORD=127.230.0.0/16,DFW=127.231.0.0/16',
    };
    const started = performance.now();
    const child = spawn('npm', ['start'], { cwd: root, env, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('close', resolve));
    await untilReady(`http://127.0.0.1:${port}/healthz`);
    times.push(performance.now() - started);
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
  const seconds = median(times) / 1000;
  return [
    {
      what: `npm start to /healthz, median of ${runs}`,
      value: round(seconds),
      unit: 's',
      aim: 'at most 1.5',
      met: seconds <= 1.5,
    },
  ];
}
