import { QueryClient, QueryClientProvider, useInfiniteQuery } from '@tanstack/react-query';
import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { tellOfRequest } from '../../api/http/client.ts';
import { useFreshHistory } from './use-fresh-history.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const verdict = () =>
  act(() =>
    tellOfRequest(
      { method: 'POST', path: '/panel/history/7/verdict' },
      { status: 204, headers: new Headers(), text: '', duration: 5 },
    ),
  );
const pass = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds));

/** A history of two pages whose answers come when the test says so. */
function open() {
  const answers: (() => void)[] = [];
  const asked: number[] = [];
  const queries = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queries}>{children}</QueryClientProvider>
  );
  const { result } = renderHook(
    () => {
      useFreshHistory();
      return useInfiniteQuery({
        queryKey: ['history', {}],
        queryFn: async ({ pageParam }) => {
          asked.push(pageParam);
          await new Promise<void>((resolve) => answers.push(resolve));
          return pageParam;
        },
        initialPageParam: 1,
        getNextPageParam: (page) => (page === 1 ? 2 : null),
      });
    },
    { wrapper },
  );
  const answer = () =>
    act(async () => {
      for (const each of answers.splice(0)) each();
      await vi.advanceTimersByTimeAsync(0);
    });
  return { result, asked, answer };
}

test('a verdict that arrives while older changes are read neither stops that nor is forgotten', async () => {
  const { result, asked, answer } = open();
  await answer();
  expect(result.current.data?.pages).toEqual([1]);
  act(() => void result.current.fetchNextPage());
  await verdict();
  await pass(1_500);
  await answer();
  expect(result.current.data?.pages).toEqual([1, 2]);
  expect(asked).toEqual([1, 2]);
  await pass(1_500);
  expect(asked).toEqual([1, 2, 1]);
});
