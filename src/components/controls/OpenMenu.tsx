import '@mantine/core/styles/Popover.layer.css';
import '@mantine/core/styles/Menu.layer.css';
import { Menu, TextInput } from '@mantine/core';
import { type ComponentProps, type Ref, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { hasWords, searchText, searchWords } from '../../model/search.ts';
import { IconSearch } from './icons.ts';
import { keyHandler } from './keys.ts';
import type { MenuChoice, MenuItem, MenuListProps } from './menu-items.ts';

/** Choices that are more than this get a search field. */
const atSight = 8;

/**
 * No longer than the window leaves room for: at 200 % zoom the rest is scrolled to. How wide it may be the theme says, which the library's
 * own fitting would overrule.
 */
const fitHeight = ({ availableHeight, elements }: { availableHeight: number; elements: { floating: HTMLElement } }) => {
  elements.floating.style.maxHeight = `min(480px, ${availableHeight}px)`;
};

/** Stands for an element that is drawn elsewhere, which the library would otherwise have to draw itself. */
function Anchor({ element, ref }: { element: HTMLElement; ref?: Ref<HTMLElement> }) {
  useLayoutEffect(() => {
    if (typeof ref === 'function') ref(element);
  }, [element, ref]);
  return null;
}

function groupsOf(items: readonly MenuItem[]): { heading: string | null; choices: MenuChoice[] }[] {
  const groups: { heading: string | null; choices: MenuChoice[] }[] = [];
  for (const item of items) {
    if ('heading' in item) groups.push({ heading: item.heading, choices: [] });
    else if (groups.length === 0) groups.push({ heading: null, choices: [item] });
    else groups.at(-1)?.choices.push(item);
  }
  return groups;
}

const isPlain = (event: React.KeyboardEvent): boolean => !event.ctrlKey && !event.metaKey && !event.altKey;

const itemsIn = (list: HTMLElement | null) => [...(list?.querySelectorAll<HTMLElement>('[data-menu-item]') ?? [])];

/** The menu that is open beside its button. The library's keys move in it; closing, and where the focus then goes, is ours. */
export default function OpenMenu({ id, items, anchor, side, start, close }: MenuListProps) {
  const [wanted, setWanted] = useState('');
  const list = useRef<HTMLDivElement | null>(null);
  const name = anchor.getAttribute('aria-label') ?? anchor.textContent ?? undefined;
  // As it opened: rows that come later bring choices, and a field that came, too, would take the focused one away.
  const [searches] = useState(() =>
    (['checkbox', 'radio'] as const).some(
      (kind) => items.filter((item) => 'label' in item && item.kind === kind).length > atSight,
    ),
  );
  const words = searchWords(wanted);
  const shown = items.filter((item) => 'heading' in item || hasWords(searchText(item.label), words));

  const enter = useCallback(
    (menu: HTMLDivElement | null) => {
      list.current = menu;
      const field = start === 'first' ? menu?.querySelector('input') : null;
      (field ?? itemsIn(menu).at(start === 'first' ? 0 : -1))?.focus({ preventScroll: true });
    },
    [start],
  );

  useEffect(() => {
    // Its place is no longer beside the button. Nothing else takes the focus, so it goes back instead of being lost.
    const moved = ({ target }: Event) => {
      const { activeElement } = document;
      const inside = list.current?.contains(activeElement) ?? false;
      if (target instanceof Node && (list.current?.contains(target) || anchor.contains(target))) return;
      // A phone moves the page to make room for its keyboard.
      if (inside && activeElement instanceof HTMLInputElement) return;
      close(inside);
    };
    window.addEventListener('resize', moved);
    document.addEventListener('scroll', moved, true);
    return () => {
      window.removeEventListener('resize', moved);
      document.removeEventListener('scroll', moved, true);
    };
  });

  const onKeyDown = keyHandler((event: React.KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Escape') {
      event.preventDefault();
      close(true);
    } else if (event.key === 'Tab') {
      close(true);
    } else if (event.target instanceof HTMLInputElement) {
      if (event.key === 'Enter' && wanted) itemsIn(list.current)[0]?.click();
    } else if (isPlain(event)) {
      // Before the library's own search by letters, which would go on to the next item that begins so.
      const at = shown.filter((item) => 'label' in item).findIndex(({ shortcut }) => shortcut === event.key);
      if (at >= 0 && event.key.length === 1) {
        event.preventDefault();
        itemsIn(list.current)[at]?.focus();
      }
    }
  });

  // The library's own arrows would go round to the last item.
  const onKeyDownCapture = keyHandler((event: React.KeyboardEvent) => {
    const field = list.current?.querySelector('input');
    if (event.key !== 'ArrowUp' || !field || event.target !== itemsIn(list.current)[0]) return;
    event.preventDefault();
    event.stopPropagation();
    field.focus();
  });

  const choices = groupsOf(shown).map(({ heading, choices }) => (
    <div key={heading} {...(heading ? { role: 'group', 'aria-label': heading } : { role: 'presentation' })}>
      {heading ? <Menu.Label aria-hidden>{heading}</Menu.Label> : null}
      {choices.map((item) => (
        <Item key={item.label} item={item} close={close} />
      ))}
    </div>
  ));
  return (
    <Menu
      opened
      onChange={() => close(list.current?.contains(document.activeElement) ?? false)}
      position={side === 'below-end' ? 'bottom-end' : 'bottom-start'}
      floatingStrategy="fixed"
      middlewares={{ flip: true, shift: true, size: { apply: fitHeight } }}
      // Beside its button in the document, so that it is in the same landmark.
      portalProps={{ target: anchor.closest<HTMLElement>('header, main, [role=dialog]') ?? document.body }}
      clickOutsideEvents={['pointerdown']}
      clickOutsideCapture
      closeOnEscape={false}
      trapFocus={false}
      returnFocus={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <Anchor element={anchor} />
      </Menu.Target>
      <Menu.Dropdown
        ref={enter}
        translate="no"
        style={{ overflowY: 'auto' }}
        onKeyDown={onKeyDown}
        onKeyDownCapture={onKeyDownCapture}
        onBlur={(event) => {
          if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) close(false);
        }}
        {...(searches ? asBox : { id, 'aria-label': name, 'aria-labelledby': undefined })}
      >
        {searches ? (
          <>
            <TextInput
              type="search"
              data-mantine-stop-propagation
              aria-label={`Search ${name}`}
              placeholder="Search…"
              autoComplete="off"
              spellCheck={false}
              leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
              value={wanted}
              onChange={(event) => setWanted(event.target.value)}
            />
            <div id={id} role="menu" aria-label={name}>
              {choices}
            </div>
          </>
        ) : (
          choices
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

const notMenu = {
  id: undefined,
  role: undefined,
  tabIndex: undefined,
  'aria-labelledby': undefined,
  'aria-orientation': undefined,
};

/** A menu can hold nothing but its items: with a field above them, they alone are the menu. */
const asBox: object = {
  renderRoot: (box: ComponentProps<'div'>) => <div data-searches {...box} {...notMenu} />,
};

function Item({ item, close }: { item: MenuChoice; close: MenuListProps['close'] }) {
  const { label, icon, checked = false, kind, danger, reason, shortcut, stays, onSelect } = item;
  const shared = {
    closeMenuOnClick: false,
    'data-danger': danger || undefined,
    rightSection: shortcut ? (
      <span aria-hidden="true">
        <kbd translate="no">{shortcut}</kbd>
      </span>
    ) : null,
    onClick() {
      if (reason) return;
      if (!stays) close(true);
      onSelect();
    },
    ...(reason
      ? {
          // The library drops an aria-disabled, and its data-disabled takes the item out of the arrows' way.
          renderRoot: (button: ComponentProps<'button'>) => (
            <button {...button} aria-disabled aria-description={reason} />
          ),
        }
      : null),
  };
  const words = reason ? (
    <>
      {label}
      <span aria-hidden="true" data-reason>
        {reason}
      </span>
    </>
  ) : (
    label
  );
  if (kind === 'checkbox') {
    return (
      <Menu.CheckboxItem {...shared} checked={checked}>
        {words}
      </Menu.CheckboxItem>
    );
  }
  if (kind === 'radio') {
    return (
      <Menu.RadioItem {...shared} value={label} checked={checked}>
        {words}
      </Menu.RadioItem>
    );
  }
  return (
    <Menu.Item {...shared} leftSection={icon}>
      {words}
    </Menu.Item>
  );
}
