/** Reads any faulty answer of an OpenStack service, whatever shape it came in. No dependencies: the browser reads every failure with it. */
export type FaultShape =
  /** Octavia's own `{faultcode, faultstring, debuginfo}` */
  | 'service'
  /** Keystone's `{error: {…}}`, also from the token check in front of Octavia */
  | 'identity'
  /** `{code, title, description}` of Octavia's routing */
  | 'routing'
  /** HTML, text or nothing: whatever stands in front of the service */
  | 'other';

export interface ReadFault {
  readonly status: number;
  readonly shape: FaultShape;
  /** One sentence for the user, in the service's words; empty when the answer has none. */
  readonly message: string;
  /** What the service adds for those who run it; rarely there. */
  readonly details?: string;
}

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Longest body and longest sentence that are looked at, in characters; a fault is a few hundred. */
const longestBody = 262_144;
const longestSentence = 2_000;

const sentence = (value: unknown): string => (typeof value === 'string' ? value.trim().slice(0, longestSentence) : '');

function parse(text: string): unknown {
  if (text.length > longestBody) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads the body of an answer that is not a success. `status`: the HTTP status; `text`: the body as it came, empty when there is
 * none. HTML and plain text are never shown: their message is empty. Never throws. Follows the Load-balancer API v2 reference,
 * "Faults", and the Identity API v3 reference.
 */
export function readFault(status: number, text: string): ReadFault {
  const body = parse(text);
  if (!isObject(body)) return { status, shape: 'other', message: '' };
  if ('faultstring' in body) {
    const details = sentence(body.debuginfo);
    return { status, shape: 'service', message: sentence(body.faultstring), ...(details && { details }) };
  }
  if (isObject(body.error)) return { status, shape: 'identity', message: sentence(body.error.message) };
  const message = sentence(body.description) || sentence(body.message) || sentence(body.title);
  return { status, shape: 'code' in body || 'title' in body ? 'routing' : 'other', message };
}

/** What a faulty answer means for whoever asked. */
export type Meaning =
  /** The load balancer is being changed or is in ERROR: see its status */
  | 'locked'
  | 'gone'
  | 'duplicate'
  | 'inUse'
  | 'quota'
  | 'forbidden'
  /** The token is not taken: expired, revoked, or an access rule of the application credential forbids the call */
  | 'signIn'
  /** The provider cannot do it */
  | 'unsupported'
  | 'invalid'
  | 'tooLarge'
  | 'tooMany'
  /** Nothing was done; it may be asked again */
  | 'busy'
  /** Whether it was done cannot be told from the answer */
  | 'unknown';

const byStatus: ReadonlyMap<number, Meaning> = new Map<number, Meaning>([
  [400, 'invalid'],
  [401, 'signIn'],
  [404, 'gone'],
  [413, 'tooLarge'],
  [415, 'invalid'],
  [429, 'tooMany'],
  [501, 'unsupported'],
]);

const conflicts: readonly (readonly [RegExp, Meaning])[] = [
  [/\bis immutable\b|^Invalid state \w+ of /i, 'locked'],
  [/\bin use\b/i, 'inUse'],
  [/\balready\b/i, 'duplicate'],
];

/**
 * What a fault means. Octavia has no codes for machines, so 403 and 409 are told apart by their sentences: "Quota has been met" is
 * no lack of rights, "immutable" and "Invalid state" are the lock. Follows Octavia's own messages (octavia/common/exceptions.py).
 */
export function meaningOf({ status, message }: ReadFault): Meaning {
  if (status === 403) return /^Quota has been met/i.test(message) ? 'quota' : 'forbidden';
  if (status === 409) return conflicts.find(([words]) => words.test(message))?.[1] ?? 'invalid';
  if (status === 503 && /^Project busy/i.test(message)) return 'busy';
  return byStatus.get(status) ?? (status < 500 ? 'invalid' : 'unknown');
}
