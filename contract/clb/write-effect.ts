import { isOperationId, operations } from './operations/index.ts';
import type { Operation } from './operations/operation.ts';

/** A write, as it was sent or as the history keeps it. */
export interface Write {
  /** Operation id of the contract. */
  readonly operation: string;
  /** Path and query below the region's endpoint. */
  readonly path: string;
  readonly body: string | null;
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands below the one root member in which the API wraps its values: `{"node": {…}}`. */
function unwrapped(value: unknown): unknown {
  if (!isFields(value)) return value;
  const members = Object.entries(value).filter(([name]) => name !== 'links');
  const [, only] = members[0] ?? [];
  return members.length === 1 && typeof only === 'object' && only !== null ? only : value;
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? undefined : unwrapped(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const operationOf = (id: string): Operation | undefined => (isOperationId(id) ? operations[id] : undefined);

const isDelete = ({ operation }: Write): boolean => operationOf(operation)?.method === 'DELETE';

/** A value may be cut before it is kept, after which nobody could find its secrets. */
const withoutSecrets = (name: string, value: unknown): unknown =>
  typeof value === 'string' && /private.?key|password|secret/i.test(name) ? '•••' : value;

/** What `work` gives; `otherwise` for values that are nested deeper than anything that the API takes or answers. */
function unlessTooDeep<Result>(work: () => Result, otherwise: Result): Result {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

const unshown = 'something that cannot be shown';

const asText = (value: unknown): string => unlessTooDeep(() => JSON.stringify(value, withoutSecrets), unshown);

/** Ids of the items that a DELETE names, in its query or at the end of its path; none when it is for everything there. */
function namedIds({ operation, path }: Write): string[] {
  const [resource = '', query = ''] = path.split('?');
  const inQuery = new URLSearchParams(query).getAll('id');
  if (inQuery.length > 0) return inQuery;
  return operationOf(operation)?.path.endsWith('}') ? [resource.slice(resource.lastIndexOf('/') + 1)] : [];
}

const idOf = (value: unknown): string | undefined =>
  isFields(value) && value.id !== undefined ? String(value.id) : undefined;

/** Whether what is there holds what was asked for; null when nothing of it can be compared, as with secrets, which are never shown. */
function holds(there: unknown, asked: unknown): boolean | null {
  if (Array.isArray(asked)) {
    if (!Array.isArray(there)) return null;
    const each = asked.map((item) => there.some((candidate) => holds(unwrapped(candidate), unwrapped(item)) === true));
    return each.length === 0 ? there.length === 0 : each.every(Boolean);
  }
  if (isFields(asked)) {
    if (!isFields(there)) return null;
    const each = Object.entries(asked).map(([name, value]) =>
      there[name] === undefined ? null : holds(there[name], value),
    );
    if (each.includes(false)) return false;
    return each.includes(true) ? true : null;
  }
  return String(there) === String(asked);
}

/** The members of what is there that were asked for; of lists the items. */
function picked(there: unknown, asked: unknown): unknown {
  if (Array.isArray(there)) {
    const wanted = (Array.isArray(asked) ? asked : [asked]).map(unwrapped);
    return there
      .map(unwrapped)
      .filter((item) => wanted.some((each) => (idOf(each) ? idOf(each) === idOf(item) : holds(item, each) === true)));
  }
  if (!isFields(there) || !isFields(asked)) return there;
  return Object.fromEntries(Object.entries(there).filter(([name]) => asked[name] !== undefined));
}

const isPersistence = ({ operation }: Write): boolean => operation.startsWith('sessionPersistence.');

/** What the write is about, of what its read shows; undefined when nothing is there. */
function part(write: Write, shown: unknown): unknown {
  const there = unwrapped(shown);
  if (isPersistence(write)) return isFields(there) ? there.persistenceType : undefined;
  if (write.operation === 'sslTermination.delete') return isFields(there) ? there.sslTermination : undefined;
  if (write.operation === 'loadBalancers.delete' && isFields(there))
    return there.status === 'DELETED' ? undefined : { name: there.name, status: there.status };
  if (write.operation === 'loadBalancers.deleteMany' && Array.isArray(there))
    return there
      .map(unwrapped)
      .filter((each) => isFields(each) && each.status !== 'DELETED')
      .map((each) => isFields(each) && { id: each.id, name: each.name, status: each.status });
  if (!isDelete(write)) return picked(there, parsed(write.body));
  const ids = namedIds(write);
  return Array.isArray(there)
    ? there.map(unwrapped).filter((item) => ids.length === 0 || ids.includes(idOf(item) ?? ''))
    : there;
}

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);

/** Ids of the load balancers that a write is about. `created`: the one that it made, where its answer said so. */
export function loadBalancersOf(write: Write, created: string | null = null): string[] {
  if (write.operation === 'loadBalancers.create') return created === null ? [] : [created];
  if (write.operation === 'loadBalancers.deleteMany') return namedIds(write);
  const id = /^\/loadbalancers\/(\d+)/.exec(write.path)?.[1];
  return id === undefined ? [] : [id];
}

/**
 * The read that shows what a write to one load balancer changes: its path below the region's endpoint; null where the contract has none
 * for it. `created` as for `loadBalancersOf`.
 */
export function readOf({ operation, path }: Write, created: string | null = null): string | null {
  if (operation === 'loadBalancers.create') return created === null ? null : `/loadbalancers/${created}`;
  const shows = operationOf(operation)?.shows;
  const template = shows === undefined ? undefined : operationOf(shows)?.path;
  // The list shows what was created only page by page.
  if (template === undefined || shows === 'loadBalancers.list') return null;
  return path.split('?')[0]!.split('/').slice(0, template.split('/').length).join('/');
}

/**
 * The value that a write is about, as a short text: a persistence type or `DISABLED`, `none`, or JSON. `shown`: the body that the read
 * of `readOf` answered; undefined when it answered that nothing is there. Never throws.
 */
export function valueShown(write: Write, shown: unknown): string {
  const value = unlessTooDeep<unknown>(() => part(write, shown), unshown);
  if (isPersistence(write)) return typeof value === 'string' ? value : 'DISABLED';
  return isNothing(value) ? 'none' : asText(value);
}

/** The value that a write asks for, in the same form; null when its body does not tell. */
export function valueAsked(write: Write): string | null {
  if (isDelete(write)) return isPersistence(write) ? 'DISABLED' : 'none';
  const asked = parsed(write.body);
  if (isPersistence(write)) return isFields(asked) ? String(asked.persistenceType ?? 'DISABLED') : null;
  return asked === undefined ? null : asText(asked);
}

/**
 * Whether what is there now is what a write asked for; null when that cannot be told from it. `shown` as for `valueShown`. Never throws.
 */
export function isInForce(write: Write, shown: unknown): boolean | null {
  const there = unwrapped(shown);
  if (isDelete(write)) {
    // Without a page of its own a load balancer shows a default one.
    if (write.operation === 'errorPage.delete') return null;
    return isNothing(part(write, shown));
  }
  const asked = parsed(write.body);
  if (!isFields(asked) && !Array.isArray(asked)) return null;
  if (isPersistence(write)) return isFields(there) ? valueShown(write, shown) === valueAsked(write) : null;
  return unlessTooDeep(() => holds(there, Array.isArray(there) && !Array.isArray(asked) ? [asked] : asked), null);
}
