import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { claimPorts, type Places } from './places.ts';

/** Beside those of stacks and peers. */
const places: Places = { firstPort: 17_900, count: 3, needed: 2 };

test('each claim has a place of its own until it is released, and says when there is none left', async () => {
  const claims = await Promise.all([1, 1, 1].map((preferred) => claimPorts(places, preferred)));
  expect(claims.map(({ number }) => number).sort()).toEqual([0, 1, 2]);
  expect(claims.map(({ number, ports }) => ports[0]! - 10 * number)).toEqual([17_900, 17_900, 17_900]);
  await expect(claimPorts(places, 0)).rejects.toThrow('All 3 places from port 17900 on are taken');
  claims.find(({ number }) => number === 2)!.release();
  const again = await claimPorts(places, 0);
  expect([again.number, again.ports]).toEqual([2, [17_920, 17_921]]);
  for (const { release } of [...claims, again]) release();
});

test('a place whose port a stranger has is passed over', async () => {
  const stranger = createServer();
  await new Promise<void>((resolve) => stranger.listen(17_901, '127.0.0.1', resolve));
  const claim = await claimPorts(places, 0);
  expect(claim.number).toBe(1);
  claim.release();
  stranger.close();
});
