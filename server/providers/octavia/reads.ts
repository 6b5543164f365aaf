import { readFault } from '../../../contract/octavia/fault.ts';
import { PanelError } from '../../reply.ts';
import type { Session } from '../../sessions/session.ts';
import { type Upstream, type UpstreamAnswer, UpstreamError } from '../../upstream.ts';
import { failedExchange, unfitAnswer } from '../../upstream-errors.ts';

/** Largest answer that is read, in bytes. */
const answerLimit = 2 * 1024 * 1024;
const timeout = 20_000;

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const parsed = (body: Uint8Array | null): unknown => {
  try {
    return body && JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
};

/** What stands in an object below its name, as in `{"pool": {…}}`. */
export function unwrapped(value: unknown): Fields | null {
  const only = isFields(value) && Object.keys(value).length === 1 ? Object.values(value)[0] : null;
  return isFields(only) ? only : null;
}

/** What stands in a list below its name, as in `{"pools": […], "pools_links": […]}`. */
const rowsIn =
  (key: string) =>
  (value: unknown): readonly Fields[] | null =>
    isFields(value) && Array.isArray(value[key]) ? value[key].filter(isFields) : null;

/** Where something is read, with whose rights. */
export interface ReadPlace {
  readonly upstream: Upstream;
  readonly session: Session;
  readonly region: string;
}

/**
 * Reads an object with the session's own rights. `path`: below the endpoint. Null: it is not there. Throws a PanelError when the region
 * does not tell.
 */
export const readObject = (
  upstream: Upstream,
  session: Session,
  region: string,
  path: string,
): Promise<Fields | null> => readAs({ upstream, session, region }, path, unwrapped);

/** Reads a short list; the first page is all of it. Null: there is no such list. Throws as `readObject`. */
export const readRows = (place: ReadPlace, path: string, key: string): Promise<readonly Fields[] | null> =>
  readAs(place, path, rowsIn(key));

async function readAs<Found>(
  { upstream, session, region }: ReadPlace,
  path: string,
  pick: (body: unknown) => Found | null,
): Promise<Found | null> {
  let answer: UpstreamAnswer;
  try {
    answer = await upstream({
      method: 'GET',
      url: `${session.endpoints[region]}${path}`,
      headers: { Accept: 'application/json', 'X-Auth-Token': session.token, 'User-Agent': 'Holdfast' },
      body: null,
      limit: answerLimit,
      timeout,
      account: session.account,
      service: session.service,
    });
  } catch (error) {
    if (error instanceof UpstreamError) throw failedExchange(error, region, 'GET');
    throw error;
  }
  const { status } = answer;
  if (status === 404) return null;
  if (status === 401)
    throw new PanelError(401, 'signed-out', `${region} does not take this sign-in any more. Sign in again.`);
  const found = pick(parsed(answer.body));
  if (status === 200 && found) return found;
  const { message } = readFault(status, new TextDecoder().decode(answer.body));
  throw (
    unfitAnswer(answer, region, 'GET', true) ??
    new PanelError(
      status === 403 ? 403 : 502,
      'not-read',
      `${region} answered ${status} to the read of ${path.split('?')[0]}. ${message || 'Try again in a moment.'}`,
    )
  );
}
