import { useCallback, useMemo, useRef, useState } from 'react';
import { type LoadBalancer, refKey } from '../../model/load-balancer.ts';

export interface Selection {
  readonly keys: ReadonlySet<string>;
  /** Turns one row; with `range`, every row from the last one turned to this takes the same state. */
  toggle(row: LoadBalancer, range: boolean): void;
  /** Selects every row that is shown, or none when all are. */
  toggleShown(): void;
  clear(): void;
}

/** Which rows are selected. They stay so while a filter hides them. */
export function useSelection(shown: readonly LoadBalancer[]): Selection {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const latest = useRef({ shown, keys });
  latest.current = { shown, keys };
  const anchor = useRef<string | null>(null);

  const toggle = useCallback((row: LoadBalancer, range: boolean) => {
    const { shown: rows, keys: former } = latest.current;
    const key = refKey(row);
    const on = !former.has(key);
    const from = range ? rows.findIndex((each) => refKey(each) === anchor.current) : -1;
    const to = rows.findIndex((each) => refKey(each) === key);
    const turned = from < 0 ? [row] : rows.slice(Math.min(from, to), Math.max(from, to) + 1);
    const next = new Set(former);
    for (const each of turned)
      if (on) next.add(refKey(each));
      else next.delete(refKey(each));
    anchor.current = key;
    setKeys(next);
  }, []);

  const toggleShown = useCallback(() => {
    const { shown: rows, keys: former } = latest.current;
    const all = rows.every((row) => former.has(refKey(row)));
    const next = new Set(former);
    for (const row of rows)
      if (all) next.delete(refKey(row));
      else next.add(refKey(row));
    setKeys(next);
  }, []);

  const clear = useCallback(() => setKeys(new Set()), []);
  return useMemo(() => ({ keys, toggle, toggleShown, clear }), [keys, toggle, toggleShown, clear]);
}
