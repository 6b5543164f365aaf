import { useEffect } from 'react';
import type { LoadBalancer } from '../../model/load-balancer.ts';
import { rowText } from '../../model/search.ts';

/** When rows have stopped coming, and how long one step may take (milliseconds). */
const pause = 300;
const step = 4;

/** Makes the texts in which a search looks before the first key, which would otherwise wait for ten thousand of them. */
export function usePreparedSearch(rows: readonly LoadBalancer[]): void {
  useEffect(() => {
    let at = 0;
    let timer = setTimeout(function prepare() {
      const end = performance.now() + step;
      while (at < rows.length && performance.now() < end) rowText(rows[at++]!);
      if (at < rows.length) timer = setTimeout(prepare, step);
    }, pause);
    return () => clearTimeout(timer);
  }, [rows]);
}
