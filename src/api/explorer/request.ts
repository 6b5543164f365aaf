import { fillPath as fillClbPath } from '../../../contract/clb/operations/parameters.ts';
import { fillPath as fillOctaviaPath } from '../../../contract/octavia/operations/parameters.ts';
import { decoded, encoded, pasted, trimmed } from '../../../contract/shared/text.ts';
import type { Operation } from './operation.ts';
import { exploredOf, type OperationId, operationOf } from './operations.ts';
import { type SnippetRequest, tokenHeader, variables } from './snippets/request.ts';

/** What is filled in for a call. Texts as typed; a query value that is empty is left out. */
export interface CallValues {
  readonly region: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Sent byte for byte; null where the operation takes none. */
  readonly body: string | null;
}

/** A call as it is shown, sent and copied: one object for all three. */
export interface ExplorerRequest extends SnippetRequest {
  readonly operation: OperationId;
  readonly region: string;
  readonly method: Operation['method'];
}

/** Names of the parameters in a path, in order. */
export const parametersOf = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);

/** The panel signs in by itself and forwards to the regions only: calls to the identity service are shown and copied, not sent. */
export const isSendable = (id: OperationId): boolean => operationOf(id).root !== 'identity';

const fillers = { clb: fillClbPath, octavia: fillOctaviaPath };

const listItems = (text: string): string[] => text.split(/[\s,;]+/).filter((item) => item !== '');

function queryText({ query: parameters = [] }: Operation, values: CallValues['query']): string {
  const pairs = parameters.flatMap(({ name, type }) => {
    const value = trimmed(values[name] ?? '');
    const each = type.endsWith('-list') ? listItems(value) : value === '' ? [] : [value];
    return each.map((item) => `${encoded(name)}=${encoded(item)}`);
  });
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/**
 * The request of an operation. `endpoint`: root of the region's API with the account, where it is known. Throws when a parameter of
 * the path is missing or would change the path.
 */
export function explorerRequest(id: OperationId, values: CallValues, endpoint: string | null): ExplorerRequest {
  const operation = operationOf(id);
  const names = variables[exploredOf(id)];
  const variable = operation.root === 'identity' ? names.identity : names.endpoint;
  const known = operation.root === 'identity' ? null : endpoint;
  const params = Object.fromEntries(Object.entries(values.params).map(([name, value]) => [name, pasted(value)]));
  return {
    operation: id,
    region: values.region,
    method: operation.method,
    root: known === null ? { variable } : { url: known },
    path: fillers[exploredOf(id)](operation.path, params) + queryText(operation, values.query),
    headers: {
      Accept: operation.produces ?? 'application/json',
      ...(values.body !== null && { 'Content-Type': 'application/json' }),
    },
    body: values.body,
    token: operation.anonymous ? null : names.token,
  };
}

export const maskedToken = '•••';

/** Every header that the region gets to see; the token itself never reaches the page. */
export const shownHeaders = ({ headers, token, operation }: ExplorerRequest): Record<string, string> => ({
  ...(token !== null && { [tokenHeader]: maskedToken }),
  ...headers,
  ...(isSendable(operation) && { 'User-Agent': 'Holdfast' }),
});

/** The whole address; a root that the page does not know stands as its variable. */
export const shownUrl = ({ root, path }: SnippetRequest): string =>
  ('url' in root ? root.url : `$${root.variable}`) + path;

/** Where the browser sends it: the panel server adds the token and forwards. */
export const panelPath = ({ region, path }: ExplorerRequest): string => `/api/${encoded(region)}${path}`;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What was filled in for a call, read back from its path (below the endpoint, with its query) and body. */
export function valuesOf(
  id: OperationId,
  call: { readonly region: string; readonly path: string; readonly body: string | null },
): CallValues {
  const operation = operationOf(id);
  const [path = '', query = ''] = call.path.split('?');
  const names = parametersOf(operation.path);
  const pattern = operation.path
    .split(/\{\w+\}/)
    .map(escaped)
    .join('([^/]+)');
  const found = new RegExp(`^${pattern}$`).exec(path)?.slice(1) ?? [];
  const search = new URLSearchParams(query);
  return {
    region: call.region,
    params: Object.fromEntries(names.map((name, index) => [name, decoded(found[index] ?? '')])),
    query: Object.fromEntries(
      (operation.query ?? []).flatMap(({ name }) =>
        search.has(name) ? [[name, search.getAll(name).join(', ')] as const] : [],
      ),
    ),
    body: operation.request ? (call.body ?? null) : null,
  };
}

/** A token stands in the path of some identity operations; it belongs into no address that is kept. */
const isSecret = (name: string): boolean => name === 'tokenId';

/** Names of the parameters that a permalink carries. */
export const linkedParameters = (id: OperationId): string[] => {
  const { path, query = [] } = operationOf(id);
  return [...parametersOf(path).filter((name) => !isSecret(name)), ...query.map(({ name }) => name)];
};

/** What a permalink carries: region, parameters by name and, where it is given, the body. */
export function linkValues(id: OperationId, { region, params, query, body }: CallValues): Record<string, string> {
  const filled = { ...params, ...query };
  return {
    ...(region !== '' && { region }),
    ...Object.fromEntries(
      linkedParameters(id).flatMap((name) => (filled[name] ? [[name, pasted(filled[name])] as const] : [])),
    ),
    ...(body !== null && { body }),
  };
}

/** A link's body takes little room; a form's is for reading. */
function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

/** What a permalink fills in. */
export function valuesOfLink(id: OperationId, search: URLSearchParams): CallValues {
  const { path, query = [], request } = operationOf(id);
  const given = (name: string) => search.get(name) ?? '';
  const body = search.get('body');
  return {
    region: given('region'),
    params: Object.fromEntries(parametersOf(path).map((name) => [name, isSecret(name) ? '' : given(name)])),
    query: Object.fromEntries(query.map(({ name }) => [name, given(name)])),
    body: request && body !== null ? readable(body) : null,
  };
}
