/** Who may sign in. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly apiKey: string;
  readonly password: string;
  /** Role names by account; the first account is the user's own. */
  readonly accounts: Readonly<Record<string, readonly string[]>>;
}

export const demoAccount = '100001';
/** An account that shares nothing with the demo's, to show that accounts are kept apart. */
export const otherAccount = '100002';

const user = (id: string, name: string, accounts: User['accounts']): User => ({
  id,
  name,
  apiKey: `${name}-key`,
  password: `${name}-password`,
  accounts,
});

/** Their credentials are public, so a region that knows them listens on loopback only. */
export const demoUsers: readonly User[] = [
  user('20417', 'admin', { [demoAccount]: ['lbaas:admin'] }),
  user('20418', 'creator', { [demoAccount]: ['lbaas:creator'] }),
  user('20419', 'observer', { [demoAccount]: ['lbaas:observer'] }),
  user('20420', 'other', { [otherAccount]: ['lbaas:admin'] }),
];
