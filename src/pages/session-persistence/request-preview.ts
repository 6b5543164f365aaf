import { persistenceRequest } from '../../api/load-balancers.ts';
import type { LoadBalancerRef, Persistence } from '../../api/model.ts';

export interface RequestPreview {
  readonly method: string;
  /** Below the region's endpoint. */
  readonly path: string;
  /** As it is sent; null without one. */
  readonly body: string | null;
  readonly curl: string;
}

const shellWord = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The request that a change sends, and the same for a shell. The endpoint and the token stay variables: the page knows neither. */
export function requestPreview(ref: LoadBalancerRef, after: Persistence): RequestPreview {
  const request = persistenceRequest(ref, after);
  const path = request.path.slice(`/api/${encodeURIComponent(ref.region)}`.length);
  const body = request.body === undefined ? null : JSON.stringify(request.body);
  const lines = [
    `curl -i -X ${request.method} "$CLB_ENDPOINT"${shellWord(path)}`,
    `-H "X-Auth-Token: $CLB_TOKEN"`,
    ...(body === null ? [] : [`-H 'Content-Type: application/json'`, `-d ${shellWord(body)}`]),
  ];
  return { method: request.method, path, body, curl: lines.join(' \\\n  ') };
}
