import { QueryClientProvider } from '@tanstack/react-query';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { passcode } from '../../../region/octavia/totp.ts';
import { queryClient } from '../../api/http/query-client.ts';
import { type SessionState, sessionQuery } from '../../api/http/session.ts';
import { type CloudComposition, composeCloud } from '../../test/cloud-composition.ts';
import { render } from '../../test/render.tsx';
import { renderPage } from '../../test/render-page.tsx';
import { SignInForm } from './SignInForm.tsx';

const user = userEvent.setup({ delay: null });
const password = 'loopback-only';
const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);
const submit = () => user.click(screen.getByRole('button', { name: 'Sign in' }));
const words = async () => (await screen.findByRole('alert')).textContent;

let world: CloudComposition;
afterEach(() => world.close());

/** The form as the sign-in page shows it. */
async function open(...given: Parameters<typeof composeCloud>) {
  world = await composeCloud(...given);
  queryClient.clear();
  const state: SessionState = await queryClient.fetchQuery(sessionQuery);
  if (state.signedIn) throw new Error('Somebody is signed in.');
  const onSignedIn = vi.fn();
  render(
    <QueryClientProvider client={queryClient}>
      <SignInForm signedOut={state} onSignedIn={onSignedIn} />
    </QueryClientProvider>,
  );
  await screen.findByRole('tab', { name: 'User' });
  return onSignedIn;
}

const type = async (fields: Readonly<Record<string, string>>) => {
  for (const [label, text] of Object.entries(fields)) await user.type(field(label), text);
};

test('user, password and project sign in; what is missing is said at its field', async () => {
  const onSignedIn = await open();
  await submit();
  expect(await words()).toBe('Enter the user name.');
  expect(document.activeElement).toBe(field('User name'));
  await type({ 'User name': ' member ' });
  await submit();
  expect(await words()).toBe('Enter the password.');
  await type({ Password: password, Project: 'panel' });
  await submit();
  await waitFor(() => expect(onSignedIn).toHaveBeenCalledOnce());
  expect(onSignedIn.mock.calls[0]?.[0]).toMatchObject({
    provider: 'octavia',
    user: 'member',
    project: { name: 'panel', domain: 'Default' },
    changesProject: true,
  });
});

test('a wrong password is said at it, and nothing that was typed is lost', async () => {
  await open();
  await type({ 'User name': 'member', Password: 'wrong', Domain: 'Default', Project: 'panel' });
  await submit();
  expect(await words()).toMatch(/^Incorrect user name, password, domain or project/);
  expect(document.activeElement).toBe(field('Password'));
  expect([field('User name'), field('Domain'), field('Project')].map(({ value }) => value)).toEqual([
    'member',
    'Default',
    'panel',
  ]);
});

test('without a project there is a choice of those that the user has', async () => {
  const onSignedIn = await open();
  await type({ 'User name': 'member', Password: password });
  await submit();
  await waitFor(() => expect(screen.queryByLabelText('Password')).toBeNull());
  const projects = await screen.findByLabelText<HTMLSelectElement>('Project');
  expect(
    within(projects)
      .getAllByRole('option')
      .map(({ textContent }) => textContent),
  ).toEqual(['panel', 'quiet', 'shop']);
  await user.selectOptions(projects, 'shop');
  await submit();
  await waitFor(() => expect(onSignedIn).toHaveBeenCalledOnce());
  expect(onSignedIn.mock.calls[0]?.[0]).toMatchObject({ project: { name: 'shop' } });
});

test('a passcode goes with the password, or is asked for after it', async () => {
  const onSignedIn = await open();
  await type({ 'User name': 'totp', Password: password, Project: 'panel' });
  await submit();
  await waitFor(() => expect(screen.queryByLabelText('Password')).toBeNull());
  await submit();
  expect(await words()).toBe('Enter the passcode.');
  await type({ Passcode: '000000' });
  await submit();
  await waitFor(async () => expect(await words()).toMatch(/^Incorrect password or passcode/));
  await user.clear(field('Passcode'));
  await type({ Passcode: await passcode(world.cloud.users.totp!.totpSecret!, world.clock.now()) });
  await submit();
  await waitFor(() => expect(onSignedIn).toHaveBeenCalledOnce());
});

test('a second step that comes too late says so, and the first one keeps what was typed', async () => {
  await open();
  await type({ 'User name': 'totp', Password: password, Project: 'panel' });
  await submit();
  await waitFor(() => expect(screen.queryByLabelText('Password')).toBeNull());
  await world.signIn('member', 'panel');
  await fetch('/session', { method: 'DELETE' });
  await type({ Passcode: '123456' });
  await submit();
  expect(await words()).toMatch(/^More than five minutes have passed/);
  expect(field('User name').value).toBe('totp');
  expect(field('Project').value).toBe('panel');
});

test('an application credential signs in by its id, or by its name with the user', async () => {
  const onSignedIn = await open();
  const { name, secret } = world.cloud.applicationCredentials.full;
  await user.click(screen.getByRole('tab', { name: 'Application credential' }));
  expect(screen.queryByLabelText('Password')).toBeNull();
  await submit();
  expect(await words()).toBe('Enter the id of the application credential, or its name and user.');
  await type({ Name: name, Secret: secret });
  await submit();
  expect(await words()).toBe('Enter the user of the credential.');
  await type({ 'User name': 'member' });
  await submit();
  await waitFor(() => expect(onSignedIn).toHaveBeenCalledOnce());
  expect(onSignedIn.mock.calls[0]?.[0]).toMatchObject({ project: { name: 'panel' }, changesProject: false });
});

test('a token signs in to its project, and a bad one is said at it', async () => {
  await open();
  await user.click(screen.getByRole('tab', { name: 'Pasted token' }));
  await type({ Token: 'nonsense' });
  await submit();
  expect(await words()).toMatch(/^The token is not valid/);
  expect(document.activeElement).toBe(field('Token'));
});

test('several clouds are a choice; one that cannot work is off with its reason; the form begins with what is known', async () => {
  await open({}, (own) => [
    { ...own, name: 'mine', username: 'member', project: 'shop', notice: 'A password in the file is not used.' },
    { ...own, name: 'other', form: 'applicationCredential' },
    { ...own, name: 'kerberos', refusal: 'It signs in by Kerberos.' },
  ]);
  const clouds = screen.getByLabelText<HTMLSelectElement>('Cloud');
  expect(
    within(clouds)
      .getAllByRole('option')
      .map(({ textContent }) => textContent),
  ).toEqual(['mine', 'other', 'kerberos: It signs in by Kerberos.']);
  expect(
    within(clouds)
      .getAllByRole<HTMLOptionElement>('option')
      .map(({ disabled }) => disabled),
  ).toEqual([false, false, true]);
  expect(field('User name').value).toBe('member');
  expect(field('Project').value).toBe('shop');
  expect(screen.getByText('A password in the file is not used.')).toBeDefined();
  await user.selectOptions(clouds, 'other');
  expect(await screen.findByLabelText('Secret')).toBeDefined();
});

test.each([
  ['a user without a role in any project', 'homeless', undefined, /no role in any project/],
  ['a user whom the policy lets read nothing', 'newcomer', 'panel', /policy lets newcomer read no load balancers/],
  ['an expired password', 'expired', 'panel', /password has expired/],
])('%s is told in words', async (_, username, project, sentence) => {
  await open();
  await type({ 'User name': username, Password: password, ...(project && { Project: project }) });
  await submit();
  expect(await words()).toMatch(sentence);
});

test('a cloud’s session opens at its load balancers, and goes over to another project', async () => {
  world = await composeCloud();
  await world.signIn('member', 'panel');
  const assign = vi.fn();
  vi.stubGlobal('location', { origin: location.origin, href: location.href, host: location.host, assign });
  const { router } = renderPage('/');
  await waitFor(() => expect(router.state.location.pathname).toBe('/load-balancers'));
  expect(await screen.findByText('project')).toBeDefined();
  expect(screen.getByRole('button', { name: 'Networking' })).toBeDefined();
  expect(screen.getByRole('link', { name: 'History' })).toBeDefined();

  await user.click(screen.getByRole('button', { name: 'member' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Switch project…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Switch project' });
  const projects = await within(dialog).findByLabelText<HTMLSelectElement>('Project');
  await user.selectOptions(projects, 'shop');
  await user.click(within(dialog).getByRole('button', { name: 'Switch project' }));
  await waitFor(() => expect(assign).toHaveBeenCalledWith('/'));
  vi.unstubAllGlobals();
  expect((await (await fetch('/session')).json()).project).toMatchObject({ name: 'shop' });
});
