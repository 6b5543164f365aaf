import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { render } from '../../test/render.tsx';
import { Button } from './Button.tsx';
import { Tooltip } from './Tooltip.tsx';

const user = userEvent.setup({ delay: null });
// It is a picture of a description that screen readers read from the button itself.
const tip = () => screen.queryByRole('tooltip', { hidden: true })?.textContent ?? null;

test('a button that is off tells its reason to the pointer and to the keyboard; Escape hides it', async () => {
  render(
    <>
      <Button reason="Needs the role lbaas:admin.">Edit</Button>
      <Button>Read</Button>
      <Tooltip />
    </>,
  );
  const off = screen.getByRole('button', { name: 'Edit', description: 'Needs the role lbaas:admin.' });
  await user.tab();
  expect(document.activeElement).toBe(off);
  await waitFor(() => expect(tip()).toBe('Needs the role lbaas:admin.'));
  await user.keyboard('{Escape}');
  expect(tip()).toBeNull();
  act(() => off.blur());
  fireEvent.pointerOver(off, { pointerType: 'mouse' });
  await waitFor(() => expect(tip()).toBe('Needs the role lbaas:admin.'));
  fireEvent.pointerOver(screen.getByRole('tooltip', { hidden: true }), { pointerType: 'mouse' });
  expect(tip()).not.toBeNull();
  fireEvent.pointerOver(screen.getByRole('button', { name: 'Read' }), { pointerType: 'mouse' });
  await waitFor(() => expect(tip()).toBeNull());
});
