import type { LoadBalancerRef } from '../../model/load-balancer.ts';
import { type ApiAnswer, ApiError, type ApiRequest, errorFrom, tellOfRequest } from '../http/client.ts';

/** A stickiness check as the panel server streams it: server/routes/checks.ts. */
export interface CheckOptions {
  readonly requests: number;
  /** Response header in which the nodes say their name. */
  readonly header: string;
  readonly path: string;
  /** Host header to send; null sends the virtual IP. */
  readonly host: string | null;
  /** Use the port of the SSL termination. */
  readonly secure: boolean;
}

export const defaultCheck: CheckOptions = { requests: 24, header: 'X-Node', path: '/', host: null, secure: false };

export interface CheckStart {
  readonly target: { readonly address: string; readonly port: number; readonly secure: boolean };
  readonly requests: number;
  readonly type: string | null;
}

export interface CheckProbe {
  readonly group: 'kept' | 'fresh';
  readonly node: string | null;
  readonly marker: 'header' | 'cookie' | 'certificate' | 'body' | null;
  readonly error: string | null;
}

export interface CheckVerdict {
  readonly outcome: 'sticky' | 'not-sticky' | 'cannot-tell';
  readonly words: string;
}

export interface CheckProgress {
  readonly start: CheckStart | null;
  readonly probes: readonly CheckProbe[];
  readonly verdict: CheckVerdict | null;
}

type Line = CheckStart | { probe: CheckProbe } | { verdict: CheckVerdict };

/** Runs a check and reports its progress line by line. Throws an ApiError when it cannot run or breaks off. */
export async function runCheck(
  ref: LoadBalancerRef,
  options: CheckOptions,
  report: (progress: CheckProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const broken = (message: string) => new ApiError({ status: 0, source: 'network', code: 'network', message });
  const request = {
    method: 'POST',
    path: '/panel/checks',
    body: { region: ref.region, loadBalancerId: ref.id, ...options },
  } as const satisfies ApiRequest;
  const started = performance.now();
  let response: Response;
  try {
    response = await fetch(request.path, {
      method: request.method,
      headers: { 'content-type': 'application/json', accept: 'application/x-ndjson' },
      body: JSON.stringify(request.body),
      signal,
    });
  } catch (error) {
    tellOfRequest(request, null);
    if (signal.aborted) throw error;
    throw broken('The panel server does not answer, so the check could not run. Try again.');
  }
  const { status, headers } = response;
  const answer: ApiAnswer = {
    status,
    headers,
    text: response.ok ? '' : await response.text(),
    duration: performance.now() - started,
  };
  tellOfRequest(request, answer);
  if (!response.ok || !response.body) throw errorFrom(answer);

  let progress: CheckProgress = { start: null, probes: [], verdict: null };
  const take = (text: string) => {
    const line = JSON.parse(text) as Line;
    if ('probe' in line) progress = { ...progress, probes: [...progress.probes, line.probe] };
    else if ('verdict' in line) progress = { ...progress, verdict: line.verdict };
    else progress = { ...progress, start: line };
    report(progress);
  };
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line) take(line);
  }
  if (!progress.verdict) throw broken('The check broke off before its end. Run it again.');
}
