import { Checkbox, TextInput } from '@mantine/core';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { z } from '../../../contract/shared/zod.ts';
import { ApiError } from '../../api/http/client.ts';
import { render } from '../../test/render.tsx';
import { Button } from '../controls/Button.tsx';
import { Form } from './Form.tsx';
import { useFields } from './use-fields.ts';

const user = userEvent.setup({ delay: null });

const schema = z
  .object({
    address: z.string().regex(/^[\d.]+$/, 'Enter an address.'),
    port: z.string().transform(Number).pipe(z.number().int().max(65_535, 'A port is at most 65535.')),
    drained: z.boolean(),
    weight: z.string(),
  })
  .refine(({ weight }) => weight !== 'heavy', { path: ['weight'], error: 'The weight is too heavy.' });
type Node = z.output<typeof schema>;

const refused = (fields: { messages: string[]; field?: string }) =>
  new ApiError({ message: fields.messages.join(' '), status: 400, source: 'region', code: 'http-400', ...fields });

function Example({ submit, weight = '1' }: { submit(node: Node): Promise<void>; weight?: string }) {
  const fields = useFields({
    initialValues: { address: '', port: '80', drained: false, weight },
    schema,
    fieldOf: (message) => (/port/.test(message) ? 'port' : null),
    submit,
  });
  return (
    <Form
      {...fields.shell}
      actions={
        <>
          <Button>Cancel</Button>
          <Button type="submit">Add</Button>
          <p>{fields.shell.dirty ? 'Not sent' : 'As it was'}</p>
        </>
      }
    >
      <TextInput label="Address" {...fields.at('address')} />
      <TextInput label="Port" {...fields.at('port')} />
      <Checkbox label="Drained" {...fields.at('drained', { type: 'checkbox' })} />
    </Form>
  );
}

const field = (name: string) => screen.getByRole('textbox', { name });
const add = () => user.click(screen.getByRole('button', { name: 'Add' }));

test('a field tells what is wrong as it is left, until it is changed; one that nobody typed into tells nothing', async () => {
  render(<Example submit={async () => {}} />);
  await user.click(field('Address'));
  await user.tab();
  expect(screen.queryByText('Enter an address.')).toBeNull();
  await user.type(field('Port'), '000');
  expect(screen.queryByText('A port is at most 65535.')).toBeNull();
  await user.tab();
  expect(screen.getByText('A port is at most 65535.')).toBeTruthy();
  await user.type(field('Port'), '{Backspace}');
  expect(screen.queryByText('A port is at most 65535.')).toBeNull();
});

test('a field that is left for a button stays as it is, so that the button does not move away', async () => {
  render(<Example submit={async () => {}} />);
  await user.type(field('Address'), 'here');
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(screen.queryByText('Enter an address.')).toBeNull();
});

test('what is wrong is not sent: the first wrong field has the focus', async () => {
  const submit = vi.fn(async () => {});
  render(<Example submit={submit} />);
  await add();
  expect(screen.getByText('Enter an address.')).toBeTruthy();
  expect(document.activeElement).toBe(field('Address'));
  expect(submit).not.toHaveBeenCalled();
});

test('what is wrong with something that has no field is told at the end of the form', async () => {
  render(<Example submit={async () => {}} weight="heavy" />);
  await user.type(field('Address'), '10.0.0.1');
  await add();
  expect((await screen.findByRole('alert')).textContent).toContain('The weight is too heavy.');
});

test('sends what the schema makes of the values, once, and asks about nothing meanwhile', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const submit = vi.fn(() => promise);
  render(<Example submit={submit} />);
  await user.type(field('Address'), '10.0.0.1');
  await user.click(screen.getByRole('checkbox', { name: 'Drained' }));
  expect(screen.getByText('Not sent')).toBeTruthy();
  await user.dblClick(screen.getByRole('button', { name: 'Add' }));
  await screen.findByText('As it was');
  expect(submit).toHaveBeenCalledExactlyOnceWith({ address: '10.0.0.1', port: 80, drained: true, weight: '1' });
  resolve();
  await screen.findByText('Not sent');
});

test.each([
  ['the service’s words name it', refused({ messages: ['The port is taken.'] }), 'Port'],
  ['the panel says so', refused({ messages: ['It is taken.'], field: 'address' }), 'Address'],
])('a refusal stands at its field, with the focus, where %s; what was typed stays', async (_, cause, name) => {
  render(<Example submit={() => Promise.reject(cause)} />);
  await user.type(field('Address'), '10.0.0.1');
  await add();
  await screen.findByText(cause.message);
  expect(document.activeElement).toBe(field(name));
  expect(field('Address')).toHaveProperty('value', '10.0.0.1');
  expect(screen.queryByRole('alert')).toBeNull();
});

test('of several refusals each stands at its place', async () => {
  const cause = refused({ messages: ['The port is taken.', 'The load balancer is full.'] });
  render(<Example submit={() => Promise.reject(cause)} />);
  await user.type(field('Address'), '10.0.0.1');
  await add();
  expect((await screen.findByRole('alert')).textContent).toContain('The load balancer is full.');
  expect(screen.getByText('The port is taken.')).toBeTruthy();
});
