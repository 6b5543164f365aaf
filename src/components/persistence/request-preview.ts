import { encoded } from '../../../contract/shared/text.ts';
import { curl } from '../../api/explorer/snippets/curl.ts';
import { type SnippetRequest, variables } from '../../api/explorer/snippets/request.ts';
import { persistenceRequest } from '../../api/providers/clb/load-balancers.ts';
import type { LoadBalancerRef, Persistence } from '../../model/load-balancer.ts';
import { paths } from '../../model/paths.ts';

export interface RequestPreview extends SnippetRequest {
  readonly curl: string;
  /** The same request in the API explorer. */
  readonly explorer: string;
}

/** The request that a change sends to the region, and the same for a shell. `endpoint`: the region's, where it is known. */
export function requestPreview(ref: LoadBalancerRef, after: Persistence, endpoint: string | undefined): RequestPreview {
  const { method, path, body } = persistenceRequest(ref, after);
  const request: SnippetRequest = {
    method,
    root: endpoint === undefined ? { variable: variables.endpoint } : { url: endpoint },
    path: path.slice(`/api/${encoded(ref.region)}`.length),
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
    token: true,
  };
  const operation = `sessionPersistence.${after.state === 'disabled' ? 'disable' : 'enable'}`;
  return {
    ...request,
    curl: curl(request),
    explorer: paths.explorer(operation, {
      region: ref.region,
      loadBalancerId: ref.id,
      ...(request.body !== null && { body: request.body }),
    }),
  };
}
