import type { Clock } from '../../contract/shared/clock.ts';
import type { CheckEnd, CheckLine, CheckStart } from '../../contract/shared/stickiness-check.ts';
import { stripOf, whyNotFromNode } from './evidence.ts';
import { type ClientMemory, lost, type Probe, type Prober } from './probe.ts';
import { type CheckedLoadBalancer, stateOf } from './subject.ts';
import type { Target } from './target.ts';
import { judge } from './verdict.ts';

/** Milliseconds for one request of a check, and for all of them. */
const requestTimeout = 5_000;
const checkTimeout = 60_000;
/** Milliseconds after which a check ends that has met no node yet: dead nodes are slow, because the load balancer tries each again. */
const noNodeTimeout = 15_000;
/** Milliseconds beyond a request's own limit after which it is given up, whatever the prober does. */
const grace = 1_000;

export interface CheckRequest {
  readonly loadBalancer: CheckedLoadBalancer;
  readonly target: Target;
  readonly requests: number;
  readonly header: string;
  readonly path: string;
  readonly host: string | null;
  readonly knownNames: readonly string[];
}

export interface CheckPorts {
  readonly probe: Prober;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told of each line, but not of the last one, which is the result. */
  report(line: CheckLine): void;
  /** The load balancer's details again; null when they cannot be read now. */
  readAgain(): Promise<CheckedLoadBalancer | null>;
  /** The node on which the load balancer's own table holds this client; null when there is no table or no such entry. */
  heldNode(client: string): Promise<number | null>;
}

export interface CheckResult extends CheckStart, CheckEnd {
  /** Names by which the nodes were told apart; empty when they were not. */
  readonly names: readonly string[];
}

/**
 * Which requests are the returning client's, by the Thue–Morse sequence: it repeats no pattern, so that an algorithm that takes nodes in
 * turn cannot fall into step with it and give each half nodes of its own.
 */
export const isKept = (index: number): boolean => index.toString(2).replaceAll('0', '').length % 2 === 0;

/** Runs a check to its end: sends the requests one after the other and judges what they met. Throws nothing but what `report` throws. */
export async function runCheck(request: CheckRequest, ports: CheckPorts): Promise<CheckResult> {
  const { loadBalancer, target, requests, header } = request;
  const { clock, signal } = ports;
  const { type } = loadBalancer;
  const passThrough = loadBalancer.protocol === 'HTTPS';
  const kept = Array.from({ length: requests }, (_, index) => isKept(index)).filter(Boolean).length;
  const start: CheckStart = { target, requests, kept, type };
  ports.report(start);

  const probes: Probe[] = [];
  const stop = new AbortController();
  const stopNow = () => stop.abort();
  signal.addEventListener('abort', stopNow);
  if (signal.aborted) stopNow();
  const cancelDeadline = clock.after(checkTimeout, stopNow);
  const cancelWait = clock.after(noNodeTimeout, () => {
    if (probes.every((probe) => whyNotFromNode(probe) !== null)) stopNow();
  });
  // Through pass-through nobody but the node sees a cookie, which could only change what the node answers.
  const memory: ClientMemory = { cookies: passThrough ? null : new Map(), tlsSession: undefined };
  const held: (number | null)[] = [];
  const lookAtTable = async () => {
    const client = probes.at(-1)?.from;
    if (type === 'SOURCE_IP' && client) held.push(await ports.heldNode(client));
  };
  try {
    while (probes.length < requests && !stop.signal.aborted) {
      const keeps = isKept(probes.length);
      const probe = await within(clock, keeps ? 'kept' : 'fresh', () =>
        ports.probe({
          target,
          path: request.path,
          header: header.toLowerCase(),
          host: request.host,
          memory: keeps ? memory : null,
          timeout: requestTimeout,
          signal: stop.signal,
        }),
      );
      if (stop.signal.aborted && probe.status === null) break;
      probes.push(probe);
      const [shown] = stripOf([probe], { marker: 'header', marks: [probe.header] });
      if (shown) ports.report({ probe: shown });
      if (probes.length === 1) await lookAtTable();
    }
    await lookAtTable();
  } finally {
    cancelDeadline();
    cancelWait();
    signal.removeEventListener('abort', stopNow);
  }

  const again = signal.aborted ? null : await ports.readAgain();
  const { nodes } = loadBalancer;
  const { verdict, shown } = judge(
    {
      type,
      status: loadBalancer.status,
      statusOf: loadBalancer.statusOf,
      applicationCookie: loadBalancer.applicationCookie,
      nodes: nodes.filter(({ condition }) => condition !== 'DISABLED').length,
      healthyNodes: nodes.filter(({ condition, status }) => condition === 'ENABLED' && status === 'ONLINE').length,
      contentCaching: loadBalancer.contentCaching,
      header,
      knownNames: request.knownNames,
      heldByTable: held.length === 2 ? held[0] !== null && held[0] === held[1] : null,
      ownCookie: loadBalancer.ownCookie,
      passThrough,
    },
    probes,
  );
  const changed = again !== null && stateOf(again) !== stateOf(loadBalancer);
  const names = shown?.marker === 'header' ? new Set(shown.marks.filter((mark) => mark !== null)) : new Set<string>();
  return {
    ...start,
    verdict: changed
      ? {
          outcome: 'cannot-tell',
          words: 'Cannot tell: the load balancer was changed while the check ran. Run it again.',
        }
      : verdict,
    strip: stripOf(probes, shown),
    names: names.size > 1 ? [...names] : [],
  };
}

/** What the request met, or that it met nothing in time, whatever the prober does. */
function within(clock: Clock, group: Probe['group'], send: () => Promise<Probe>): Promise<Probe> {
  return new Promise((resolve) => {
    const cancel = clock.after(requestTimeout + grace, () => resolve(lost(group, 'No answer in time.')));
    const settle = (probe: Probe) => {
      cancel();
      resolve(probe);
    };
    send().then(settle, () => settle(lost(group, 'The request could not be sent.')));
  });
}
