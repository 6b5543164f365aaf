/** Reads any faulty answer, whatever shape it came in. No dependencies: the browser reads every failure with it. */
export interface ReadFault {
  readonly status: number;
  /** One sentence for the user; empty when the answer has none. */
  readonly message: string;
  /** Each sentence by itself: the validation messages where there are any, else the message. */
  readonly messages: readonly string[];
  readonly details?: string;
  /** When a request is let through again, as the body words it (ISO 8601). */
  readonly retryAfter?: string;
}

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Longest body and longest sentence that are looked at, in characters; a fault is a few hundred. */
const longestBody = 262_144;
const longestSentence = 2_000;

/** The sentences in a string or an array of strings; anything else has none. */
const sentences = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value])
    .filter((each): each is string => typeof each === 'string' && each.trim() !== '')
    .map((each) => each.trim().slice(0, longestSentence));

/** A text without markup that has more than one word. */
const isSentence = (value: unknown): value is string =>
  typeof value === 'string' && /\S\s+\S/.test(value) && !/^\s*[<{[]/.test(value);

/** A root key such as `overLimit` or `unauthorized` around the fault is taken off. */
function unwrap(value: Json): Json {
  const entries = Object.values(value);
  const only = entries[0];
  return entries.length === 1 && isObject(only) && ('message' in only || 'messages' in only || 'code' in only)
    ? only
    : value;
}

function parse(text: string): unknown {
  if (text.length > longestBody) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text.length > longestSentence ? undefined : text;
  }
}

/** Node metadata is refused with a bare sentence, or a list of them. */
function bareSentences(value: unknown): string[] {
  const given = (Array.isArray(value) ? value : [value]).filter(isSentence);
  return [...new Set(sentences(given))];
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

const xmlText = (text: string): string =>
  text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name]!);

/** A fault in XML as the JSON one would have it; null for any other markup. Source: CLB v1.0 developer guide, "Faults". */
function parseXmlFault(text: string): Json | null {
  if (text.length > longestBody) return null;
  const root = /^\s*(?:<\?xml[^>]*\?>\s*)?<(?:\w+:)?(\w+)([^>]*)>/.exec(text);
  if (
    !root ||
    !/Fault$|^(?:overLimit|badRequest|unauthorized|itemNotFound|immutableEntity|unProcessableEntity|outOfVirtualIps|serviceUnavailable)$/.test(
      root[1]!,
    )
  )
    return null;
  const element = (name: string) => {
    const found = new RegExp(`<(?:\\w+:)?${name}(?: [^<>]*)?>([^<]*)<`).exec(text);
    return found ? { [name]: xmlText(found[1]!) } : {};
  };
  const retryAfter = /\bretryAfter=["']([^"']*)["']/.exec(root[2]!)?.[1];
  return { [root[1]!]: { ...element('message'), ...element('details'), code: 0, ...(retryAfter && { retryAfter }) } };
}

/**
 * Reads the body of an answer that is not a success. `status`: the HTTP status, which wins over the body's own code;
 * `text`: the body as it came, empty when there is none. Never throws. Follows CLB v1.0 developer guide, "Faults".
 */
export function readFault(status: number, text: string): ReadFault {
  const parsed = parseXmlFault(text) ?? parse(text);
  if (!isObject(parsed)) {
    const messages = bareSentences(parsed);
    return { status, message: messages.join(' '), messages };
  }
  const body = unwrap(parsed);
  const own = [...sentences(body.message), ...sentences(body.messages)];
  const nested = isObject(body.validationErrors) ? sentences(body.validationErrors.messages) : [];
  const messages = [...new Set(nested.length > 0 ? nested : own)];
  const [details] = sentences(body.details);
  const [retryAfter] = sentences(body.retryAfter);
  return {
    status,
    message: messages.join(' '),
    messages,
    ...(details && { details }),
    ...(retryAfter && { retryAfter }),
  };
}

/**
 * Whether the body of a 413 says that the rate limit is used up; what finds a request too large answers 413, too.
 * `text`: the body as it came, JSON or XML. Never throws.
 */
export function saysOverLimit(text: string): boolean {
  const parsed = parseXmlFault(text) ?? parse(text);
  return isObject(parsed) && isObject(parsed.overLimit);
}
