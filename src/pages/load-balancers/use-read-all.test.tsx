import { act, renderHook, waitFor } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { useDetailsVersion } from '../../api/inventory/hooks.ts';
import { inventory } from '../../api/inventory/inventory.ts';
import type { LoadBalancer } from '../../model/load-balancer.ts';
import { useReadAll } from './use-read-all.ts';

const row = (id: string): LoadBalancer => ({
  region: 'ORD',
  id,
  name: `web-${id}`,
  status: 'ACTIVE',
  protocol: 'HTTP',
  port: 80,
  algorithm: 'ROUND_ROBIN',
  virtualIps: [],
  nodeCount: 0,
  created: null,
  updated: null,
});

/** Ids that the region answers with a fault for now. */
const broken = new Set<string>();
const asked: string[] = [];
const network = setupServer(
  http.get('*/api/ORD/loadbalancers/:id', ({ params }) => {
    const id = String(params.id);
    asked.push(id);
    if (broken.has(id))
      return HttpResponse.json({ message: 'The region is out of order.', code: 500 }, { status: 500 });
    return HttpResponse.json({
      loadBalancer: {
        id: Number(id),
        name: `web-${id}`,
        status: 'ACTIVE',
        protocol: 'HTTP',
        port: 80,
        algorithm: 'ROUND_ROBIN',
        nodes: [],
        virtualIps: [],
        created: { time: '2026-11-01T00:00:00Z' },
        updated: { time: '2026-11-01T00:00:00Z' },
      },
    });
  }),
);
beforeAll(() => network.listen());
afterEach(() => {
  broken.clear();
  asked.length = 0;
});
afterAll(() => network.close());

test('rows that could not be read are said to be missing, and are read again when asked for', async () => {
  broken.add('2');
  const rows = ['1', '2', '3'].map(row);
  const { result } = renderHook(() => {
    useDetailsVersion(true);
    return useReadAll(rows, true);
  });
  await waitFor(() =>
    expect(result.current.failed).toEqual({ count: 1, why: expect.stringContaining('out of order') }),
  );
  expect(result.current).toMatchObject({ unread: 0, running: false });
  broken.clear();
  act(() => result.current.retry());
  await waitFor(() => expect(result.current.failed).toBeNull());
  expect(inventory.details.summaries.get('ORD/2')?.known).toMatchObject({ total: 0 });
  expect(asked.sort()).toEqual(['1', '2', '2', '3']);
});

test('a row on screen whose reading failed is read again when it is looked at the next time', async () => {
  broken.add('7');
  const rows = [row('7')];
  inventory.details.look(rows);
  await expect.poll(() => inventory.details.summaries.failureOf(rows[0]!)?.status).toBe(500);
  broken.clear();
  inventory.details.look(rows);
  await expect.poll(() => inventory.details.summaries.get('ORD/7')?.known).not.toBeNull();
  inventory.details.look(rows);
  expect(asked).toEqual(['7', '7']);
});
