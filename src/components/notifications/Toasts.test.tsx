import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { render } from '../../test/render.tsx';
import { notices, toast } from './notices.ts';
import { ToastCard, Toasts } from './Toasts.tsx';

// Its code comes when the page has nothing to do; here it is there from the start.
beforeAll(async () => {
  ToastCard.preload();
  await import('./ToastCard.tsx');
});
beforeEach(() => {
  notices.set([]);
  vi.useFakeTimers();
});
afterEach(() => {
  act(() => vi.runAllTimers());
  for (const button of screen.queryAllByRole('button', { name: 'Close notification' })) fireEvent.click(button);
  vi.useRealTimers();
});

const region = () => screen.getByRole('region', { name: 'Notifications' });
const say = (content: Parameters<typeof toast>[0]) => act(() => toast(content));
const pass = (milliseconds: number) => act(() => vi.advanceTimersByTime(milliseconds));

test('a screen reader is told politely, and of additions only', () => {
  render(<Toasts />);
  expect(region().getAttribute('aria-live')).toBe('polite');
  expect(region().getAttribute('aria-relevant')).toBe('additions');
  say({ text: 'Stored.' });
  expect(region().textContent).toContain('Stored.');
});

describe('how long a toast stays', () => {
  test.each([
    ['six seconds', { text: 'Stored.' }, 6_000],
    [
      'longer with something to press',
      { text: 'Stored.', actions: [{ label: 'Revert to Disabled', run: () => {} }] },
      15_000,
    ],
  ])('%s', (_, content, lasts) => {
    render(<Toasts />);
    say(content);
    pass(lasts - 1);
    expect(region().textContent).toContain('Stored.');
    pass(1);
    expect(region().textContent).toBe('');
  });

  test('an error until it is closed', () => {
    render(<Toasts />);
    say({ tone: 'error', text: 'Failed.' });
    pass(3_600_000);
    expect(region().textContent).toContain('Failed.');
    fireEvent.click(screen.getByRole('button', { name: 'Close notification' }));
    expect(region().textContent).toBe('');
  });

  test('for as long as it is pointed at or has the focus', () => {
    render(<Toasts />);
    say({ text: 'Stored.', actions: [{ label: 'Revert to Disabled', run: () => {} }] });
    const button = screen.getByRole('button', { name: 'Revert to Disabled' });
    act(() => button.focus());
    fireEvent.pointerEnter(button);
    pass(60_000);
    fireEvent.pointerLeave(button);
    pass(60_000);
    expect(region().textContent).toContain('Stored.');
    act(() => button.blur());
    pass(15_000);
    expect(region().textContent).toBe('');
  });
});

test('an action runs once, the toast goes, and the focus goes back to where it came from', () => {
  const run = vi.fn();
  render(
    <>
      <button type="button">before</button>
      <Toasts />
    </>,
  );
  const before = screen.getByRole('button', { name: 'before' });
  for (const label of ['Revert to Disabled', 'Close notification']) {
    say({ text: 'Stored.', actions: [{ label: 'Revert to Disabled', run }] });
    act(() => before.focus());
    const button = within(region()).getByRole('button', { name: label });
    act(() => button.focus());
    fireEvent.click(button);
    expect(region().textContent).toBe('');
    expect(document.activeElement).toBe(before);
  }
  expect(run).toHaveBeenCalledOnce();
});

test('the newest four are shown', () => {
  render(<Toasts />);
  for (const number of [1, 2, 3, 4, 5]) say({ text: `Toast ${number}.` });
  expect(region().textContent).toBe('Toast 2.Toast 3.Toast 4.Toast 5.');
});

test('no error goes before it was closed, however much comes after it', () => {
  render(<Toasts />);
  say({ tone: 'error', text: 'Failed.' });
  for (const number of [1, 2, 3, 4, 5, 6]) say({ text: `Toast ${number}.` });
  expect(region().textContent).toBe('Failed.Toast 3.Toast 4.Toast 5.Toast 6.');
  pass(60_000);
  expect(region().textContent).toBe('Failed.');
});
