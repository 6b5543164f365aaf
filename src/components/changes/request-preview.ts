import { curl } from '../../api/explorer/snippets/curl.ts';
import { type SnippetRequest, variables } from '../../api/explorer/snippets/request.ts';
import { regionPath } from '../../api/http/region-requests.ts';
import type { WriteRequest } from '../../api/providers/provider.ts';
import { paths } from '../../model/paths.ts';

export interface RequestPreview extends SnippetRequest {
  readonly curl: string;
  /** The same request in the API explorer. */
  readonly explorer: string;
}

/** The request that a change sends to the region, and the same for a shell. `endpoint`: the region's, where it is known. */
export function requestPreview(region: string, write: WriteRequest, endpoint: string | undefined): RequestPreview {
  const { method, path, body, operation, params } = write;
  const request: SnippetRequest = {
    method,
    root: endpoint === undefined ? { variable: variables.clb.endpoint } : { url: endpoint },
    path: path.slice(regionPath(region, '').length),
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
    token: variables.clb.token,
  };
  return {
    ...request,
    curl: curl(request),
    explorer: paths.explorer(operation, {
      region,
      ...params,
      ...(request.body !== null && { body: request.body }),
    }),
  };
}
