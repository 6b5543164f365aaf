import { type ApiRequest, onRequest } from '../../api/http/client.ts';
import { createStore } from '../controls/use-store.ts';

/** A request that a page made, with what came of it; status 0: no answer. */
export interface LoggedRequest {
  readonly id: number;
  readonly request: ApiRequest;
  readonly status: number;
  /** Milliseconds until the whole answer. */
  readonly duration: number | null;
  readonly requestId: string | null;
  /** When the answer came, milliseconds since the Unix epoch. */
  readonly at: number;
}

const requestsKept = 100;
let nextId = 1;

/** The newest requests, newest first, so that every page can show what it asked. Credentials never enter it. */
export const requestLog = createStore<readonly LoggedRequest[]>([]);

onRequest((request, answer) => {
  const entry: LoggedRequest = {
    id: nextId++,
    request: request.path === '/session' ? { method: request.method, path: request.path } : request,
    status: answer?.status ?? 0,
    duration: answer?.duration ?? null,
    requestId: answer?.headers.get('x-request-id') ?? null,
    at: Date.now(),
  };
  requestLog.set([entry, ...requestLog.get().slice(0, requestsKept - 1)]);
});
