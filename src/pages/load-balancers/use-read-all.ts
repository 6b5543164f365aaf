import { useEffect, useRef, useState } from 'react';
import { priority } from '../../api/http/queue.ts';
import { inventory } from '../../api/inventory/inventory.ts';
import type { LoadBalancer } from '../../model/load-balancer.ts';

/** Reads under way at once; the request queue lets rows on screen go before them. */
const workers = 6;

/** Whether nothing is known of the row, or it has changed since it was read. */
const isUnread = (row: LoadBalancer): boolean =>
  !inventory.details.summaries.of(row) || inventory.details.summaries.isOutdated(row);

export interface Reading {
  readonly unread: number;
  readonly running: boolean;
  /** Milliseconds until the rest is read, at the pace so far; null while that is not known. */
  readonly left: number | null;
  stop(): void;
  resume(): void;
  /** How many rows could not be read, so that they are in no result, and why the first could not; null when there are none. */
  readonly failed: { readonly count: number; readonly why: string } | null;
  /** Reads those again. */
  retry(): void;
}

/** Reads the details of every row while `wanted`: a choice by session persistence needs them all. The user can stop it. */
export function useReadAll(rows: readonly LoadBalancer[], wanted: boolean): Reading {
  const [stopped, setStopped] = useState(false);
  const [pace, setPace] = useState<{ began: number; read: number } | null>(null);
  const latest = useRef(rows);
  latest.current = rows;
  const running = wanted && !stopped;
  /** Resolves when there are other rows, or when it is over. */
  const news = useRef(Promise.withResolvers<void>());
  const tell = useRef(() => {
    news.current.resolve();
    news.current = Promise.withResolvers();
  });

  /** What was asked for since reading began, so that no row is asked for twice. */
  const taken = useRef(new Set<LoadBalancer>());
  const told = useRef(rows);
  useEffect(() => {
    if (told.current === rows) return;
    told.current = rows;
    tell.current();
  }, [rows]);

  useEffect(() => {
    if (!wanted) setStopped(false);
  }, [wanted]);

  useEffect(() => {
    if (!running) return;
    const control = new AbortController();
    const { signal } = control;
    taken.current = new Set();
    const began = performance.now();
    let read = 0;
    const isWanted = (row: LoadBalancer) =>
      !taken.current.has(row) && isUnread(row) && !inventory.details.comesWithList(row);
    let at = 0;
    function next(): LoadBalancer | undefined {
      while (at < latest.current.length) {
        const row = latest.current[at++];
        if (row && isWanted(row)) return row;
      }
      return latest.current.find(isWanted);
    }
    async function work() {
      while (!signal.aborted) {
        const row = next();
        if (row) {
          taken.current.add(row);
          await inventory.details.read(row, priority.rest, signal);
          read += 1;
          if (read % 10 === 0) setPace({ began, read });
        } else {
          await news.current.promise;
        }
      }
    }
    for (let each = 0; each < workers; each++) void work();
    return () => {
      control.abort();
      tell.current();
    };
  }, [running]);

  const unread = wanted ? rows.filter(isUnread).length : 0;
  const failed = wanted ? rows.filter((row) => inventory.details.summaries.failureOf(row)) : [];
  const elapsed = pace ? performance.now() - pace.began : 0;
  return {
    unread,
    running: running && unread > 0,
    left: pace && elapsed > 1_000 ? (elapsed / pace.read) * unread : null,
    stop: () => setStopped(true),
    resume: () => setStopped(false),
    failed: failed[0]
      ? { count: failed.length, why: inventory.details.summaries.failureOf(failed[0])?.message ?? '' }
      : null,
    retry() {
      inventory.details.summaries.forgetFailures(failed);
      taken.current.clear();
      tell.current();
      setStopped(false);
    },
  };
}
