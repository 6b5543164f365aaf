import { expect, test } from 'vitest';
import { manualClock } from '../../../contract/shared/clock.ts';
import { loadBalancer } from '../../test/load-balancer.ts';
import { type ListPage, regionReads } from '../../test/region-reads.ts';
import { Inventory } from './inventory.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('of two tabs one polls, also after the other has waited for a change of its own', async () => {
  const clock = manualClock();
  const row = loadBalancer({ id: '71', updated: clock.now() - 600_000 });
  const tab = () => {
    const asked: ListPage[] = [];
    const inventory = new Inventory(clock, () =>
      regionReads(
        async (page) => {
          asked.push(page);
          return page.deleted ? [] : [row];
        },
        { details: async () => row },
      ),
    );
    inventory.open('100001', ['ORD']);
    return { inventory, asked };
  };
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      clock.advance(1_000);
      for (let each = 0; each < 4; each += 1) await turn();
    }
  };
  const first = tab();
  await pass(1);
  const second = tab();
  await pass(1);
  const settled = second.inventory.settled({ region: 'ORD', id: '71' });
  await pass(3);
  expect((await settled)?.id).toBe('71');
  first.asked.length = 0;
  second.asked.length = 0;
  await pass(120);
  expect(first.asked.length).toBeGreaterThanOrEqual(3);
  expect(second.asked).toEqual([]);
  first.inventory.clear();
  await pass(60);
  expect(second.asked.length).toBeGreaterThanOrEqual(1);
  second.inventory.clear();
});
