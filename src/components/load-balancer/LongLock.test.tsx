import { QueryClientProvider } from '@tanstack/react-query';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { ChangeRecord } from '../../../contract/shared/change-record.ts';
import { queryClient } from '../../api/http/query-client.ts';
import { changeRecord } from '../../test/change-record.ts';
import { loadBalancer } from '../../test/load-balancer.ts';
import { render } from '../../test/render.tsx';
import { LongLock } from './LongLock.tsx';

const minute = 60_000;
let changes: ChangeRecord[] = [];
const network = setupServer(http.get('*/panel/history', () => HttpResponse.json({ changes, next: null })));
beforeAll(() => network.listen());
afterEach(() => {
  changes = [];
  queryClient.clear();
});
afterAll(() => network.close());

const show = (status: string, minutes: number) =>
  render(
    <QueryClientProvider client={queryClient}>
      <LongLock details={loadBalancer({ status, updated: Date.now() - minutes * minute })} />
    </QueryClientProvider>,
  );

const at = (minutes: number) => new Date(Date.now() - minutes * minute).toISOString();

test('a lock of twelve minutes is told with the request that made it', async () => {
  changes = [changeRecord({ at: at(12), verdict: null, serviceRequestId: 'req-1' })];
  const { findByText, getByRole } = show('PENDING_UPDATE', 12.5);
  await findByText('req-1');
  expect(getByRole('note').textContent).toMatch(/^Locked in PENDING_UPDATE for 12 min: .* and request req-1/);
});

test('a lock that the panel did not make has no request of its', async () => {
  changes = [changeRecord({ at: at(60), serviceRequestId: 'req-1' })];
  const { findByText, queryByText } = show('PENDING_UPDATE', 12.5);
  await findByText(/not locked by a change made in this panel/);
  expect(queryByText('req-1')).toBeNull();
});

test.each([
  ['PENDING_UPDATE', 9],
  ['ACTIVE', 60],
  ['ERROR', 60],
])('%s for %i minutes is no long lock', (status, minutes) => {
  expect(show(status, minutes).queryByRole('note')).toBeNull();
});
