import { useSyncExternalStore } from 'react';
import { type LoadBalancer, refKey } from '../../model/load-balancer.ts';
import { inventory } from './inventory.ts';
import type { RegionState } from './region-watch.ts';

/** Pages of the list come in quick succession: after the first, rows are handed on at most this often (milliseconds). */
const handOnInterval = 200;

let rows: readonly LoadBalancer[] = [];
let order = new Map<string, number>();
let collected: readonly RegionState[] = [];
let listeners: (() => void)[] = [];
let waiting: ReturnType<typeof setTimeout> | undefined;
let last = Number.NEGATIVE_INFINITY;

/** Rows stand in the order in which they arrived, so that none moves under the pointer while the rest is read. */
function collect(): void {
  waiting = undefined;
  last = performance.now();
  const next: LoadBalancer[] = [];
  const kept = new Map<string, number>();
  const fresh: LoadBalancer[] = [];
  collected = inventory.states();
  for (const region of collected)
    for (const row of region.rows.values()) {
      const place = order.get(refKey(row));
      if (place === undefined) fresh.push(row);
      else next[place] = row;
    }
  const all = next.filter((row) => row !== undefined).concat(fresh);
  all.forEach((row, place) => {
    kept.set(refKey(row), place);
  });
  order = kept;
  rows = all;
  for (const listener of listeners) listener();
}

function onChange(): void {
  if (waiting !== undefined) return;
  const rest = handOnInterval - (performance.now() - last);
  if (rest <= 0 || rows.length === 0) collect();
  else waiting = setTimeout(collect, rest);
}

function subscribe(listener: () => void): () => void {
  if (listeners.length === 0) {
    stop = inventory.subscribe(onChange);
    collect();
  }
  listeners = [...listeners, listener];
  return () => {
    listeners = listeners.filter((each) => each !== listener);
    if (listeners.length > 0) return;
    stop();
    clearTimeout(waiting);
    waiting = undefined;
  };
}

let stop: () => void = () => undefined;

/** Before anybody listens, what has come so far: the page's first drawing has its rows. */
function current(): readonly LoadBalancer[] {
  if (listeners.length === 0 && collected !== inventory.states()) collect();
  return rows;
}

/** Every load balancer that has been read, of all regions, in the order of arrival. */
export const useRows = (): readonly LoadBalancer[] => useSyncExternalStore(subscribe, current);
