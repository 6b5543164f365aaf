import { announced } from '../history/announced.ts';
import { type ApiAnswer, type ApiRequest, exchange } from '../http/client.ts';
import { priority } from '../http/queue.ts';
import { requestQueue } from '../http/region-requests.ts';
import { apiOf } from './apis.ts';
import { type ExplorerRequest, panelPath } from './request.ts';

export interface Answer {
  readonly status: number;
  /** Those that the panel server passes on, with its own, sorted by name. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly text: string;
  /** Milliseconds from sending to the whole body. */
  readonly duration: number;
  /** Bytes of the body. */
  readonly size: number;
  readonly requestId: string | null;
  /** Who spoke: a fault of the panel server is not the region's answer. */
  readonly source: 'region' | 'panel';
  /** Id of the record that the history keeps of a write. */
  readonly change: string | null;
}

/**
 * Sends a call through the panel server, ahead of what the pages read by themselves, and gives the answer whatever its status. A write is
 * recorded with name and values and watched to its end, which `onSettled` hears of. Throws an ApiError with status 0 when no answer came,
 * one of code `notAnnounced` when a write was not sent because it could not be recorded, and the signal's reason when it was cancelled.
 */
export async function sendCall(
  request: ExplorerRequest,
  signal: AbortSignal,
  onSettled: () => void = () => {},
): Promise<Answer> {
  const write = request.method === 'GET' ? null : await apiOf(request.operation).recordWrite(request, signal);
  const send = (headers: Readonly<Record<string, string>> = {}) => exchange(exchanged(request, headers, signal));
  const answer = shown(
    await requestQueue.run(
      request.region,
      request.method,
      priority.write,
      write?.about ? announced(write.about, send) : send,
      signal,
    ),
  );
  void write?.settle(answer).then(onSettled);
  return answer;
}

const exchanged = (
  request: ExplorerRequest,
  notes: Readonly<Record<string, string>>,
  signal: AbortSignal,
): ApiRequest => ({
  method: request.method,
  path: panelPath(request),
  headers: {
    ...Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value])),
    ...notes,
  },
  ...(request.body !== null && { body: request.body }),
  signal,
});

const shown = ({ status, headers, text, duration }: ApiAnswer): Answer => ({
  status,
  // The key is for judging the change, and for nobody to see.
  headers: [...headers].filter(([name]) => name !== 'x-holdfast-change-key').sort(([a], [b]) => a.localeCompare(b)),
  text,
  duration,
  size: new Blob([text]).size,
  requestId: headers.get('x-request-id'),
  source: headers.get('x-holdfast-source') === 'region' ? 'region' : 'panel',
  change: headers.get('x-holdfast-change'),
});
