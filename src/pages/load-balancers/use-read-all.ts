import { useEffect, useRef, useState } from 'react';
import { inventory } from '../../api/inventory.ts';
import { type LoadBalancer, refKey } from '../../api/model.ts';
import { priority } from '../../api/queue.ts';
import { detailsIndex } from './details-index.ts';

/** Reads under way at once; the request queue lets rows on screen go before them. */
const workers = 6;

const isUnread = (row: LoadBalancer): boolean => {
  const entry = detailsIndex.get(refKey(row));
  return !entry?.known && !entry?.error;
};

const untilMoreRows = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const stop = inventory.subscribe(done);
    function done() {
      stop();
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });

export interface Reading {
  readonly unread: number;
  readonly running: boolean;
  /** Milliseconds until the rest is read, at the pace so far; null while that is not known. */
  readonly left: number | null;
  stop(): void;
  resume(): void;
}

/** Reads the details of every row while `wanted`: a choice by session persistence needs them all. The user can stop it. */
export function useReadAll(rows: readonly LoadBalancer[], wanted: boolean): Reading {
  const [stopped, setStopped] = useState(false);
  const [pace, setPace] = useState<{ began: number; read: number } | null>(null);
  const latest = useRef(rows);
  latest.current = rows;
  const running = wanted && !stopped;

  useEffect(() => {
    if (!wanted) setStopped(false);
  }, [wanted]);

  useEffect(() => {
    if (!running) return;
    const control = new AbortController();
    const { signal } = control;
    const taken = new Set<string>();
    const began = performance.now();
    let read = 0;
    const isWanted = (row: LoadBalancer) => !taken.has(refKey(row)) && isUnread(row);
    let at = 0;
    function next(): LoadBalancer | undefined {
      while (at < latest.current.length) {
        const row = latest.current[at++];
        if (row && isWanted(row)) return row;
      }
      return latest.current.find(isWanted);
    }
    const isComplete = () => inventory.states().every((each) => each.complete || each.error !== null);
    async function work() {
      while (!signal.aborted) {
        const row = next();
        if (row) {
          taken.add(refKey(row));
          await detailsIndex.read(row, priority.rest, signal);
          read += 1;
          if (read % 10 === 0) setPace({ began, read });
        } else if (isComplete()) {
          return;
        } else {
          await untilMoreRows(signal);
        }
      }
    }
    for (let each = 0; each < workers; each++) void work();
    return () => control.abort();
  }, [running]);

  const unread = wanted ? rows.filter(isUnread).length : 0;
  const elapsed = pace ? performance.now() - pace.began : 0;
  return {
    unread,
    running: running && unread > 0,
    left: pace && elapsed > 1_000 ? (elapsed / pace.read) * unread : null,
    stop: () => setStopped(true),
    resume: () => setStopped(false),
  };
}
