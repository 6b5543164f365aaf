import type { Waiters } from './waiters.ts';

const second = 1_000;
/** Polling while nothing is in transition, in milliseconds. */
export const settledInterval = 30 * second;
/** Polling while something of ours is pending or a row has just begun to change. */
const fastInterval = second;
/** Polling in the first seconds of waiting for one load balancer that the user looks at. */
export const eagerInterval = 400;
const eagerTime = 4 * second;
/** Load balancers whose waiting is eager: more are a run, and one poll serves them. */
const eagerLoadBalancers = 2;
/** From this many awaited load balancers on, one poll serves so many that it can be rarer: each takes a request from reading them back. */
const manyAwaited = 20;

function waitingInterval(waiters: Waiters, waited: number): number {
  const waiting = waiters.size + waiters.served;
  if (waiting > manyAwaited) return 2 * fastInterval;
  return waiting <= eagerLoadBalancers && waited < eagerTime ? eagerInterval : fastInterval;
}

/**
 * Milliseconds from one poll of a region to the next. `youngest`: when the last row in transition began to change. `least`: what the API
 * bears, by how long somebody has waited.
 */
export function pollInterval(
  waiters: Waiters,
  youngest: number,
  now: number,
  least: (waited: number) => number,
): number {
  if (waiters.size > 0) {
    const waited = now - waiters.latest;
    return Math.max(least(waited), waitingInterval(waiters, waited));
  }
  return Math.min(settledInterval, Math.max(fastInterval, (now - youngest) / 4));
}
