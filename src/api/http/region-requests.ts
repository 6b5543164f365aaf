import { encoded } from '../../../contract/shared/text.ts';
import { steadyBackgroundClock } from './background-clock.ts';
import { ApiError, read } from './client.ts';
import { type Priority, RequestQueue } from './queue.ts';

/** Every request to a region takes its turn here. */
export const requestQueue = new RequestQueue(steadyBackgroundClock);

/** The address at which the panel server forwards to a region. `path`: below the region's endpoint. */
export const regionPath = (region: string, path: string): string => `/api/${encoded(region)}${path}`;

/** Reads JSON from a region when the turn of the request has come. `path`: below the region's endpoint. */
export const readFromRegion = <T>(region: string, path: string, rank: Priority, signal?: AbortSignal): Promise<T> =>
  requestQueue.run(
    region,
    'GET',
    rank,
    () => read<T>({ method: 'GET', path: regionPath(region, path), signal }),
    signal,
  );

/** That an answer is not what the API's documents say. `what`: such as "the list of load balancers". */
export const malformed = (region: string, what: string): ApiError =>
  new ApiError({
    status: 200,
    source: 'region',
    code: 'malformed',
    message: `${region} answered ${what} in a form that this panel cannot read.`,
  });
