import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import type { RunningLoadBalancer } from '../data-plane.ts';
import { listenersOf, type Plan, planOf } from './plan.ts';
import { Sections } from './sections.ts';
import { loadBalancerOn } from './testing/load-balancers.ts';

it('takes a port as free for the next process while the one that runs holds it, whoever it was for', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  const sections = new Sections('/nowhere/files');
  const ran = loadBalancerOn(1, '127.0.0.1', [], { port });
  const next = loadBalancerOn(2, '127.0.0.1', [], { port });
  const section = sections.of(ran);
  if (section === null || typeof section === 'string') throw new Error('Load balancer 1 cannot be rendered.');
  const started: Plan = new Map([[1, { source: ran, section }]]);

  const planned = async (held: ReadonlySet<string>) => {
    const refused: (readonly [RunningLoadBalancer, string])[] = [];
    const plan = await planOf({
      wanted: new Map([[2, next]]),
      sections,
      // The first was refused meanwhile, and is no longer kept.
      running: new Map(),
      held,
      condemned: () => false,
      refuse: (source, sentence) => refused.push([source, sentence]),
    });
    return { ids: [...plan.keys()], refused };
  };
  expect(await planned(listenersOf(started))).toEqual({ ids: [2], refused: [] });
  expect(await planned(new Set())).toEqual({
    ids: [],
    refused: [[next, expect.stringMatching(/ is in use by another program/)]],
  });
  holder.close();
});
