import { Radio, TextInput } from '@mantine/core';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { render } from '../../test/render.tsx';
import { Button } from '../controls/Button.tsx';
import { Form } from './Form.tsx';

const user = userEvent.setup({ delay: null });

/** A form whose answer the test gives: a refusal of the field, one of the whole, or none. */
function Example({ enterSubmits = false, onSend }: { enterSubmits?: boolean; onSend(): Promise<'field' | 'form'> }) {
  const [loading, setLoading] = useState(false);
  const [refused, setRefused] = useState<'field' | 'form' | null>(null);
  const send = async () => {
    setLoading(true);
    setRefused(null);
    setRefused(await onSend());
    setLoading(false);
  };
  return (
    <Form
      loading={loading}
      submitError={refused === 'form' ? 'The region does not answer.' : null}
      enterSubmits={enterSubmits}
      onSubmit={() => void send()}
      actions={<Button type="submit">Send</Button>}
    >
      <Radio.Group label="Way">
        <Radio value="a" label="One" />
      </Radio.Group>
      <TextInput label="Reason" error={refused === 'field' ? 'Too long.' : null} />
    </Form>
  );
}

test.each([
  ['radio', 'One'],
  ['textbox', 'Reason'],
])('Enter in a %s sends nothing: it moves the focus to the button, where Enter sends', async (role, name) => {
  const onSend = vi.fn(async () => 'form' as const);
  render(<Example onSend={onSend} />);
  screen.getByRole(role, { name }).focus();
  await user.keyboard('{Enter}');
  expect(onSend).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Send' }));
  await user.keyboard('{Enter}');
  expect(onSend).toHaveBeenCalledOnce();
});

test('Enter in a field submits where the form says so, once while it is under way', async () => {
  const { promise, resolve } = Promise.withResolvers<'form'>();
  const onSend = vi.fn(() => promise);
  render(<Example enterSubmits onSend={onSend} />);
  await user.type(screen.getByLabelText('Reason'), 'x{Enter}{Enter}');
  expect(onSend).toHaveBeenCalledOnce();
  resolve('form');
  expect((await screen.findByRole('alert')).textContent).toContain('The region does not answer.');
});

test('a refusal takes the focus to the field that it is about, and to its words where it is about none', async () => {
  const onSend = vi.fn<() => Promise<'field' | 'form'>>();
  render(<Example onSend={onSend} />);
  const send = () => user.click(screen.getByRole('button', { name: 'Send' }));
  onSend.mockResolvedValueOnce('field');
  await send();
  await screen.findByText('Too long.');
  expect(document.activeElement).toBe(screen.getByLabelText('Reason'));
  onSend.mockResolvedValueOnce('form');
  await send();
  expect(document.activeElement?.contains(await screen.findByRole('alert'))).toBe(true);
});
