import { decoded } from '../../contract/shared/text.ts';
import { type Panel, type RequestState, signedIn } from '../panel-context.ts';
import type { ApiCall, LimitAnswer, Provider, Turn } from '../providers/provider.ts';
import { beginChange, serviceRequestId } from '../record-change.ts';
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
const answerHeaders = [
  'content-type',
  'retry-after',
  'date',
  'etag',
  'last-modified',
  'allow',
  'via',
  'x-openstack-request-id',
] as const;

const longestQuery = 4_096;
const api = '/api/';

/** Addresses that are forwarded. */
export const forwardPath = /^\/api(\/|$)/;

/** Where a request below `/api` goes. Throws a PanelError when the panel does not forward it. */
function callOf(provider: Provider, session: Session, method: string, { pathname, search }: URL): ApiCall {
  const slash = pathname.indexOf('/', api.length);
  const region = decoded(pathname.slice(api.length, slash < 0 ? undefined : slash));
  if (!Object.hasOwn(session.endpoints, region))
    throw new PanelError(
      404,
      'unknown-region',
      `This account has no region ${/^[\w-]{1,32}$/.test(region) ? region : 'of that name'}. It has ${Object.keys(session.endpoints).join(', ')}.`,
    );
  if (search.length > longestQuery)
    throw new PanelError(414, 'query-too-long', 'The query is longer than 4,096 characters. Ask for less at once.');
  const call = provider.call(session, region, method, slash < 0 ? '/' : pathname.slice(slash), search);
  if (call) return call;
  throw new PanelError(
    404,
    'unknown-operation',
    `This is no ${method} operation of the ${provider.apiName} API, so it was not sent. The API explorer lists them all.`,
  );
}

/**
 * `/api/{REGION}/…`: the contract's operations, and nothing else, forwarded to the signed-in user's own endpoints. Throws a
 * PanelError when the panel refuses.
 */
export function forwarding(panel: Panel): (request: ForwardRequest, state: RequestState<Answer>) => Promise<Answer> {
  const { upstream, options } = panel;

  return async (request, state) => {
    const { reply } = state;
    const { method } = request;
    const session = await signedIn(panel, request.headers);
    state.session = session;
    const provider = panel.provider(session);
    const call = callOf(provider, session, method, request.url);
    state.route = call.operation;

    const turn = await provider.limits.take(session, call.region, method, call.counted);
    if (turn.wait > 0)
      return overLimit(reply, provider.limits.refusal(session, call.region, method, turn.wait), turn.wait);
    try {
      return await passOn(request, state, session, provider, call, turn);
    } finally {
      turn.end();
    }
  };

  /** `wait`: milliseconds. */
  function overLimit(
    reply: Reply<Answer>,
    { status, body, headers }: LimitAnswer,
    wait: number,
    more: Readonly<Record<string, string>> = {},
  ) {
    return reply.json(status, body, {
      'Retry-After': String(Math.ceil(wait / 1000)),
      'X-Holdfast-Wait': String(wait),
      ...headers,
      ...more,
    });
  }

  async function passOn(
    request: ForwardRequest,
    state: RequestState<Answer>,
    session: Session,
    provider: Provider,
    call: ApiCall,
    turn: Turn,
  ): Promise<Answer> {
    const { reply } = state;
    const { method } = request;
    const { region } = call;
    const headers: Record<string, string> = { 'X-Auth-Token': session.token, 'User-Agent': 'Holdfast' };
    for (const name of requestHeaders) {
      const value = request.headers.get(name);
      if (value !== null && value.length <= 256) headers[name] = value;
    }
    const body = method === 'PUT' || method === 'POST' ? await request.body(requestLimit) : null;
    const change =
      method === 'GET' ? null : await beginChange(panel, session, provider, call, request, body, reply.requestId);

    const started = performance.now();
    const took = () => Math.round((performance.now() - started) * 100) / 100;
    let answer: UpstreamAnswer;
    try {
      answer = await upstream({
        method,
        url: call.url,
        headers,
        body: body && body.byteLength > 0 ? body : null,
        limit: answerLimit,
        timeout,
        account: session.account,
        service: session.service,
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

    state.serviceRequestId = serviceRequestId(answer);
    const wait = turn.heard(answer);
    const explained = provider.explain?.(session, call, answer);
    if (explained) {
      change?.answered(answer, took());
      return reply.error(explained, {}, change?.headers);
    }
    const unfit = unfitAnswer(answer, region, method, method === 'GET');
    if (unfit) {
      change?.failed(unfit, took(), answer.status);
      if (wait !== null)
        return overLimit(
          reply,
          provider.limits.refusal(session, region, method, wait, answer.status),
          wait,
          change?.headers,
        );
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
