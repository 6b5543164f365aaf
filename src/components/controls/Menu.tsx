import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { comparable } from '../../../contract/shared/text.ts';
import { Button, type ButtonProps } from './Button.tsx';
import { cx } from './cx.ts';
import { IconChevronDown } from './icons.ts';
import { keyHandler } from './keys.ts';
import css from './Menu.module.css';
import { place, type Side } from './place.ts';

export type MenuItem =
  | {
      readonly label: string;
      readonly icon?: ReactNode;
      /** The item is a choice of several or an on/off switch: checked or not. */
      readonly checked?: boolean;
      readonly kind?: 'radio' | 'checkbox';
      readonly danger?: boolean;
      /** Why it cannot be used now; shown under the label. */
      readonly reason?: string | null | undefined;
      readonly hint?: ReactNode;
      /** Keep the menu open after choosing, for switches. */
      readonly stays?: boolean;
      onSelect(): void;
    }
  | { readonly heading: string };

interface MenuProps extends Omit<ButtonProps, 'children' | 'onSelect'> {
  /** What the button shows. */
  children: ReactNode;
  /** Read only when the menu opens, so that a thousand rows build no items. */
  items: () => readonly MenuItem[];
  side?: Side;
}

const step: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** A button that opens a menu of actions. Follows the ARIA Authoring Practices' menu button pattern. */
export function Menu({ children, items, side = 'below-start', onKeyDown, ...rest }: MenuProps) {
  const [open, setOpen] = useState<false | 'first' | 'last'>(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  return (
    <>
      <Button
        trailing={<IconChevronDown size={16} stroke={1.75} aria-hidden />}
        {...rest}
        ref={button}
        aria-haspopup="menu"
        aria-expanded={open !== false}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(open ? false : 'first')}
        onKeyDown={keyHandler((event) => {
          onKeyDown?.(event);
          if (event.defaultPrevented || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') || open) return;
          event.preventDefault();
          event.stopPropagation();
          setOpen(event.key === 'ArrowDown' ? 'first' : 'last');
        })}
      >
        {children}
      </Button>
      {open && button.current ? (
        <MenuList
          id={id}
          items={items()}
          anchor={button.current}
          side={side}
          start={open}
          close={(refocus) => {
            setOpen(false);
            if (refocus) button.current?.focus({ preventScroll: true });
          }}
        />
      ) : null}
    </>
  );
}

interface MenuListProps {
  id: string;
  items: readonly MenuItem[];
  anchor: HTMLElement;
  side: Side;
  start: 'first' | 'last';
  close(refocus: boolean): void;
}

const kindOf = ({ kind, checked = false }: Extract<MenuItem, { label: string }>) =>
  kind ? ({ role: `menuitem${kind}`, 'aria-checked': checked } as const) : ({ role: 'menuitem' } as const);

const choicesOf = (list: HTMLElement | null) => [...(list?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];

/** The open menu itself, for places where one menu serves many buttons. */
export function MenuList({ id, items, anchor, side, start, close }: MenuListProps) {
  const list = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: '', at: 0 });

  useLayoutEffect(() => {
    if (!list.current) return;
    list.current.showPopover?.();
    place(anchor, list.current, side);
    choicesOf(list.current)
      .at(start === 'first' ? 0 : -1)
      ?.focus({ preventScroll: true });
  }, [anchor, side, start]);

  useEffect(() => {
    const isInside = ({ target }: Event) =>
      target instanceof Node && Boolean(list.current?.contains(target) || anchor.contains(target));
    const outside = (event: Event) => {
      if (!isInside(event)) close(false);
    };
    // Its place is no longer beside the button. Nothing else takes the focus, so it goes back instead of being lost.
    const moved = (event: Event) => {
      if (!isInside(event)) close(list.current?.contains(document.activeElement) ?? false);
    };
    document.addEventListener('pointerdown', outside, true);
    window.addEventListener('resize', moved);
    document.addEventListener('scroll', moved, true);
    return () => {
      document.removeEventListener('pointerdown', outside, true);
      window.removeEventListener('resize', moved);
      document.removeEventListener('scroll', moved, true);
    };
  });

  const onKeyDown = keyHandler((event: KeyboardEvent) => {
    event.stopPropagation();
    const all = choicesOf(list.current);
    const at = all.indexOf(document.activeElement as HTMLElement);
    const move = step[event.key];
    if (move) {
      event.preventDefault();
      all[move(at, all.length)]?.focus();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      close(true);
    } else if (event.key === 'Tab') {
      close(true);
    } else if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey) {
      const now = event.timeStamp;
      const text = (now - typed.current.at < 700 ? typed.current.text : '') + event.key;
      typed.current = { text, at: now };
      const from = text.length === 1 ? at + 1 : at;
      [...all.slice(from), ...all.slice(0, from)]
        .find((each) => comparable(each.textContent ?? '').startsWith(comparable(text)))
        ?.focus();
    }
  });

  return (
    <div
      ref={list}
      id={id}
      role="menu"
      translate="no"
      popover="manual"
      tabIndex={-1}
      aria-label={anchor.getAttribute('aria-label') ?? anchor.textContent ?? undefined}
      className={css.menu}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) close(false);
      }}
    >
      {items.map((item) =>
        'heading' in item ? (
          <div key={item.heading} role="presentation" className={css.heading}>
            {item.heading}
          </div>
        ) : (
          <button
            key={item.label}
            type="button"
            {...kindOf(item)}
            aria-disabled={item.reason ? true : undefined}
            aria-description={item.reason ?? undefined}
            tabIndex={-1}
            className={cx(css.item, item.danger && css.danger)}
            onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
            onClick={() => {
              if (item.reason) return;
              if (!item.stays) close(true);
              item.onSelect();
            }}
          >
            <span className={css.icon}>{item.kind && item.checked ? <Check /> : item.icon}</span>
            <span className={css.label}>
              {item.label}
              {item.reason ? (
                <span aria-hidden="true" className={css.reason}>
                  {item.reason}
                </span>
              ) : null}
            </span>
            {item.hint ? (
              <span aria-hidden="true" className={css.hint}>
                {item.hint}
              </span>
            ) : null}
          </button>
        ),
      )}
    </div>
  );
}

const Check = () => (
  <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
    <path d="m3 8.5 3.5 3.5L13 4.5" />
  </svg>
);
