import { queryOptions } from '@tanstack/react-query';
import {
  type CheckLine,
  type CheckProbe,
  type CheckStart,
  type CheckVerdict,
  type StoredCheck,
  whyNotChecked as whyNotSpoken,
} from '../../../contract/shared/stickiness-check.ts';
import type { LoadBalancerDetails, PersistenceSubject, Subject } from '../../model/load-balancer.ts';
import { type ApiAnswer, ApiError, type ApiRequest, errorFrom, read, tellOfRequest } from '../http/client.ts';

export type { CheckProbe, CheckStart, StoredCheck } from '../../../contract/shared/stickiness-check.ts';

const ofListeners: readonly string[] = ['HTTP', 'TERMINATED_HTTPS', 'HTTPS'];

/** Why the subject cannot be checked, as a sentence; null when it can. */
export function whyNotChecked(
  { protocol }: Pick<LoadBalancerDetails, 'protocol'>,
  subject: PersistenceSubject | undefined,
): string | null {
  if (!subject?.listeners) return whyNotSpoken(protocol);
  if (subject.listeners.length === 0) return 'No listener uses this pool, so no request reaches it.';
  const spoken = (listener: string) =>
    ofListeners.includes(listener) || (listener === 'TCP' && ['HTTP', 'HTTPS'].includes(subject.protocol));
  return subject.listeners.some(spoken) ? null : whyNotSpoken(subject.listeners.join(', '));
}

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

export interface CheckProgress {
  readonly start: CheckStart | null;
  readonly probes: readonly CheckProbe[];
  readonly verdict: CheckVerdict | null;
}

/** The last check of a load balancer, whoever of the account ran it; null when there was none. */
export const lastCheckQuery = ({ region, id, part }: Subject) =>
  queryOptions({
    queryKey: ['stickiness-check', region, id, part],
    queryFn: async ({ signal }): Promise<StoredCheck | null> => {
      const query = new URLSearchParams({ region, loadBalancerId: id, ...(part !== undefined && { part }) });
      return (await read<{ check: StoredCheck | null }>({ method: 'GET', path: `/panel/checks?${query}`, signal }))
        .check;
    },
    retry: false,
  });

/** Runs a check and reports its progress line by line. Throws an ApiError when it cannot run or breaks off. */
export async function runCheck(
  { region, id, part }: Subject,
  options: CheckOptions,
  report: (progress: CheckProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const broken = (message: string) => new ApiError({ status: 0, source: 'network', code: 'network', message });
  const request = {
    method: 'POST',
    path: '/panel/checks',
    body: { region, loadBalancerId: id, ...(part !== undefined && { part }), ...options },
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
    throw broken('Can’t reach the panel server, so the check could not run. Try again.');
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
    const line = JSON.parse(text) as CheckLine;
    if ('probe' in line) progress = { ...progress, probes: [...progress.probes, line.probe] };
    else if ('verdict' in line)
      progress = { ...progress, probes: line.strip ?? progress.probes, verdict: line.verdict };
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
