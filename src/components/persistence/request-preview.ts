import { curl } from '../../api/explorer/snippets/curl.ts';
import { type SnippetRequest, variables } from '../../api/explorer/snippets/request.ts';
import { regionPath } from '../../api/http/region-requests.ts';
import { providerOf } from '../../api/providers/providers.ts';
import type { Subject } from '../../model/load-balancer.ts';
import { paths } from '../../model/paths.ts';
import type { Persistence } from '../../model/persistence.ts';

export interface RequestPreview extends SnippetRequest {
  readonly curl: string;
  /** The same request in the API explorer. */
  readonly explorer: string;
}

/** The request that a change sends to the region, and the same for a shell. `endpoint`: the region's, where it is known. */
export function requestPreview(subject: Subject, after: Persistence, endpoint: string | undefined): RequestPreview {
  const { method, path, body, operation, params } = providerOf(subject.region).persistence.request(subject, after);
  const request: SnippetRequest = {
    method,
    root: endpoint === undefined ? { variable: variables.clb.endpoint } : { url: endpoint },
    path: path.slice(regionPath(subject.region, '').length),
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
    token: variables.clb.token,
  };
  return {
    ...request,
    curl: curl(request),
    explorer: paths.explorer(operation, {
      region: subject.region,
      ...params,
      ...(request.body !== null && { body: request.body }),
    }),
  };
}
