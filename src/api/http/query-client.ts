import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './client.ts';

/** A refusal is an answer: only a missing answer or a server's own failure is asked for again, once. */
export const isWorthRepeating = (error: unknown): boolean =>
  error instanceof ApiError &&
  (error.status === 0 || error.status === 502 || error.status === 503 || error.status === 504);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => failures < 1 && isWorthRepeating(error),
      staleTime: 2_000,
      refetchOnWindowFocus: false,
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});
