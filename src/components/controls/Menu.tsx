import { type ReactNode, Suspense, useEffect, useId, useRef, useState } from 'react';
import { lazyPart } from '../layout/lazy-part.ts';
import { onIdle } from '../layout/on-idle.ts';
import { Button, type ButtonProps } from './Button.tsx';
import { IconChevronDown } from './icons.ts';
import { keyHandler } from './keys.ts';
import type { MenuItem, MenuListProps } from './menu-items.ts';

export type { MenuItem } from './menu-items.ts';

const OpenMenu = lazyPart<MenuListProps>(() => import('./OpenMenu.tsx'));

/** The open menu itself, for places where one menu serves many buttons. */
export const MenuList = (props: MenuListProps) => (
  <Suspense>
    <OpenMenu {...props} />
  </Suspense>
);

interface MenuProps extends Omit<ButtonProps, 'children' | 'onSelect'> {
  /** What the button shows. */
  children: ReactNode;
  /** Read only when the menu opens, so that a thousand rows build no items. */
  items: () => readonly MenuItem[];
  side?: MenuListProps['side'];
}

/**
 * A button that opens a menu of actions. The menu's code comes when the page has nothing to do or the button is pointed at; a press
 * before that opens it as soon as it is here.
 */
export function Menu({ children, items, side = 'below-start', onKeyDown, ...rest }: MenuProps) {
  const [open, setOpen] = useState<false | 'first' | 'last'>(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => onIdle(OpenMenu.preload), []);
  return (
    <>
      <Button
        trailing={<IconChevronDown size={16} stroke={1.75} aria-hidden />}
        {...rest}
        ref={button}
        aria-haspopup="menu"
        aria-expanded={open !== false}
        aria-controls={open ? id : undefined}
        onPointerEnter={OpenMenu.preload}
        onFocus={OpenMenu.preload}
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
