import { overLimitBody } from '../../contract/clb/faults.ts';
import { matchOperation } from '../../contract/clb/match.ts';
import { type Panel, type RequestState, signedIn } from '../panel-context.ts';
import type { Turn } from '../providers/clb/rate-limits.ts';
import { beginChange } from '../record-change.ts';
import { type Answer, PanelError, type Reply } from '../reply.ts';
import type { ForwardRequest } from '../request.ts';
import type { Session } from '../sessions/session.ts';
import { type UpstreamAnswer, UpstreamError } from '../upstream.ts';
import { failedExchange, unfitAnswer } from '../upstream-errors.ts';

/** Largest request body that is forwarded, in bytes; the API's largest (certificates, error pages) are under 128 kB. */
const requestLimit = 512 * 1024;
/** Largest answer that is passed on, in bytes. */
const answerLimit = 20 * 1024 * 1024;
/** Milliseconds for a whole exchange; the service's own back end gives up sooner. */
const timeout = 30_000;
/** Answers from this size on are compressed, in bytes. */
const compressedFrom = 8 * 1024;

/** Request headers that a region gets to see, beside the token and those that the panel sets itself. */
const requestHeaders = ['accept', 'content-type'] as const;
/** A region's headers that the browser gets to see. No cookies, no redirects, nothing that opens a browser's own prompt. */
const answerHeaders = ['content-type', 'retry-after', 'date', 'etag', 'last-modified', 'allow', 'via'] as const;

/**
 * What a local region offers beyond the API, under a catalog entry of its own: the live persistence table and the removal of
 * one client from it. Source: docs/region.md.
 */
const extras: readonly { readonly id: string; readonly method: string; readonly path: RegExp }[] = [
  { id: 'sessions.list', method: 'GET', path: /^\/extras\/loadbalancers\/(\d{1,10})\/sessions$/ },
  {
    id: 'sessions.forget',
    method: 'DELETE',
    path: /^\/extras\/loadbalancers\/(\d{1,10})\/sessions\/(?:[\w.:-]|%3A){1,256}$/,
  },
];
const longestQuery = 4_096;
const api = '/api/';

/** Addresses that are forwarded. */
export const forwardPath = /^\/api(\/|$)/;

interface Target {
  readonly region: string;
  readonly url: string;
  /** Operation id of the contract, or of the extras. */
  readonly operation: string;
  readonly path: string;
  readonly loadBalancerId: string | null;
  readonly expectsBody: boolean;
}

function unknownOperation(method: string): PanelError {
  return new PanelError(
    404,
    'unknown-operation',
    `This is no ${method} operation of the Cloud Load Balancers API, so it was not sent. The API explorer lists them all.`,
  );
}

/** Where a request below `/api` goes. Throws a PanelError when the panel does not forward it. */
function targetOf(session: Session, method: string, url: URL): Target {
  const { pathname } = url;
  const slash = pathname.indexOf('/', api.length);
  const region = pathname.slice(api.length, slash < 0 ? undefined : slash);
  const endpoint = Object.hasOwn(session.endpoints, region) ? session.endpoints[region] : undefined;
  if (!endpoint)
    throw new PanelError(
      404,
      'unknown-region',
      `This account has no region ${/^[\w-]{1,32}$/.test(region) ? region : 'of that name'}. It has ${Object.keys(session.endpoints).join(', ')}.`,
    );
  const path = slash < 0 ? '/' : pathname.slice(slash);
  if (url.search.length > longestQuery)
    throw new PanelError(414, 'query-too-long', 'The query is longer than 4,096 characters. Ask for less at once.');

  if (path.startsWith('/extras/')) {
    const root = Object.hasOwn(session.extras, region) ? session.extras[region] : undefined;
    const extra = extras.find((each) => each.method === method && each.path.test(path));
    if (!root || !extra) throw unknownOperation(method);
    return {
      region,
      url: root + path.slice('/extras'.length) + url.search,
      operation: extra.id,
      path,
      loadBalancerId: extra.path.exec(path)?.[1] ?? null,
      expectsBody: method === 'GET',
    };
  }
  const match = matchOperation(method, path);
  if (!match) throw unknownOperation(method);
  return {
    region,
    url: endpoint + path + url.search,
    operation: match.id,
    path: path + url.search,
    loadBalancerId: match.params.loadBalancerId ?? null,
    expectsBody: method === 'GET',
  };
}

/**
 * `/api/{REGION}/…`: the contract's operations, and nothing else, forwarded to the signed-in user's own endpoints. Throws a
 * PanelError when the panel refuses.
 */
export function forwarding(panel: Panel): (request: ForwardRequest, state: RequestState<Answer>) => Promise<Answer> {
  const { clock, upstream, rateLimits, options } = panel;

  return async (request, state) => {
    const { reply } = state;
    const { method } = request;
    const session = await signedIn(panel, request.headers);
    state.session = session;
    const target = targetOf(session, method, request.url);
    const { region, operation } = target;
    state.route = operation;

    const turn = rateLimits.take(session, region, method, target.path.startsWith('/loadbalancers'));
    if (turn.wait > 0) {
      const pace = rateLimits.pace(session, region, method);
      return overLimit(reply, 413, turn.wait, pace > 0 ? { 'X-Holdfast-Pace': String(pace) } : {});
    }
    try {
      return await passOn(request, state, session, target, turn);
    } finally {
      turn.end();
    }
  };

  /** A refusal for the rate limit in the region's own shape, so that every client understands it. `wait`: milliseconds. */
  function overLimit(reply: Reply<Answer>, status: number, wait: number, headers: Readonly<Record<string, string>>) {
    return reply.json(status, overLimitBody(clock.now() + wait), {
      'Retry-After': String(Math.ceil(wait / 1000)),
      'X-Holdfast-Wait': String(wait),
      ...headers,
    });
  }

  async function passOn(
    request: ForwardRequest,
    state: RequestState<Answer>,
    session: Session,
    target: Target,
    turn: Turn,
  ): Promise<Answer> {
    const { reply } = state;
    const { method } = request;
    const { region } = target;
    const headers: Record<string, string> = { 'X-Auth-Token': session.token, 'User-Agent': 'Holdfast' };
    for (const name of requestHeaders) {
      const value = request.headers.get(name);
      if (value !== null && value.length <= 256) headers[name] = value;
    }
    const body = method === 'PUT' || method === 'POST' ? await request.body(requestLimit) : null;
    const change = method === 'GET' ? null : await beginChange(panel, session, target, request, body, reply.requestId);

    const started = performance.now();
    const took = () => Math.round((performance.now() - started) * 100) / 100;
    let answer: UpstreamAnswer;
    try {
      answer = await upstream({
        method,
        url: target.url,
        headers,
        body: body && body.byteLength > 0 ? body : null,
        limit: answerLimit,
        timeout,
        account: session.account,
        // A write is seen through even when nobody waits for it, so that the history knows how it ended.
        whenAbandoned: method === 'GET' ? request.whenAbandoned : undefined,
      });
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      options.metrics?.upstream(region, error.failure, took());
      const failed = failedExchange(error, region, method);
      change?.failed(failed, took());
      return reply.error(failed, {}, change?.headers);
    }
    options.metrics?.upstream(region, String(answer.status), took());

    const wait = turn.heard(answer);
    const unfit = unfitAnswer(answer, region, method, target.expectsBody);
    if (unfit) {
      change?.failed(unfit, took(), answer.status);
      if (wait !== null) return overLimit(reply, answer.status, wait, change?.headers ?? {});
      return reply.error(unfit, {}, change?.headers);
    }
    change?.answered(answer, took());

    const passed: Record<string, string> = {
      'X-Holdfast-Source': 'region',
      ...(wait !== null && { 'X-Holdfast-Wait': String(wait) }),
      ...change?.headers,
    };
    for (const name of answerHeaders) {
      const value = answer.header(name);
      if (value !== null) passed[name] = value;
    }
    if (answer.status === 204 || answer.status === 205 || answer.status === 304)
      return reply.send(answer.status, null, passed);
    if (
      options.compress &&
      answer.body.byteLength >= compressedFrom &&
      /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')
    )
      return reply.send(answer.status, await options.compress(answer.body), {
        ...passed,
        'Content-Encoding': 'gzip',
        Vary: 'Accept-Encoding',
      });
    return reply.send(answer.status, answer.body, passed);
  }
}
