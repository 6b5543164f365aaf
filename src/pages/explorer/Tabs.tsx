import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { keyHandler } from '../../components/controls/keys.ts';
import css from './Tabs.module.css';

interface Tab {
  readonly id: string;
  readonly label: string;
  readonly content: () => ReactNode;
}

const step: Record<string, (at: number, count: number) => number> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Views of one thing, one at a time. Follows the ARIA tabs pattern; arrows choose at once. */
export function Tabs({ label, tabs, side }: { label: string; tabs: readonly Tab[]; side?: ReactNode }) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState(tabs[0]?.id);
  const at = Math.max(
    0,
    tabs.findIndex((tab) => tab.id === chosen),
  );
  const onKeyDown = keyHandler((event: KeyboardEvent) => {
    const next = step[event.key]?.(at, tabs.length);
    if (next === undefined) return;
    event.preventDefault();
    setChosen(tabs[next]?.id);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  });
  return (
    <div className={css.tabs}>
      <div className={css.head}>
        <div ref={list} role="tablist" aria-label={label} className={css.list} onKeyDown={onKeyDown}>
          {tabs.map((tab, index) => (
            <button
              key={tab.id}
              type="button"
              role="tab"
              id={`${id}-${tab.id}`}
              aria-selected={index === at}
              aria-controls={`${id}-panel`}
              tabIndex={index === at ? 0 : -1}
              className={css.tab}
              onClick={() => setChosen(tab.id)}
            >
              {tab.label}
            </button>
          ))}
        </div>
        {side}
      </div>
      <div
        key={tabs[at]?.id}
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${tabs[at]?.id}`}
        className={css.panel}
      >
        {tabs[at]?.content()}
      </div>
    </div>
  );
}
