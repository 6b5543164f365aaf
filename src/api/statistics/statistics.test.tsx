import { QueryClient } from '@tanstack/react-query';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { usageQuery } from './statistics.ts';

const minute = 60_000;
/** A day of minutes, oldest first, as a local region records it. */
const records = Array.from({ length: 1_440 }, (_, index) => ({
  startTime: new Date(index * minute).toISOString(),
  endTime: new Date((index + 1) * minute).toISOString(),
  incomingTransfer: 1,
}));
const at = new Date(30 * minute).toISOString();
const network = setupServer(
  http.get('*/api/ORD/loadbalancers/72/usage/current', () =>
    HttpResponse.json({
      loadBalancerUsageRecords: [
        { startTime: at, endTime: at, eventType: 'CREATE_LOADBALANCER', numPolls: 0, incomingTransfer: 0 },
      ],
    }),
  ),
  http.get('*/api/ORD/loadbalancers/71/usage/current', ({ request }) => {
    const { searchParams } = new URL(request.url);
    const offset = Number(searchParams.get('offset') ?? 0);
    const limit = Math.min(1_000, Number(searchParams.get('limit') ?? 500));
    return HttpResponse.json({ loadBalancerUsageRecords: records.slice(offset, offset + limit), links: [] });
  }),
);
beforeAll(() => network.listen());
afterAll(() => network.close());

test('a day of traffic is read to its end, however many records it has', async () => {
  const periods = await new QueryClient().fetchQuery(usageQuery({ region: 'ORD', id: '71' }));
  expect(periods).toHaveLength(records.length);
  expect(periods?.at(-1)?.end).toBe(records.length * minute);
});

test('what is recorded of a moment, for the bill, is no traffic', async () => {
  expect(await new QueryClient().fetchQuery(usageQuery({ region: 'ORD', id: '72' }))).toEqual([]);
});
