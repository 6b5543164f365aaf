import type { Clock } from '../../contract/shared/clock.ts';
import type { DataPlane, DataPlaneReport, RegionName } from '../data-plane.ts';
import type { CommitSink } from '../storage/sink.ts';
import { type Answer, ok, plainFault, Refusal, unknownPath } from './answer.ts';
import type { Service } from './context.ts';
import { Control } from './control.ts';
import { type Call, Dispatcher, type EndpointCall } from './dispatch.ts';
import { FaultInjection } from './fault-injection.ts';
import { feedEvents } from './feed-events.ts';
import { Identity } from './identity.ts';
import { Jobs } from './jobs.ts';
import { regionNames } from './model.ts';
import { RateLimits } from './rate-limits.ts';
import { type Seed, seedChanges } from './seed/seed.ts';
import { extras } from './session-table-api.ts';
import { Store } from './store.ts';
import { UsageMeter } from './usage-meter.ts';
import { demoUsers } from './users.ts';
import { VirtualIpRange } from './virtual-ip-range.ts';

export type { Seed } from './seed/seed.ts';

export interface RegionOptions {
  readonly clock: Clock;
  /** 0 ≤ n < 1; tokens are made of it, so outside of tests it has to be unpredictable. */
  random(): number;
  /** region/storage/: sqlite.ts, memory.ts, indexed-db.ts. The region closes it. */
  readonly sink: CommitSink;
  /** Carries the traffic; without one the region is a control plane. The region starts and closes it. */
  readonly dataPlane?: DataPlane | null;
  /** Used only when the sink holds nothing. */
  readonly seed: Seed;
  /** Milliseconds in BUILD and PENDING_UPDATE at least. */
  readonly settle: number;
  readonly rateLimits: boolean;
  /** Whether `POST /control/…` is answered. */
  readonly control: boolean;
  /** IPv4 networks that virtual IPs are taken from, in CIDR form. */
  readonly virtualIps: Readonly<Record<RegionName, string>>;
  /** Where clients reach the region, without a slash at the end: for the service catalog and feeds. */
  readonly url: string;
  /** A sentence about what is wrong with a certificate and its key, or null. Left out: they are taken as they are. */
  readonly certificateProblem?: (certificate: string, privateKey: string, chain: string | undefined) => string | null;
  /** Why nothing is carried, where there is no data plane: for `GET /healthz`. */
  readonly notCarried?: string;
  /** Told of what no client hears of, as a sentence. */
  readonly warn?: (sentence: string) => void;
}

export interface Region {
  fetch(request: Request): Promise<Response>;
  /** The same for a server that has the request in hand already. */
  answer(call: Call): Answer | Promise<Answer>;
  /** Waits for what is on its way to the sink, and closes sink and data plane. */
  close(): Promise<void>;
}

/** Longest body that is read, in bytes: an error page of 65536 characters and a chain of certificates have room. */
export const longestBody = 1_048_576;

export const bodyTooLong: Answer = plainFault(413, `The request body is longer than ${longestBody} bytes.`);

const marker = ok({ holdfast: 'region' });
const endpoint = /^\/(ord|dfw)\/(v1\.0|extras)\/([^/]+)(\/.*)?$/;

const regionOf = (segment: string) => regionNames.find((name) => name.toLowerCase() === segment)!;

/**
 * A local region: Identity v2.0 and Cloud Load Balancers v1.0 over one model in memory whose every commit goes to a sink.
 * Rejects with a sentence when the sink cannot be read. Follows the CLB v1.0 developer guide and the Identity v2.0 guide.
 */
export async function createRegion(options: RegionOptions): Promise<Region> {
  const { clock, sink, settle, control: controlled, url, warn = () => {} } = options;
  const dataPlane = options.dataPlane ?? null;
  const store = new Store(sink);
  const virtualIps = {
    ORD: new VirtualIpRange('ORD', options.virtualIps.ORD),
    DFW: new VirtualIpRange('DFW', options.virtualIps.DFW),
  };
  if (!(await store.load())) await store.commit(seedChanges(options.seed, { store, clock, virtualIps }));

  const jobs = new Jobs({ store, clock, dataPlane, settle, warn });
  const rateLimits = new RateLimits(clock, options.rateLimits);
  const faultInjection = new FaultInjection(clock);
  const identity = new Identity({ store, clock, random: () => options.random(), users: demoUsers, url });
  const service: Service = {
    store,
    jobs,
    clock,
    rateLimits,
    dataPlane,
    virtualIps,
    url,
    checkCertificate(certificate, privateKey, chain) {
      const problem = options.certificateProblem?.(certificate, privateKey, chain) ?? null;
      if (problem !== null) throw new Refusal('VAL400', [problem]);
    },
  };
  const dispatcher = new Dispatcher(service, faultInjection, (token) => identity.caller(token), warn);
  const control = new Control({ service, faultInjection });
  const meter = new UsageMeter({ store, clock, dataPlane, warn });

  await dataPlane?.start(reportTo(service, warn));
  jobs.resume();
  meter.start();

  function health(): Answer {
    const state = dataPlane?.state() ?? {
      carries: false,
      sentence: options.notCarried ?? 'No data plane: the region runs as a control plane only.',
    };
    return ok({ status: 'ok', dataPlane: state });
  }

  async function answerIdentity(call: Call, path: string, search: string): Promise<Answer> {
    try {
      return await identity.answer({
        method: call.method,
        path,
        query: new URLSearchParams(search),
        token: call.header('x-auth-token'),
        body: call.body,
      });
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      warn(`Identity failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return plainFault(500, 'The identity service could not answer.');
    }
  }

  /** HAProxy may end in the middle of a question about its tables. */
  async function answerExtras(parts: EndpointCall): Promise<Answer> {
    try {
      return await extras(service, parts, identity.caller(parts.call.header('x-auth-token')));
    } catch (error) {
      warn(`The session table could not be asked: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
      return plainFault(503, 'The session table cannot be asked at the moment. Try again.');
    }
  }

  function answer(call: Call): Answer | Promise<Answer> {
    const at = call.target.indexOf('?');
    const path = at < 0 ? call.target : call.target.slice(0, at);
    const search = at < 0 ? '' : call.target.slice(at + 1);
    const match = endpoint.exec(path);
    if (match) {
      const [, segment, kind, account, below = ''] = match as unknown as [string, string, string, string, string?];
      const parts = { call, region: regionOf(segment), account, path: below, search };
      if (kind === 'v1.0') return dispatcher.answer(parts);
      return answerExtras(parts);
    }
    if (path.startsWith('/v2.0/')) return answerIdentity(call, path.slice('/v2.0'.length), search);
    if (path === '/') return marker;
    if (path === '/healthz') return health();
    if (controlled && path.startsWith('/control')) return control.answer(call, path.slice('/control'.length));
    return unknownPath;
  }

  async function fetch(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const body = request.body === null ? '' : await request.text();
    const given =
      body.length > longestBody
        ? bodyTooLong
        : await answer({
            method: request.method,
            target: pathname + (search || (request.url.includes('?') ? '?' : '')),
            header: (name) => request.headers.get(name) ?? undefined,
            body,
          });
    const headers = new Headers(given.headers);
    if (given.type) headers.set('content-type', given.type);
    return new Response(given.body === '' || request.method === 'HEAD' ? null : given.body, {
      status: given.status,
      headers,
    });
  }

  return {
    fetch,
    answer,
    async close() {
      meter.stop();
      jobs.close();
      await dataPlane?.close();
      await sink.close();
    },
  };
}

/** What a data plane says of its own accord becomes node statuses, feed entries and ERROR. */
function reportTo({ store, jobs }: Service, warn: (sentence: string) => void): DataPlaneReport {
  const notStored = (error: unknown) => warn(`A report of the data plane could not be stored: ${String(error)}`);
  return {
    nodeStatus(loadBalancerId, nodeId, status, detail) {
      const loadBalancer = store.loadBalancers.get(loadBalancerId);
      const node = loadBalancer?.nodes.find(({ id }) => id === nodeId);
      if (!loadBalancer || !node || node.status === status) return;
      const nodes = loadBalancer.nodes.map((each) => (each === node ? { ...node, status } : each));
      store
        .commit([
          { collection: 'loadBalancer', key: `${loadBalancerId}`, value: { ...loadBalancer, nodes } },
          ...jobs.entries(loadBalancerId, [feedEvents.nodeStatus(node, status, detail)], 'system'),
        ])
        .catch(notStored);
    },
    failed(loadBalancerId, reason) {
      jobs.fail(loadBalancerId, reason).catch(notStored);
    },
    recovered: () => jobs.refresh(),
  };
}
