import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { encoded } from '../../../contract/shared/text.ts';
import { read, send } from '../http/client.ts';
import { isOperationId, type OperationId } from './operations.ts';
import { type ExplorerRequest, shownHeaders } from './request.ts';
import type { Answer } from './send.ts';

/** A call that was made in the explorer, as the panel server keeps it for its user, secrets masked. */
export interface Call {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly operation: OperationId;
  readonly region: string;
  readonly method: string;
  /** Below the region's endpoint, query included. */
  readonly path: string;
  /** Null when no answer came. */
  readonly status: number | null;
  /** Milliseconds. */
  readonly duration: number | null;
  /** Bytes of the whole answer. */
  readonly size: number | null;
  readonly requestId: string | null;
}

/** One call with the answer that was kept; of a long one the beginning. */
export interface KeptCall extends Call {
  readonly requestBody: string | null;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: string | null;
}

interface CallPage {
  readonly calls: readonly Call[];
  readonly next: string | null;
}

const path = '/panel/calls';
const pageLimit = 50;
/** Characters of an answer that the server keeps. */
const keptCharacters = 256 * 1024;

export const callsKey = ['explorer', 'calls'] as const;

/** The user's calls, newest first, of one operation or of all. A call of an operation that this panel does not know is left out. */
export const callsQuery = (operation?: OperationId) =>
  infiniteQueryOptions({
    queryKey: [...callsKey, operation ?? null],
    queryFn: async ({ pageParam, signal }): Promise<CallPage> => {
      const query = new URLSearchParams({ limit: String(pageLimit) });
      if (operation) query.set('operation', operation);
      if (pageParam) query.set('cursor', pageParam);
      const page = await read<CallPage>({ method: 'GET', path: `${path}?${query}`, signal });
      return { ...page, calls: page.calls.filter((call) => isOperationId(call.operation)) };
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });

export const keptCallQuery = (id: string) =>
  queryOptions({
    queryKey: ['explorer', 'call', id],
    queryFn: ({ signal }) => read<KeptCall>({ method: 'GET', path: `${path}/${encoded(id)}`, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Keeps a call in the user's history. `answer`: null when none came. */
export async function keepCall(request: ExplorerRequest, answer: Answer | null): Promise<void> {
  await send({
    method: 'POST',
    path,
    body: {
      operation: request.operation,
      region: request.region,
      method: request.method,
      path: request.path,
      requestHeaders: shownHeaders(request),
      requestBody: request.body,
      ...(answer && {
        status: answer.status,
        responseHeaders: Object.fromEntries(answer.headers),
        responseBody: answer.text.slice(0, keptCharacters),
        duration: answer.duration,
        size: answer.size,
        requestId: answer.requestId,
      }),
    },
  });
}

/** Whether only the beginning of an answer was kept. */
export const isCut = ({ size, responseBody }: Pick<KeptCall, 'size' | 'responseBody'>): boolean =>
  size !== null &&
  responseBody !== null &&
  responseBody.length >= keptCharacters &&
  new TextEncoder().encode(responseBody).length < size;

export const forgetCalls = async (): Promise<void> => {
  await send({ method: 'DELETE', path });
};

export const favouritesKey = ['explorer', 'favourites'] as const;

export const favouritesQuery = queryOptions({
  queryKey: favouritesKey,
  queryFn: async ({ signal }): Promise<OperationId[]> => {
    const { favourites } = await read<{ favourites: string[] }>({ method: 'GET', path: '/panel/favourites', signal });
    return favourites.filter(isOperationId);
  },
  staleTime: 60_000,
});

export async function setFavourite(operation: OperationId, favourite: boolean): Promise<void> {
  if (favourite) await send({ method: 'POST', path: '/panel/favourites', body: { operation } });
  else await send({ method: 'DELETE', path: `/panel/favourites/${operation}` });
}
