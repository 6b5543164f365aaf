/** What people prove who they are with. */
export type SignInForm = 'password' | 'totp' | 'applicationCredential' | 'token';

/** A cloud that people may sign in to, as the operator named it. Nothing secret of its file is in it. */
export interface OpenStackCloud {
  /** As it is offered at sign-in. */
  readonly name: string;
  /** Root of Keystone v3, ending in `/v3`. */
  readonly url: string;
  readonly interface: 'public' | 'internal' | 'admin';
  /** Region names in the order in which they come first. */
  readonly regions: readonly string[];
  /** Takes the place of the catalog's address of the load balancers. */
  readonly endpointOverride: string | null;
  readonly form: SignInForm;
  /** What the form begins with. Ids stand where the file has them; `projectId` wins over the project's name. */
  readonly username: string | null;
  readonly userId: string | null;
  readonly domain: Named | null;
  readonly project: string | null;
  readonly projectId: string | null;
  readonly projectDomain: Named | null;
  readonly applicationCredential: Named | null;
  /** What the panel leaves out of the file's entry, as a sentence. */
  readonly notice: string | null;
  /** Why nobody can sign in there, as a sentence; null when people can. */
  readonly refusal: string | null;
}

/** Something of Keystone's, by its id or its name. */
export type Named = { readonly id: string } | { readonly name: string };

/** Keystone's ids are 32 hex digits; the first domain's is `default`. */
export const namedBy = (text: string): Named => (/^[0-9a-f]{32}$/.test(text) ? { id: text } : { name: text });

export const textOf = (named: Named | null): string | null =>
  named === null ? null : 'id' in named ? named.id : named.name;

/** Root of Keystone v3 of an address as people write it: with a slash at the end, or without the version. */
export function keystoneRoot(address: string): string {
  const bare = address.replace(/\/+$/, '');
  return /\/v3$/.test(bare) ? bare : `${bare}/v3`;
}

/** A cloud of which only the address is known. */
export const cloudAt = (address: string, name = new URL(address).host): OpenStackCloud => ({
  name,
  url: keystoneRoot(address),
  interface: 'public',
  regions: [],
  endpointOverride: null,
  form: 'password',
  username: null,
  userId: null,
  domain: null,
  project: null,
  projectId: null,
  projectDomain: null,
  applicationCredential: null,
  notice: null,
  refusal: null,
});
