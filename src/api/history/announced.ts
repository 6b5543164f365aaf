import { type Announcement, largestValues, longestNote } from '../../../contract/shared/change-record.ts';
import { type ApiAnswer, ApiError, type ApiRequest, read, send } from '../http/client.ts';
import { priority } from '../http/queue.ts';
import { requestQueue } from '../http/region-requests.ts';
import { keepVerdictKey } from '../http/verdict-keys.ts';

/** Code of an error after which a write was not sent, because the history could not be told of it. */
export const notAnnounced = 'not-announced';

const changeHeader = 'x-holdfast-change';

/** `longest`: UTF-16 units; what is longer ends in `…`. */
const cut = (text: string, longest: number): string =>
  (text.length > longest ? `${text.slice(0, longest - 1)}…` : text).toWellFormed();

/** Of values that are too long together, each keeps its half. A UTF-16 unit takes three bytes at most. */
function valuesWithin({ before, after }: Pick<Announcement, 'before' | 'after'>) {
  const bytes = new TextEncoder().encode(`${before ?? ''}${after ?? ''}`).byteLength;
  if (bytes <= largestValues) return { before, after };
  const half = Math.floor(largestValues / 6);
  return { before: before && cut(before, half), after: after && cut(after, half) };
}

/** Tells the history of a write that is about to be sent; gives the id by which the write names it. Throws an ApiError. */
async function announce(about: Announcement): Promise<string> {
  const { name, reason } = about;
  const body: Announcement = {
    ...about,
    ...valuesWithin(about),
    name: name && cut(name, longestNote.name),
    reason: reason && cut(reason, longestNote.reason),
  };
  try {
    const { id, key } = await read<{ id: string; key: string }>({ method: 'POST', path: '/panel/changes', body });
    keepVerdictKey(id, key);
    return id;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { message, status, source, requestId, retryAfter, limited } = error;
    throw new ApiError({ message, status, source, requestId, retryAfter, limited, code: notAnnounced });
  }
}

/**
 * A write that the history is told of first. What it gives may be called again while nothing was sent, as after a limit; it then keeps
 * its announcement. `write` adds the headers to its request.
 */
export function announced(
  about: Announcement,
  write: (headers: Readonly<Record<string, string>>) => Promise<ApiAnswer>,
): () => Promise<ApiAnswer> {
  let id: string | null = null;
  return async () => {
    id ??= await announce(about);
    const used = (change: string | null) => {
      if (change !== null) id = null;
    };
    try {
      const answer = await write({ [changeHeader]: id });
      used(answer.headers.get(changeHeader));
      return answer;
    } catch (error) {
      if (error instanceof ApiError) used(error.change);
      throw error;
    }
  };
}

/** Sends a write to a region ahead of everything that is read. Throws an ApiError; of code `notAnnounced` when it was not sent. */
export const writeToRegion = (request: ApiRequest, about: Announcement): Promise<ApiAnswer> =>
  requestQueue.run(
    about.region,
    request.method,
    priority.write,
    announced(about, (headers) => send({ ...request, headers: { ...request.headers, ...headers } })),
  );
