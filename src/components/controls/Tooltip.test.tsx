import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { render } from '../../test/render.tsx';
import { Dialog } from '../dialogs/Dialog.tsx';
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

test('Escape hides it first, and only then closes the dialog under it', async () => {
  const onClose = vi.fn();
  render(
    <>
      <Tooltip />
      <Dialog title="Edit" onClose={onClose}>
        <Button reason="Nothing was changed.">Save</Button>
      </Dialog>
    </>,
  );
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Close' })));
  fireEvent.pointerOver(screen.getByRole('button', { name: 'Save' }), { pointerType: 'mouse' });
  await waitFor(() => expect(tip()).toBe('Nothing was changed.'));
  await user.keyboard('{Escape}');
  expect(tip()).toBeNull();
  expect(onClose).not.toHaveBeenCalled();
  await user.keyboard('{Escape}');
  expect(onClose).toHaveBeenCalledOnce();
});
