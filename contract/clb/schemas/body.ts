import { operations } from '../operations/index.ts';
import { type RequestOperationId, type RequestValue, requests } from './index.ts';
import { readerOf, refusal } from './reader.ts';
import type { RequestBody } from './request.ts';

const bodyOf = (id: RequestOperationId): RequestBody => requests[operations[id].request];

export type ParsedBody<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly fault: 'schema' };

const refused = { ok: false, fault: 'schema' } as const;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refusal;
  }
}

/** Takes off the root key, which the service does not insist on; beside it nothing else may stand. */
function unwrap(body: unknown, { root, single, value }: RequestBody): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const [key, ...others] = Object.keys(body);
  if (key === undefined || others.length > 0) return body;
  const inner = (body as Record<string, unknown>)[key];
  if (key === root) return inner ?? (value.type === 'array' ? [] : {});
  if (key === single) return [inner];
  return body;
}

/**
 * Reads the text of a request body as the service parses it. `value` is what stands inside the root key, with strings such as "80"
 * made numbers and nulls left out. Its type is whole only once `validate` has no messages: until then any field may be missing or out
 * of range. `fault: 'schema'` is SCHEMA400 (the identity service's own 400 for identity operations). Never throws.
 */
export function parseBody<Id extends RequestOperationId>(id: Id, text: string): ParsedBody<RequestValue<Id>> {
  const body = bodyOf(id);
  const parsed = parse(text);
  if (parsed === refusal) return refused;
  const value = readerOf(body.value)(unwrap(parsed, body));
  return value === refusal ? refused : { ok: true, value: value as RequestValue<Id> };
}

/**
 * The rules that need nothing but the body. `value`: what stands inside the root key. Returns the service's messages, all at once and
 * each once, in the order of the fields; none when the body is good. Rules that look at the stored load balancer are the region's.
 */
export function validate(id: RequestOperationId, value: unknown): string[] {
  const result = bodyOf(id).value.safeParse(value);
  return result.success ? [] : [...new Set(result.error.issues.map(({ message }) => message))];
}
