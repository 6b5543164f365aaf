import { QueryClientProvider } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { type KeptCall, keptCallQuery } from '../../api/explorer/calls.ts';
import { queryClient } from '../../api/http/query-client.ts';
import { render } from '../../test/render.tsx';
import CompareDialog from './CompareDialog.tsx';

const call = (id: string, responseBody: string, size = responseBody.length): KeptCall => ({
  id,
  at: '2031-05-02T17:20:11.000Z',
  operation: 'loadBalancers.list',
  region: 'ORD',
  method: 'GET',
  path: '/loadbalancers',
  requestBody: null,
  status: 200,
  duration: 3,
  size,
  requestId: null,
  responseHeaders: {},
  responseBody,
});

function compare(older: KeptCall, newer: KeptCall) {
  for (const each of [older, newer]) queryClient.setQueryData(keptCallQuery(each.id).queryKey, each);
  render(
    <QueryClientProvider client={queryClient}>
      <CompareDialog older={older} newer={newer} onClose={() => undefined} />
    </QueryClientProvider>,
  );
}

test('two answers that are the same are said to be', async () => {
  compare(call('1', '{}'), call('2', '{}'));
  await screen.findByText('The answers are the same.');
});

test('of answers that were not kept whole only the beginnings are said to be the same', async () => {
  const beginning = 'x'.repeat(256 * 1024);
  compare(call('3', beginning, 400_000), call('4', beginning, 500_000));
  await screen.findByText('The beginnings are the same.');
  expect(screen.queryByText('The answers are the same.')).toBeNull();
});
