import { QueryClientProvider } from '@tanstack/react-query';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { queryClient } from '../../api/http/query-client.ts';
import { type Composition, compose, HttpResponse, http } from '../../test/composition.ts';
import { render } from '../../test/render.tsx';
import { SignInForm } from './SignInForm.tsx';

let world: Composition;
beforeEach(async () => {
  world = await compose();
});
afterEach(() => world.close());

const user = userEvent.setup({ delay: null });
const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);
const submit = () => user.click(screen.getByRole('button', { name: 'Sign in' }));
const words = () => screen.getByRole('alert').textContent;

function open(props: Partial<Parameters<typeof SignInForm>[0]> = {}) {
  queryClient.clear();
  const onSignedIn = vi.fn();
  render(
    <QueryClientProvider client={queryClient}>
      <SignInForm signedOut={undefined} onSignedIn={onSignedIn} {...props} />
    </QueryClientProvider>,
  );
  return onSignedIn;
}

test('what is missing is said, belongs to the fields, and is where the focus goes; nothing is sent', async () => {
  const sent = vi.fn();
  world.network.use(http.post('*/session', sent));
  open();
  const wrong = (label: string) => {
    expect(document.activeElement).toBe(field(label));
    expect(field(label).getAttribute('aria-invalid')).toBe('true');
    expect(document.getElementById(field(label).getAttribute('aria-describedby')!)?.textContent).toBe(words());
  };
  await submit();
  expect(words()).toBe('Enter the user name.');
  wrong('User name');
  expect(field('API key').getAttribute('aria-invalid')).toBeNull();
  await user.type(field('User name'), 'admin');
  await submit();
  expect(words()).toBe('Enter the API key.');
  wrong('API key');
  expect(field('User name').getAttribute('aria-invalid')).toBeNull();
  expect(sent).not.toHaveBeenCalled();
});

test('a wrong key is said, the name stays, and the key is selected to be typed over', async () => {
  const onSignedIn = open();
  await user.type(field('User name'), ' admin ');
  await user.type(field('API key'), 'wrong{Enter}');
  await waitFor(() => expect(words()).toMatch(/\w/));
  expect(field('User name').value).toBe(' admin ');
  const key = field('API key');
  expect(document.activeElement).toBe(key);
  expect([key.selectionStart, key.selectionEnd]).toEqual([0, 'wrong'.length]);
  await user.keyboard('admin-key{Enter}');
  await waitFor(() => expect(onSignedIn).toHaveBeenCalledOnce());
  expect(onSignedIn.mock.calls[0]?.[0]).toMatchObject({ user: 'admin', account: '100001' });
});

test('what pasting brings along does not stop a key or a token; a password is sent as it is', async () => {
  const sent: unknown[] = [];
  world.network.use(
    http.post('*/session', async ({ request }) => {
      sent.push(await request.clone().json());
    }),
  );
  open();
  await user.click(field('User name'));
  await user.paste('\u00a0admin\u200b');
  await user.click(field('API key'));
  await user.paste('\ufeff wrong\u200b-key\u00a0');
  await submit();
  await waitFor(() => expect(sent).toHaveLength(1));
  await waitFor(() => expect(words()).toMatch(/\w/));
  await user.click(screen.getByRole('button', { name: 'Use a password' }));
  await user.type(field('Password'), ' secret ');
  await submit();
  await waitFor(() => expect(sent).toHaveLength(2));
  await waitFor(() => expect(words()).toMatch(/\w/));
  await user.click(screen.getByRole('button', { name: 'Use a token' }));
  await user.click(field('Account number'));
  await user.paste('100001\u200b');
  await user.click(field('Token'));
  await user.paste('\u00a0');
  await submit();
  expect(words()).toBe('Enter the token.');
  await user.paste('a-token\u2060\n');
  await submit();
  await waitFor(() => expect(sent).toHaveLength(3));
  expect(sent).toEqual([
    { username: 'admin', apiKey: 'wrong-key' },
    { username: 'admin', password: ' secret ' },
    { account: '100001', token: 'a-token' },
  ]);
});

test.each([
  ['keeps no cookie', () => HttpResponse.json({ local: true, demoUsers: [] }, { status: 401 })],
  ['keeps the cookie of somebody else', () => HttpResponse.json({ user: 'observer', account: '100001' })],
])('a browser that %s is told so instead of being asked again', async (_, session) => {
  world.network.use(http.get('*/session', session));
  const onSignedIn = open();
  await user.type(field('User name'), 'admin');
  await user.type(field('API key'), 'admin-key{Enter}');
  await waitFor(() => expect(words()).toContain('this browser kept no cookie'));
  expect(words()).toContain(location.host);
  expect(onSignedIn).not.toHaveBeenCalled();
});

test('what is typed into the key is shown on demand, and no other control of the form carries the name of a field', async () => {
  open();
  await user.type(field('API key'), 'wrong');
  expect(field('API key').type).toBe('password');
  await user.click(screen.getByRole('button', { name: 'Show characters' }));
  expect(field('API key').type).toBe('text');
  expect(screen.getByRole('button', { name: 'Show characters' }).getAttribute('aria-pressed')).toBe('true');
});

test('the other ways have their own fields, and none of them shows or keeps a secret of another', async () => {
  open();
  await user.type(field('User name'), 'admin');
  await user.type(field('API key'), 'admin-key');
  await user.click(screen.getByRole('button', { name: 'Use a password' }));
  expect(field('User name').value).toBe('admin');
  expect(field('Password').value).toBe('');
  expect(field('Password').type).toBe('password');
  expect(field('Password').autocomplete).toBe('current-password');
  await user.click(screen.getByRole('button', { name: 'Use a token' }));
  expect(field('Account number').value).toBe('');
  expect(field('Token').type).toBe('password');
  expect(screen.getByText(/multi-factor/)).toBeDefined();
});

test('a demo user of a local region signs in with one press, and a second press while it is under way sends nothing', async () => {
  let sent = 0;
  world.network.use(
    http.post('*/session', () => {
      sent += 1;
    }),
  );
  const onSignedIn = open({
    signedOut: {
      signedIn: false,
      local: true,
      demoUsers: [{ username: 'creator', apiKey: 'creator-key' }],
      clouds: [],
    },
  } as Partial<Parameters<typeof SignInForm>[0]>);
  const button = screen.getByRole('button', { name: 'Sign in as creator' });
  await user.dblClick(button);
  await waitFor(() => expect(onSignedIn).toHaveBeenCalledOnce());
  expect(onSignedIn.mock.calls[0]?.[0]).toMatchObject({ user: 'creator' });
  expect(sent).toBe(1);
});
