import { QueryClientProvider } from '@tanstack/react-query';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import type { ApiRequest } from '../../api/http/client.ts';
import { queryClient } from '../../api/http/query-client.ts';
import { sessionQuery } from '../../api/http/session.ts';
import { render } from '../../test/render.tsx';
import { signedIn } from '../../test/signed-in.ts';
import RequestsDialog from './RequestsDialog.tsx';
import { requestLog } from './request-log.ts';

const endpoint = 'http://127.0.0.1:4100/ord/v1.0/100001';

beforeEach(() => {
  queryClient.setQueryData(sessionQuery.queryKey, signedIn({ regions: ['ORD'], endpoints: { ORD: endpoint } }));
});

/** What is copied of a request that the page made. */
async function copied(request: ApiRequest): Promise<string> {
  requestLog.set([{ id: 1, request, status: 200, duration: 3, requestId: null, at: Date.now() }]);
  const user = userEvent.setup({ delay: null });
  render(
    <QueryClientProvider client={queryClient}>
      <RequestsDialog />
    </QueryClientProvider>,
  );
  const [entry] = await screen.findAllByRole('listitem');
  if (!entry) throw new Error('The dialog lists no request.');
  await user.click(within(entry).getByRole('button'));
  return navigator.clipboard.readText();
}

test('a request to a region is copied with the headers that it had', async () => {
  const text = await copied({
    method: 'GET',
    path: '/api/ORD/loadbalancers/71.atom',
    headers: { accept: 'application/atom+xml' },
  });
  expect(text).toContain(`'${endpoint}/loadbalancers/71.atom'`);
  expect(text).toContain("-H 'Accept: application/atom+xml'");
  expect(text).not.toContain('application/json');
});

test('what only the panel is told of a change does not go to the region', async () => {
  const text = await copied({
    method: 'PUT',
    path: '/api/ORD/loadbalancers/71/sessionpersistence',
    body: { sessionPersistence: { persistenceType: 'SOURCE_IP' } },
    headers: { 'x-holdfast-change': '0190f3b2c0000000a1b2c3d4e5f60718' },
  });
  expect(text).toContain("-H 'Content-Type: application/json'");
  expect(text).not.toMatch(/holdfast/i);
});

test('the table of sessions, which is no part of the API, is asked of the panel', async () => {
  const text = await copied({ method: 'GET', path: '/api/ORD/extras/loadbalancers/71/sessions' });
  expect(text).toContain(`'${location.origin}/api/ORD/extras/loadbalancers/71/sessions'`);
  expect(text).not.toContain('CLB_TOKEN');
});
