import type { Facts } from './facts.ts';

export type KeystoneCall = (method: string, path: string, body?: unknown) => Promise<unknown>;

/** How a user signs in with a password, in one project or in none. */
export const passwordAuth = (user: { name: string; password: string; domain: string }, project?: string) => ({
  auth: {
    identity: {
      methods: ['password'],
      password: { user: { name: user.name, domain: { name: user.domain }, password: user.password } },
    },
    ...(project && { scope: { project: { name: project, domain: { name: user.domain } } } }),
  },
});

/** A token for such a body. Rejects with Keystone's answer when it gives none. */
export async function tokenFor(identityUrl: string, body: unknown): Promise<string> {
  const response = await fetch(`${identityUrl}/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const token = response.headers.get('x-subject-token');
  if (response.status !== 201 || token === null) throw new Error(`${response.status} ${await response.text()}`);
  return token;
}

/** Requests to Keystone as its administrator. */
export function administrator({ identityUrl, administrator: admin }: Facts): KeystoneCall {
  let token: Promise<string> | null = null;
  return async (method, path, body) => {
    token ??= tokenFor(identityUrl, passwordAuth(admin, 'admin'));
    const response = await fetch(identityUrl + path, {
      method,
      headers: { 'content-type': 'application/json', 'x-auth-token': await token },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
}
