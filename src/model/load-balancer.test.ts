import { describe, expect, test } from 'vitest';
import { nodes as healthy } from '../test/load-balancer.ts';
import { type Node, nodesNotOnline, nodesOnline } from './load-balancer.ts';

const node = (condition: string, status: string): Node => ({ ...(healthy(1)[0] as Node), condition, status });

describe('nodes online', () => {
  test.each<[string, Node, number, readonly string[]]>([
    ['enabled and online', node('ENABLED', 'ONLINE'), 1, []],
    ['enabled and offline', node('ENABLED', 'OFFLINE'), 0, ['1 offline']],
    ['disabled, though its checks succeed', node('DISABLED', 'ONLINE'), 0, ['1 disabled']],
    ['draining, though its checks succeed', node('DRAINING', 'ONLINE'), 0, ['1 draining']],
    ['disabled and offline', node('DISABLED', 'OFFLINE'), 0, ['1 disabled']],
    ['in a condition that is new', node('ON_HOLD', 'ONLINE'), 0, ['1 on hold']],
    ['with a status that is new', node('ENABLED', 'NO_MONITOR'), 0, ['1 no monitor']],
    ['without a status', node('ENABLED', ''), 0, ['1 unknown']],
  ])('a node that is %s', (_, each, online, others) => {
    expect(nodesOnline({ nodes: [each] })).toBe(online);
    expect(nodesNotOnline({ nodes: [each] })).toEqual(others);
  });

  test('are counted with those that are not, each by its reason', () => {
    const nodes = [
      ...healthy(20),
      node('DRAINING', 'ONLINE'),
      node('DISABLED', 'ONLINE'),
      node('DISABLED', 'OFFLINE'),
      node('ENABLED', 'OFFLINE'),
    ];
    expect(nodesOnline({ nodes })).toBe(20);
    expect(nodesNotOnline({ nodes })).toEqual(['1 draining', '2 disabled', '1 offline']);
  });

  test('none, where there are no nodes', () => {
    expect(nodesOnline({ nodes: [] })).toBe(0);
    expect(nodesNotOnline({ nodes: [] })).toEqual([]);
  });
});
