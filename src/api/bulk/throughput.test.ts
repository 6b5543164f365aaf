import { expect, test } from 'vitest';
import { Throughput } from './throughput.ts';

test('the rate is that of the last quarter of a minute, and unknown while little has ended', () => {
  const rate = new Throughput();
  rate.note(0);
  rate.note(500);
  expect(rate.perSecond(2_000)).toBeNull();
  rate.note(1_000);
  expect(rate.perSecond(900)).toBeNull();
  expect(rate.perSecond(2_000)).toBe(1.5);
  for (let time = 20_000; time < 22_000; time += 100) rate.note(time);
  expect(rate.perSecond(22_000)).toBe(10);
  expect(rate.perSecond(60_000)).toBeNull();
});
