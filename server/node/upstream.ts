import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { validateHeaderName, validateHeaderValue } from 'node:http';
import { Agent, type Dispatcher } from 'undici';
import { literalReach, mayReach, type Reach, reachOf } from '../addresses.ts';
import {
  type Upstream,
  type UpstreamAnswer,
  UpstreamError,
  type UpstreamFailure,
  type UpstreamRequest,
  upstreamError,
} from '../upstream.ts';
import { type FairPlaces, fairPlaces } from './fair-places.ts';

/** Connections to one service, and how many of them the requests of one account may use. */
const connections = 128;
const share = 32;

type Resolve = (hostname: string) => Promise<LookupAddress[]>;

const resolveAll: Resolve = (hostname) => lookup(hostname, { all: true });

const reachRemembered = 60_000;

/** Innermost reach of a host's addresses. */
async function reachOfHost(hostname: string, resolve: Resolve): Promise<Reach> {
  const literal = literalReach(hostname);
  if (literal) return literal;
  const reaches = (await resolve(hostname)).map(({ address }) => reachOf(address));
  return (['loopback', 'private', 'public'] as const).find((reach) => reaches.includes(reach)) ?? 'never';
}

/**
 * The addresses that a connection may use are decided here, at the moment of connecting, so that a name cannot change its
 * meaning between check and use. The identity service is the operator's own choice; every other host is held against it.
 */
function checkedLookup(identityHost: string, resolve: Resolve) {
  let identity: { reach: Reach; until: number } | undefined;
  const identityReach = async () => {
    if (!identity || identity.until < Date.now())
      identity = { reach: await reachOfHost(identityHost, resolve), until: Date.now() + reachRemembered };
    return identity.reach;
  };
  return async (hostname: string): Promise<LookupAddress[]> => {
    const addresses = await resolve(hostname);
    if (hostname === identityHost) return addresses;
    const inner = await identityReach();
    const allowed = addresses.filter(({ address }) => mayReach(inner, reachOf(address)));
    if (allowed.length === 0) throw new UpstreamError('forbidden');
    return allowed;
  };
}

/**
 * Throws a TypeError on what HTTP cannot carry. The pool would throw it, too, but takes the connection that it had chosen for
 * one that is full for ever (undici 8.12, `PoolBase`).
 */
function checkSendable({ method, headers }: UpstreamRequest): void {
  if (!/^[A-Z]+$/.test(method)) throw new TypeError('This is no method of HTTP.');
  for (const [name, value] of Object.entries(headers)) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  }
}

export interface PooledUpstream {
  readonly send: Upstream;
  /** Gives up on every request under way, for the program is about to end. */
  abort(): void;
  /** Waits for requests under way, then closes every connection. */
  close(): Promise<void>;
}

/**
 * Pooled keep-alive connections, answers read whole; no account keeps others waiting. `identityUrl` decides which addresses may be reached
 * (addresses.ts, `mayReach`); `resolve` stands in for the system's resolver in tests; `authorities`: the certificates that are
 * trusted in place of the usual ones, in PEM.
 */
export function pooledUpstream(
  identityUrl: string,
  resolve: Resolve = resolveAll,
  authorities?: string,
): PooledUpstream {
  const resolveChecked = checkedLookup(new URL(identityUrl).hostname, resolve);
  const agent = new Agent({
    connections,
    pipelining: 1,
    keepAliveTimeout: 20_000,
    keepAliveTimeoutThreshold: 1_500,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: 32_768,
    connect: {
      timeout: 5_000,
      ...(authorities !== undefined && { ca: authorities }),
      lookup(hostname, options, callback) {
        resolveChecked(hostname).then(
          (addresses) => {
            if (options.all) callback(null, addresses);
            else callback(null, addresses[0]!.address, addresses[0]!.family);
          },
          (error) => callback(error, []),
        );
      },
    },
  });

  const places = new Map<string, FairPlaces>();
  function placesAt(origin: string): FairPlaces {
    const known = places.get(origin) ?? fairPlaces(connections, share);
    places.set(origin, known);
    return known;
  }
  let aborted = false;
  const underWay = new Set<(kind: UpstreamFailure) => void>();

  const once = (request: UpstreamRequest): Promise<UpstreamAnswer> =>
    new Promise((resolvePromise, reject) => {
      const url = new URL(request.url);
      let leave = () => {};
      let sent = false;
      let connection: Dispatcher.DispatchController | undefined;
      let failure: UpstreamError | undefined;
      let ended = false;
      const end = () => {
        ended = true;
        clearTimeout(timer);
        underWay.delete(fail);
        leave();
      };
      const fail = (kind: UpstreamFailure) => {
        // Every answer's end comes as `aborted` too: an error is made, with its stack, only where it is one.
        if (ended) return;
        failure = new UpstreamError(sent || kind === 'aborted' ? kind : 'busy');
        end();
        connection?.abort(failure);
        reject(failure);
      };
      const timer = setTimeout(() => fail('slow'), request.timeout);
      underWay.add(fail);
      request.whenAbandoned?.(() => fail('aborted'));

      let status = 0;
      let headers: Record<string, string | string[] | undefined> = {};
      const chunks: Buffer[] = [];
      let size = 0;
      const dispatch = () => {
        if (ended) return;
        if (aborted) return fail('stopped');
        checkSendable(request);
        sent = true;
        agent.dispatch(
          {
            origin: url.origin,
            path: url.pathname + url.search,
            method: request.method as Dispatcher.HttpMethod,
            headers: request.headers,
            body: request.body,
          },
          {
            onRequestStart(controller) {
              connection = controller;
              if (failure) controller.abort(failure);
            },
            onResponseStart(_controller, statusCode, received) {
              status = statusCode;
              headers = received;
              if (Number(received['content-length'] ?? 0) > request.limit) fail('large');
            },
            onResponseData(_controller, chunk) {
              size += chunk.length;
              if (size > request.limit) fail('large');
              else chunks.push(chunk);
            },
            onResponseEnd() {
              end();
              resolvePromise({
                status,
                header(name) {
                  const value = headers[name];
                  return Array.isArray(value) ? value.join(', ') : (value ?? null);
                },
                body: (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)) as Uint8Array<ArrayBuffer>,
              });
            },
            onResponseError(_controller, error) {
              end();
              reject(failure ?? upstreamError(error));
            },
          },
        );
      };
      const given = placesAt(url.origin).take(request.account ?? '', () => {
        try {
          dispatch();
        } catch (error) {
          end();
          reject(upstreamError(error));
        }
      });
      leave = given;
      if (ended) leave();
    });

  return {
    async send(request) {
      try {
        return await once(request);
      } catch (error) {
        // A kept connection may be closed by the other side just as it is used. A read is asked once more; a write never is.
        const again = request.method === 'GET' && error instanceof UpstreamError && error.failure === 'reset';
        if (!again) throw error;
        return once(request);
      }
    },
    abort() {
      aborted = true;
      for (const fail of underWay) fail('stopped');
    },
    close: () => agent.close(),
  };
}
