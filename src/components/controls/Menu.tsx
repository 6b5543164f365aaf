import { type ReactNode, Suspense, useEffect, useId, useRef, useState } from 'react';
import { lazyPart } from '../layout/lazy-part.ts';
import { onIdle } from '../layout/on-idle.ts';
import { Button, type ButtonProps } from './Button.tsx';
import { IconChevronDown } from './icons.ts';
import { keyHandler } from './keys.ts';
import type { MenuItem, MenuListProps } from './menu-items.ts';

export type { MenuItem } from './menu-items.ts';

const OpenMenu = lazyPart<MenuListProps>(() => import('./OpenMenu.tsx'));

/** Where and how a menu opens, whatever is in it. */
export type MenuPlace = Omit<MenuListProps, 'items'>;

interface MenuButtonProps extends Omit<ButtonProps, 'children' | 'onSelect'> {
  /** What the button shows. */
  children: ReactNode;
  /** Draws the menu while it is open: a part of the page whose code may come by itself. */
  menu(place: MenuPlace): ReactNode;
  /** Loads the menu's code. */
  preload(): void;
  side?: MenuListProps['side'];
}

interface MenuProps extends Omit<MenuButtonProps, 'menu' | 'preload'> {
  /** Read only when the menu opens, so that a thousand rows build no items. */
  items: () => readonly MenuItem[];
}

/** A button that opens a menu of actions. */
export const Menu = ({ items, ...rest }: MenuProps) => (
  <MenuButton {...rest} preload={OpenMenu.preload} menu={(place) => <OpenMenu {...place} items={items()} />} />
);

/**
 * A button that opens a menu. The menu's code comes when the page has nothing to do or the button is pointed at; a press before that
 * opens it as soon as it is here.
 */
export function MenuButton({ children, menu, preload, side = 'below-start', onKeyDown, ...rest }: MenuButtonProps) {
  const [open, setOpen] = useState<false | 'first' | 'last'>(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => onIdle(preload), [preload]);
  return (
    <>
      <Button
        trailing={<IconChevronDown size={16} stroke={1.75} aria-hidden />}
        {...rest}
        ref={button}
        aria-haspopup="menu"
        aria-expanded={open !== false}
        aria-controls={open ? id : undefined}
        onPointerEnter={preload}
        onFocus={preload}
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
        <Suspense>
          {menu({
            id,
            anchor: button.current,
            side,
            start: open,
            close(refocus) {
              setOpen(false);
              if (refocus) button.current?.focus({ preventScroll: true });
            },
          })}
        </Suspense>
      ) : null}
    </>
  );
}
