import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { systemClock } from '../../contract/shared/clock.ts';
import { createCloud } from '../../region/octavia/cloud.ts';

/** Serves an in-memory Keystone and Octavia of one region on loopback: `CLOUD_PORT`, and `CLOUD_SEED` load balancers. */

const port = Number(process.env.CLOUD_PORT);
const cloud = createCloud({
  clock: systemClock,
  random: () => crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32,
  seed: Number(process.env.CLOUD_SEED),
  settle: 300,
  url: `http://127.0.0.1:${port}`,
  regions: ['RegionOne'],
  warn: (sentence) => process.stderr.write(`${sentence}\n`),
});
createServer(getRequestListener((request) => cloud.fetch(request))).listen(port, '127.0.0.1');
