import { Hono } from 'hono';
import { LRUCache } from 'lru-cache';
import { dataPath } from '../contract/shared/page-paths.ts';
import { checkHost, checkSite, unreadable } from './guard.ts';
import { sortableIds } from './ids.ts';
import { describeError } from './log.ts';
import type { Panel, PanelApp, RequestState } from './panel-context.ts';
import type { PanelOptions } from './ports.ts';
import { clbProvider } from './providers/clb/clb.ts';
import { clbIdentity } from './providers/clb/identity.ts';
import { octaviaIdentity } from './providers/octavia/identity.ts';
import { octaviaProvider } from './providers/octavia/octavia.ts';
import { type Answer, dataHeaders, type Make, PanelError, plainAnswer, Reply, webAnswer } from './reply.ts';
import { type ForwardRequest, type RequestHead, webRequest } from './request.ts';
import { keepTidy } from './retention.ts';
import { callRoutes } from './routes/calls.ts';
import { changeRoutes } from './routes/changes.ts';
import { checkRoutes } from './routes/checks.ts';
import { favouriteRoutes } from './routes/favourites.ts';
import { feedbackRoutes } from './routes/feedback.ts';
import { forwarding, forwardPath } from './routes/forward.ts';
import { historyRoutes } from './routes/history.ts';
import { pagePreviewRoutes } from './routes/page-preview.ts';
import { pageRoutes } from './routes/pages.ts';
import { serviceRoutes } from './routes/service.ts';
import { sessionRoutes } from './routes/session.ts';
import { viewRoutes } from './routes/views.ts';
import { signOutCheck } from './sessions/sign-outs.ts';
import { sha256 } from './sha256.ts';
import { promptStore, StoreError } from './store/deadlines.ts';
import { fetchUpstream } from './upstream.ts';

/** What the panel answers beside what it forwards; pages take whatever nothing else knows. */
const routes = [
  sessionRoutes,
  changeRoutes,
  historyRoutes,
  callRoutes,
  favouriteRoutes,
  viewRoutes,
  checkRoutes,
  feedbackRoutes,
  pagePreviewRoutes,
  serviceRoutes,
  pageRoutes,
];

const day = 24 * 60 * 60_000;

const openPath = /^\/(healthz|metrics)$/;
/** What the log calls a path, without ids in it. */
const routeOf = (path: string): string => {
  const [, first = '', second = ''] = path.split('/');
  if (first === 'panel') return `/panel/${second}`;
  return dataPath.test(path) || openPath.test(path) || path === '/openapi.json' ? `/${first}` : 'file';
};

const storeUnavailable = () =>
  new PanelError(
    503,
    'store-unavailable',
    'The panel’s own database does not answer, so this was neither read nor stored. Try again in a moment; if it lasts, tell whoever runs the panel.',
    { headers: { 'Retry-After': '5' } },
  );

export interface PanelServer {
  /** Answers a request. `address`: the network address that it came from, where that is known. Never throws. */
  fetch(request: Request, context?: { address?: string }): Promise<Response>;
  /** Answers a request below `/api` as `fetch` does, without a web `Request` and `Response`. Never throws. */
  forward(request: ForwardRequest): Promise<Answer>;
  /** Stops its own work and closes the store. */
  close(): Promise<void>;
}

/**
 * The panel server: sign-in, forwarding, history, checks, static files. Everything that it touches is passed in.
 * Paths, headers and shapes: docs/architecture.md, "Panel server".
 */
export function createPanel(options: PanelOptions): PanelServer {
  const { clock, log, metrics, sessions, defer = (task) => task() } = options;
  const store = promptStore(options.store, clock);
  const upstream = options.upstream ?? fetchUpstream(options.fetch, clock);
  const publicUrl = options.publicUrl === undefined ? undefined : new URL(options.publicUrl);
  const signOuts = signOutCheck(store.signOuts, clock, (error, message) => log.error(describeError(error), message));
  const knownHosts = new LRUCache<string, true>({ max: 50 });

  const providers = { clb: clbProvider(upstream, clock), octavia: octaviaProvider(upstream, clock) };
  const ports = { upstream, clock, log };
  const [first, ...others] = [
    ...(options.identityUrl === undefined ? [] : [clbIdentity(options.identityUrl, providers.clb, ports)]),
    ...(options.openstack ?? []).map((cloud) => octaviaIdentity(cloud, providers.octavia, ports)),
  ];
  if (!first) throw new Error('The panel needs an identity service to sign in to.');
  const services = [first, ...others] as const;

  const panel: Panel = {
    options,
    publicUrl,
    clock,
    log,
    store,
    sessions,
    upstream,
    services,
    providers,
    service: ({ service, cloud }) =>
      services.find(({ url, name }) => url === service && (cloud === undefined || name === cloud)),
    provider: (session) => providers[session.provider],
    isOperation: (id) => Object.values(providers).some((each) => each.isOperation(id)),
    newId: sortableIds(clock.now),
    sha256: options.sha256 ?? sha256,
    async session(headers) {
      const session = await sessions.read(headers);
      if (!session || session.expires <= clock.now() || (await signOuts.isEnded(session.id))) return null;
      return session;
    },
    end: (session) => signOuts.end(session.id, session.expires),
    later(message, task) {
      task().catch((error: unknown) => log.warn(describeError(error), message));
    },
  };

  const common: Record<string, string> = {
    ...dataHeaders,
    ...(publicUrl?.protocol === 'https:' && { 'Strict-Transport-Security': 'max-age=31536000' }),
  };

  // Routes are found by the path that was checked, not by what it means once decoded: /%73ession is no address of the panel.
  const app: PanelApp = new Hono({ getPath: (_, given) => given?.env?.url.pathname ?? '/' });
  for (const mount of routes) mount(app, panel);
  app.onError((error, { env }) => failed(error, env));
  const forward = forwarding(panel);

  function failed<Made>(error: unknown, { reply, route }: RequestState<Made>): Made {
    if (error instanceof PanelError) return reply.error(error);
    const { requestId } = reply;
    if (error instanceof StoreError) {
      log.error({ requestId, route, ...describeError(error.cause ?? error) }, 'The store is not available');
      return reply.error(storeUnavailable());
    }
    log.error({ requestId, route, ...describeError(error) }, 'A request failed');
    return reply.error(
      new PanelError(
        500,
        'internal',
        `Something went wrong in the panel itself. Try again; if it lasts, tell whoever runs the panel this number: ${requestId}.`,
      ),
    );
  }

  /** Throws a PanelError when the request may not be answered, wherever it goes. */
  function check({ method, headers, url }: RequestHead): void {
    if (url.pathname === '/metrics') checkHost(url, publicUrl, true);
    else if (!knownHosts.has(url.host) && url.pathname !== '/healthz') {
      checkHost(url, publicUrl);
      knownHosts.set(url.host, true);
    }
    if (dataPath.test(url.pathname)) checkSite(method, headers, url, publicUrl);
  }

  /** What every request goes through, however it is answered. */
  async function handle<Made extends { readonly status: number }>(
    request: RequestHead,
    make: Make<Made>,
    respond: (state: RequestState<Made>) => Made | Promise<Made>,
  ): Promise<Made> {
    const started = performance.now();
    const { method, url, address } = request;
    const reply = new Reply(crypto.randomUUID(), common, make);
    const state: RequestState<Made> = { reply, url, address, route: '', session: null };
    let answer: Made;
    try {
      check(request);
      answer = await respond(state);
    } catch (error) {
      answer = failed(error, state);
    }

    const { status } = answer;
    const duration = Math.round((performance.now() - started) * 100) / 100;
    defer(() => {
      const route = state.route || (status === 404 ? 'none' : routeOf(url.pathname));
      metrics?.request(route, method, status, duration);
      const who = state.session && { user: state.session.user, account: state.session.account };
      const own = state.serviceRequestId ? { serviceRequestId: state.serviceRequestId } : {};
      const line = { requestId: reply.requestId, method, route, status, duration, ...who, ...own };
      // Reads that went well are counted in the metrics; a line for each would bury the rest.
      if (status < 400 && (method === 'GET' || method === 'HEAD')) log.debug(line, 'request');
      else log.info(line, 'request');
    });
    return answer;
  }

  const handleForward = (request: ForwardRequest): Promise<Answer> =>
    handle(request, plainAnswer, (state) => forward(request, state));

  async function handleWeb(request: Request, { address = '' }: { address?: string } = {}): Promise<Response> {
    const { method, headers } = request;
    const url = URL.parse(request.url);
    if (!url) return new Reply(crypto.randomUUID(), common, webAnswer).error(unreadable());
    if (!forwardPath.test(url.pathname))
      return handle({ method, url, headers, address }, webAnswer, (state) => app.fetch(request, state));
    const answer = await handleForward(webRequest(request, url, address));
    return webAnswer(answer.status, method === 'HEAD' ? null : answer.body, answer.headers);
  }

  const tidying = keepTidy(store, clock, log, (options.historyDays ?? 90) * day);

  return {
    fetch: handleWeb,
    forward: handleForward,
    async close() {
      tidying.stop();
      signOuts.close();
      await store.close();
    },
  };
}
