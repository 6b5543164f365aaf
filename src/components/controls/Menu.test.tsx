import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, expect, test, vi } from 'vitest';
import { render } from '../../test/render.tsx';
import { Menu, type MenuItem } from './Menu.tsx';

const user = userEvent.setup({ delay: null });

// The code of the menu comes with the first press.
beforeAll(async () => {
  render(<Menu items={() => [{ label: 'Only', onSelect: () => undefined }]}>First</Menu>);
  fireEvent.click(screen.getByRole('button', { name: 'First' }));
  await waitFor(() => expect(focused()).toBe('Only'));
  cleanup();
});

function open(more: readonly MenuItem[] = []) {
  const onSelect = vi.fn();
  const items: readonly MenuItem[] = [
    { label: 'Edit Session Persistence', onSelect: () => onSelect('edit') },
    { heading: 'Dangerous' },
    { label: 'Delete', danger: true, reason: 'Needs the role lbaas:admin.', onSelect: () => onSelect('delete') },
    { label: 'Details', onSelect: () => onSelect('details') },
    ...more,
  ];
  const read = vi.fn(() => items);
  render(
    <>
      <Menu items={read}>Actions</Menu>
      <button type="button">elsewhere</button>
    </>,
  );
  return { onSelect, read, button: screen.getByRole('button', { name: 'Actions' }) };
}

const focused = () => document.activeElement?.textContent ?? '';

test('the items are built when it opens; Enter opens it at the first, the arrows at the first and the last', async () => {
  const { read, button } = open();
  expect(read).not.toHaveBeenCalled();
  expect(button.getAttribute('aria-haspopup')).toBe('menu');
  expect(button.getAttribute('aria-expanded')).toBe('false');
  button.focus();
  for (const [key, first] of [
    ['{Enter}', 'Edit Session Persistence'],
    ['{ArrowDown}', 'Edit Session Persistence'],
    ['{ArrowUp}', 'Details'],
  ] as const) {
    await user.keyboard(key);
    const menu = screen.getByRole('menu');
    expect(menu.id).toBe(button.getAttribute('aria-controls'));
    expect(menu.getAttribute('aria-label')).toBe('Actions');
    expect(button.getAttribute('aria-expanded')).toBe('true');
    expect(focused()).toBe(first);
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('menu')).toBeNull();
    expect(document.activeElement).toBe(button);
  }
});

test('arrows go round, Home and End to the ends, letters to the item that begins with them', async () => {
  const { button } = open();
  button.focus();
  await user.keyboard('{ArrowDown}{ArrowUp}');
  expect(focused()).toBe('Details');
  await user.keyboard('{ArrowDown}');
  expect(focused()).toBe('Edit Session Persistence');
  await user.keyboard('{End}');
  expect(focused()).toBe('Details');
  await user.keyboard('{Home}');
  expect(focused()).toBe('Edit Session Persistence');
  await user.keyboard('d');
  expect(focused()).toMatch(/^Delete/);
  await user.keyboard('et');
  expect(focused()).toBe('Details');
});

test('when the page scrolls or the window changes it closes, and the focus is not lost', async () => {
  const { button } = open();
  for (const move of [() => fireEvent.scroll(document), () => fireEvent(window, new Event('resize'))]) {
    button.focus();
    await user.keyboard('{Enter}');
    expect(focused()).toBe('Edit Session Persistence');
    move();
    expect(screen.queryByRole('menu')).toBeNull();
    expect(document.activeElement).toBe(button);
  }
});

test('an item does what it says, closes the menu and gives the focus back', async () => {
  const { button, onSelect } = open();
  await user.click(button);
  await user.keyboard('{End}{Enter}');
  expect(onSelect.mock.calls).toEqual([['details']]);
  expect(screen.queryByRole('menu')).toBeNull();
  expect(document.activeElement).toBe(button);
});

test('an item that cannot be used now can be reached, says why and does nothing', async () => {
  const { button, onSelect } = open();
  await user.click(button);
  const item = screen.getByRole('menuitem', { name: 'Delete' });
  expect(item.getAttribute('aria-disabled')).toBe('true');
  expect(item.getAttribute('aria-description')).toBe('Needs the role lbaas:admin.');
  await user.keyboard('{ArrowDown}{Enter}');
  expect(document.activeElement).toBe(item);
  expect(onSelect).not.toHaveBeenCalled();
});

test('switches and choices say whether they are checked, and switches keep the menu open', async () => {
  const onSelect = vi.fn();
  const { button } = open([
    { label: 'Status', kind: 'checkbox', checked: true, stays: true, onSelect },
    { label: 'Dark', kind: 'radio', onSelect },
  ]);
  await user.click(button);
  expect(screen.getByRole('menuitemradio', { name: 'Dark' }).getAttribute('aria-checked')).toBe('false');
  const box = screen.getByRole('menuitemcheckbox', { name: 'Status' });
  expect(box.getAttribute('aria-checked')).toBe('true');
  await user.click(box);
  expect(onSelect).toHaveBeenCalledOnce();
  expect(screen.getByRole('menu')).toBeDefined();
});

test('Tab leaves it, and a press elsewhere closes it and keeps the focus where it was put', async () => {
  const { button } = open();
  await user.click(button);
  await user.tab();
  expect(screen.queryByRole('menu')).toBeNull();
  await user.click(button);
  const elsewhere = screen.getByRole('button', { name: 'elsewhere' });
  fireEvent.pointerDown(elsewhere);
  elsewhere.focus();
  expect(screen.queryByRole('menu')).toBeNull();
  expect(document.activeElement).toBe(elsewhere);
});

const regions = ['DFW', 'FRA', 'HKG', 'IAD', 'LON', 'ORD', 'SYD', 'São Paulo', 'Zürich'];
const switches = (labels: readonly string[], onSelect: (label: string) => void): MenuItem[] =>
  labels.map((label) => ({ label, kind: 'checkbox', checked: false, stays: true, onSelect: () => onSelect(label) }));

test('from nine choices on it is searched, in whatever spelling', async () => {
  const onSelect = vi.fn();
  render(<Menu items={() => switches(regions, onSelect)}>Region</Menu>);
  await user.click(screen.getByRole('button', { name: 'Region' }));
  const field = screen.getByRole('searchbox', { name: 'Search Region' });
  expect(document.activeElement).toBe(field);
  expect(screen.getByRole('menu', { name: 'Region' }).contains(field)).toBe(false);
  await user.keyboard('ZÜRI');
  expect(screen.getAllByRole('menuitemcheckbox').map(({ textContent }) => textContent)).toEqual(['Zürich']);
  await user.keyboard('{Enter}{ArrowDown}');
  expect(onSelect.mock.calls).toEqual([['Zürich']]);
  expect(focused()).toBe('Zürich');
  await user.keyboard('{ArrowUp}');
  expect(document.activeElement).toBe(field);
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('menu')).toBeNull();
});

test('Enter and Escape that belong to an input method neither choose nor close', async () => {
  const onSelect = vi.fn();
  render(<Menu items={() => switches(regions, onSelect)}>Region</Menu>);
  await user.click(screen.getByRole('button', { name: 'Region' }));
  await user.keyboard('s');
  for (const key of ['Enter', 'Escape']) fireEvent.keyDown(screen.getByRole('searchbox'), { key, isComposing: true });
  expect(onSelect).not.toHaveBeenCalled();
  expect(screen.getByRole('menu')).toBeDefined();
});

test('up to eight choices need no search field', async () => {
  render(<Menu items={() => switches(regions.slice(1), () => undefined)}>Region</Menu>);
  await user.click(screen.getByRole('button', { name: 'Region' }));
  expect(screen.queryByRole('searchbox')).toBeNull();
});

test('choices that come while it is open take no focus away', async () => {
  const choices = (count: number) => () =>
    Array.from(
      { length: count },
      (_, at): MenuItem => ({ label: `Choice ${at}`, kind: 'checkbox', onSelect: vi.fn() }),
    );
  const { rerender } = render(<Menu items={choices(8)}>Protocol</Menu>);
  screen.getByRole('button', { name: 'Protocol' }).focus();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(focused()).toBe('Choice 0'));
  rerender(<Menu items={choices(9)}>Protocol</Menu>);
  expect(screen.getByRole('menuitemcheckbox', { name: 'Choice 8' })).toBeDefined();
  expect(focused()).toBe('Choice 0');
});

test('the key that an item names goes to it, also past others that begin with the letter', async () => {
  render(
    <Menu
      items={() => [
        { label: 'Edit Session Persistence', shortcut: 'e', onSelect: () => undefined },
        { label: 'Edit load balancer', onSelect: () => undefined },
      ]}
    >
      Row
    </Menu>,
  );
  screen.getByRole('button', { name: 'Row' }).focus();
  await user.keyboard('{Enter}');
  await user.keyboard('e');
  expect(focused()).toMatch(/^Edit Session Persistence/);
});
