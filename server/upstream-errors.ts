import { PanelError } from './reply.ts';
import type { UpstreamAnswer, UpstreamError, UpstreamFailure } from './upstream.ts';

const write = (method: string) => method !== 'GET';

const unknownOutcome = 'It is not known whether the change was made: read the load balancer before you try again.';
const nothingSent = 'Nothing was changed. Try again in a moment.';
const tryAgain = 'Try again in a moment.';

interface Words {
  readonly status: number;
  readonly code: string;
  readonly said: string;
  /** Whether the request may have had its effect all the same. */
  readonly uncertain: boolean;
}

const failures: Record<UpstreamFailure, Words> = {
  refused: { status: 502, code: 'upstream-unreachable', said: 'does not accept connections', uncertain: false },
  'unknown-host': {
    status: 502,
    code: 'upstream-unreachable',
    said: 'has a host name that cannot be resolved',
    uncertain: false,
  },
  certificate: {
    status: 502,
    code: 'upstream-certificate',
    said: 'has a TLS certificate that cannot be trusted',
    uncertain: false,
  },
  forbidden: {
    status: 502,
    code: 'upstream-forbidden',
    said: 'has an address that the panel does not talk to',
    uncertain: false,
  },
  reset: {
    status: 502,
    code: 'upstream-reset',
    said: 'broke the connection before its answer was complete',
    uncertain: true,
  },
  slow: { status: 504, code: 'upstream-slow', said: 'did not answer in time', uncertain: true },
  large: { status: 502, code: 'upstream-too-large', said: 'answered with more than the panel takes', uncertain: true },
  busy: {
    status: 503,
    code: 'upstream-busy',
    said: 'has not been asked, because too many requests of this account wait for its answer',
    uncertain: false,
  },
  stopped: {
    status: 503,
    code: 'panel-stopping',
    said: 'had not answered when the panel server was stopped',
    uncertain: true,
  },
  aborted: { status: 499, code: 'aborted', said: 'was not waited for', uncertain: true },
};

/** What to tell the browser when a region gave no whole answer. `method`: the request's, since a write may have happened. */
export function failedExchange(error: UpstreamError, region: string, method: string): PanelError {
  const { status, code, said, uncertain } = failures[error.failure];
  const next = !write(method) ? tryAgain : uncertain ? unknownOutcome : nothingSent;
  return new PanelError(status, code, `${region} ${said}. ${next}`);
}

const isJson = (type: string): boolean => /^application\/([a-z.]+\+)?json\b/i.test(type);
const isXml = (type: string): boolean => /^(application|text)\/([a-z.]+\+)?xml\b/i.test(type);

const first = (body: Uint8Array): number | undefined =>
  body.find((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf);
const last = (body: Uint8Array): number | undefined => body.findLast((byte) => byte > 0x20);
const pairs: Readonly<Record<number, number>> = { 123: 0x7d, 91: 0x5d, 34: 0x22, 60: 0x3e };

/** Whether a text that begins like JSON or XML also ends like it. A cheap look that catches answers cut short. */
function closes(body: Uint8Array): boolean {
  const opening = first(body);
  const closing = opening === undefined ? undefined : pairs[opening];
  return closing === undefined || last(body) === closing;
}

/**
 * Holds a region's answer against what an API can answer. Returns null when it may pass, else what to tell the browser.
 * `expectsBody`: whether the operation's success has one.
 */
export function unfitAnswer(
  answer: UpstreamAnswer,
  region: string,
  method: string,
  expectsBody: boolean,
): PanelError | null {
  const { status, body } = answer;
  const fault = status >= 400 && status < 600;
  const next = !write(method) ? tryAgain : status >= 400 && status < 500 ? nothingSent : unknownOutcome;
  const unfit = (code: string, said: string) =>
    new PanelError(fault ? status : 502, code, `${region} answered ${status} ${said}. ${next}`);

  if (status < 200 || status > 599) return unfit('upstream-not-api', 'which is no status of HTTP');
  if (status >= 300 && status < 400)
    return unfit('upstream-redirect', 'and pointed to another address, which the panel does not follow');
  if (body.byteLength === 0)
    return status < 300 && expectsBody ? unfit('upstream-truncated', 'without the data that belongs to it') : null;
  const type = answer.header('content-type') ?? '';
  const opening = first(body);
  const looksLikeJson = opening === 0x7b || opening === 0x5b;
  if (!isJson(type) && !isXml(type) && !(looksLikeJson && !/html/i.test(type)))
    return unfit('upstream-not-api', 'with a page or text instead of data');
  if (isJson(type) && opening === 0x3c) return unfit('upstream-not-api', 'with a page or text instead of data');
  if (!closes(body)) return unfit('upstream-truncated', 'with data that is cut off');
  return null;
}
