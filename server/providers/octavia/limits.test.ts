import { expect, test } from 'vitest';
import { manualClock } from '../../../contract/shared/clock.ts';
import type { Session } from '../../sessions/session.ts';
import { octaviaLimits } from './limits.ts';

const session = { service: 'https://id.example/v3', account: 'p1' } as Session;

async function full() {
  const clock = manualClock();
  const limits = octaviaLimits(clock);
  const take = async (verb = 'GET', of = session) => limits.take(of, 'RegionOne', verb, true);
  const turns = [];
  for (let count = 0; count < 6; count += 1) turns.push(await take());
  expect(turns.map(({ wait }) => wait)).toEqual([0, 0, 0, 0, 0, 0]);
  return { clock, take, turns };
}

test('a place that is given back goes to a write first, then to whoever waits longest', async () => {
  const { take, turns } = await full();
  const came: string[] = [];
  const waiting = ['GET', 'GET', 'PUT', 'DELETE'].map(async (verb, index) => {
    const turn = await take(verb);
    came.push(`${verb} ${index}`);
    turn.end();
  });
  expect((await take('GET', { ...session, account: 'p2' })).wait).toBe(0);
  turns[0]!.end();
  turns[0]!.end();
  await Promise.all(waiting);
  expect(came).toEqual(['PUT 2', 'DELETE 3', 'GET 0', 'GET 1']);
});

test('who gets no place within twenty seconds is told to come again in one, and takes none afterwards', async () => {
  const { clock, take, turns } = await full();
  const late = take();
  clock.advance(20_000);
  expect((await late).wait).toBe(1_000);
  (await late).end();
  turns[0]!.end();
  expect((await take()).wait).toBe(0);
  const next = take();
  turns[1]!.end();
  expect((await next).wait).toBe(0);
});
