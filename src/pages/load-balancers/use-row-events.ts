import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { keyHandler } from '../../components/controls/keys.ts';
import { type LoadBalancer, refKey } from '../../model/load-balancer.ts';
import type { Selection } from './use-selection.ts';

export interface ListActions {
  onOpen(row: LoadBalancer): void;
  onEdit(row: LoadBalancer): void;
  selection: Selection;
  /** Takes what moves the focus into the first row. */
  enter: RefObject<(() => void) | null>;
}

interface ListEventsOptions extends ListActions {
  rows: readonly LoadBalancer[];
  /** Rows that fit on the screen. */
  page(): number;
  /** Brings the row of this index into sight, rendered. */
  reveal(index: number): void;
}

const moves: Readonly<Record<string, (at: number, last: number, page: number) => number>> = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at) => Math.max(at - 1, 0),
  PageDown: (at, last, page) => Math.min(at + page, last),
  PageUp: (at, _, page) => Math.max(at - page, 0),
  Home: () => 0,
  End: (_, last) => last,
};

const isPlain = (event: MouseEvent): boolean =>
  event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

const keyAt = (target: EventTarget): string | undefined =>
  (target as Element).closest<HTMLElement>('[data-key]')?.dataset.key;

/**
 * One set of handlers for all rows, put on what holds them. One row at a time is in the tab order; arrows move it, Enter opens, `e`
 * edits, Space selects. Rows carry `data-key`; a cog `data-cog`, a name `data-open`, a checkbox `data-select`.
 */
export function useListEvents(options: ListEventsOptions) {
  const latest = useRef(options);
  latest.current = options;
  const [active, setActive] = useState<string | null>(null);
  const [menu, setMenu] = useState<{ key: string; anchor: HTMLElement } | null>(null);
  const state = useRef({ active, menu });
  state.current = { active, menu };
  const holder = useRef<HTMLElement | null>(null);

  const { handlers, focusRow } = useMemo(() => {
    const rowOf = (key: string | undefined | null) =>
      key ? latest.current.rows.find((row) => refKey(row) === key) : undefined;

    const focusElement = (key: string) =>
      holder.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });

    function focusRow(index: number) {
      const row = latest.current.rows[index];
      if (!row) return;
      const key = refKey(row);
      // At once, so that the next key already meets the row; a card far away is drawn only when it has been scrolled to.
      flushSync(() => setActive(key));
      latest.current.reveal(index);
      focusElement(key);
      const before = document.activeElement;
      requestAnimationFrame(() => {
        // Whoever has gone on meanwhile, such as back to the search, is not fetched back.
        if (document.activeElement === before || document.activeElement === document.body) focusElement(key);
      });
    }

    const handlers = {
      onClick(event: MouseEvent) {
        const target = event.target as Element;
        const row = rowOf(keyAt(target));
        if (!row) return;
        const cog = target.closest<HTMLElement>('[data-cog]');
        if (cog) {
          setMenu(state.current.menu?.anchor === cog ? null : { key: refKey(row), anchor: cog });
        } else if (target.closest('[data-open]')) {
          if (!isPlain(event)) return;
          event.preventDefault();
          latest.current.onOpen(row);
        } else if (target.closest('[data-select]')) {
          latest.current.selection.toggle(row, event.shiftKey);
        }
      },
      onFocus(event: FocusEvent) {
        const key = keyAt(event.target);
        if (!key || key === state.current.active) return;
        flushSync(() => setActive(key));
        // A row that was no more than its name is now another element, with all that it shows.
        if (!event.target.isConnected) focusElement(key);
      },
      onKeyDown: keyHandler((event: KeyboardEvent) => {
        if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
        const { rows, page, onOpen, onEdit, selection } = latest.current;
        const onRow = (event.target as HTMLElement).dataset.key !== undefined;
        const at = Math.max(
          0,
          rows.findIndex((row) => refKey(row) === state.current.active),
        );
        const row = rows[at];
        const move = moves[event.key];
        if (move && (onRow || event.key.startsWith('Arrow'))) focusRow(move(at, rows.length - 1, page()));
        else if (row && onRow && event.key === 'Enter') onOpen(row);
        else if (row && onRow && event.key === ' ') selection.toggle(row, event.shiftKey);
        else if (row && event.key === 'e') onEdit(row);
        else return;
        event.preventDefault();
      }),
    };
    return { handlers, focusRow };
  }, []);
  useImperativeHandle(options.enter, () => () => focusRow(0), [focusRow]);

  return { holder, handlers, active, menu, closeMenu: () => setMenu(null) };
}
