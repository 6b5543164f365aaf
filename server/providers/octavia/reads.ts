import { readFault } from '../../../contract/octavia/fault.ts';
import { encoded } from '../../../contract/shared/text.ts';
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

interface Page {
  readonly rows: readonly Fields[];
  /** Whether a page may follow. */
  readonly goesOn: boolean;
}

/** What stands in a list below its name, as in `{"pools": […], "pools_links": […]}`. */
const pageIn =
  (key: string) =>
  (value: unknown): Page | null => {
    if (!isFields(value) || !Array.isArray(value[key])) return null;
    const links = value[`${key}_links`];
    return {
      rows: value[key].filter(isFields),
      goesOn: Array.isArray(links) && links.some((link) => isFields(link) && link.rel === 'next'),
    };
  };

/** A list that goes on for longer is not what a load balancer holds. */
const mostPages = 1_000;

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

/**
 * Reads a list to its end; without a row where there is no such list. `path`: below the endpoint, with or without a query. The marker is
 * the last row's own id, as the `next` link drops the query; only its absence ends a list. Throws as `readObject`.
 * Source: Load-balancer API v2 reference, "Pagination".
 */
export async function readRows(place: ReadPlace, path: string, key: string): Promise<readonly Fields[]> {
  const rows: Fields[] = [];
  let at = '';
  for (let page = 0; page < mostPages; page++) {
    const read = await readAs(place, `${path}${at}`, pageIn(key));
    rows.push(...(read?.rows ?? []));
    const last = read?.rows.at(-1)?.id;
    if (!read?.goesOn || typeof last !== 'string') return rows;
    at = `${path.includes('?') ? '&' : '?'}marker=${encoded(last)}`;
  }
  throw new PanelError(502, 'not-read', `${place.region} gives the list ${key} without an end. Tell its operator.`);
}

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
