import { QueryClientProvider } from '@tanstack/react-query';
import { configure, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { queryClient } from '../../api/http/query-client.ts';
import { priority } from '../../api/http/queue.ts';
import { inventory } from '../../api/inventory/inventory.ts';
import { detailsQuery } from '../../api/inventory/queries.ts';
import { clb } from '../../api/providers/clb/clb.ts';
import { type Composition, compose, HttpResponse, http } from '../../test/composition.ts';
import { useLiveDetails } from './live-details.ts';

// A whole panel answers every request here: on a busy machine that takes its time.
configure({ asyncUtilTimeout: 15_000 });
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: Composition;
beforeEach(async () => {
  world = await compose();
  await world.signIn('admin');
  queryClient.clear();
});
afterEach(async () => {
  inventory.clear();
  await world.close();
});

const wrapper = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
);
const row = (id: string) =>
  inventory
    .states()
    .find(({ region }) => region === 'ORD')
    ?.rows.get(id);

/** Every row of ORD, as the list has it. */
async function list(): Promise<void> {
  inventory.open('100001', ['ORD']);
  inventory.drawn();
  await waitFor(() => expect(inventory.isComplete('ORD')).toBe(true));
}

const deleted = (id: string) =>
  world.network.use(
    http.get(`*/api/ORD/loadbalancers/${id}`, () =>
      HttpResponse.json(
        { message: 'Object not Found', code: 410 },
        { status: 410, headers: { 'x-holdfast-source': 'region' } },
      ),
    ),
  );

test('what was read before the list did not find it any more brings no row back', async () => {
  const ref = { region: 'ORD', id: String(await world.idOf('ORD', 'web-frontend')) };
  const former = await clb.reads.details(ref, priority.onScreen);
  queryClient.setQueryData(detailsQuery(ref).queryKey, { ...former, readAt: Date.now() - 60_000 });
  await world.ask('ORD', 'DELETE', `/loadbalancers/${ref.id}`);
  await world.clock.advance(60_000);
  await list();
  expect(row(ref.id)).toBeUndefined();
  deleted(ref.id);
  const { result } = renderHook(() => useLiveDetails(ref), { wrapper });
  expect(row(ref.id)).toBeUndefined();
  void result.current.refetch();
  await waitFor(() => expect(result.current.error).not.toBeNull());
  expect(row(ref.id)).toBeUndefined();
});

test('a load balancer that is read as gone leaves the list', async () => {
  const ref = { region: 'ORD', id: String(await world.idOf('ORD', 'web-frontend')) };
  await list();
  const { result } = renderHook(() => useLiveDetails(ref), { wrapper });
  await waitFor(() => expect(result.current.data).toBeDefined());
  expect(row(ref.id)).toBeDefined();
  deleted(ref.id);
  void result.current.refetch();
  await waitFor(() => expect(result.current.error).not.toBeNull());
  await waitFor(() => expect(row(ref.id)).toBeUndefined());
});
