import { z } from 'zod';
import { pasted, trimmed } from '../../../contract/shared/text.ts';
import { checked } from '../../body.ts';
import { PanelError } from '../../reply.ts';
import { text, tidied } from '../typed-text.ts';
import { type Named, namedBy, type OpenStackCloud } from './cloud.ts';

/** What proves who somebody is, as `auth.identity` of Keystone has it. */
export interface Proof {
  readonly methods: readonly string[];
  readonly identity: Readonly<Record<string, unknown>>;
  /** Whom wrong secrets count against. */
  readonly user: string;
  /** The user as Keystone is told of it; empty where a token or a credential's id tells. */
  readonly who: Readonly<Record<string, unknown>>;
}

export interface Typed {
  readonly proof: Proof;
  /** Null where no project was named. */
  readonly scope: Readonly<Record<string, unknown>> | null;
}

const secret = (name: string) => text(name, 1_024);
const optional = (name: string, most: number) => tidied(name, most, trimmed).optional();
const cloud = z.string().max(255).optional();
const where = { cloud, project: optional('The project', 255), projectDomain: optional('The project domain', 255) };

const withPassword = z.strictObject({
  ...where,
  username: optional('The user name', 255),
  domain: optional('The domain', 255),
  // A space may belong to a password.
  password: secret('The password'),
  passcode: tidied('The passcode', 64, pasted).optional(),
});
const withToken = z.strictObject({ ...where, token: tidied('The token', 3_000, pasted) });
const withApplicationCredential = z.strictObject({
  ...where,
  username: optional('The user name', 255),
  domain: optional('The domain', 255),
  applicationCredential: z.strictObject({
    id: tidied('The id', 64, pasted).optional(),
    name: optional('The name', 255),
    secret: tidied('The secret', 1_024, pasted),
  }),
});

const namesIn = (typed: unknown): string[] => (typeof typed === 'object' && typed !== null ? Object.keys(typed) : []);

const missing = (field: string, what: string) =>
  new PanelError(400, 'invalid', `${field}: ${what} is missing.`, { field });

/** The first domain of every Keystone, unless people say otherwise. */
const standardDomain: Named = { id: 'default' };

function userOf(
  { username, domain }: { username?: string | undefined; domain?: string | undefined },
  cloud: OpenStackCloud,
): Readonly<Record<string, unknown>> {
  const isOwn = username === undefined || username === cloud.username;
  if (isOwn && cloud.userId !== null && domain === undefined) return { id: cloud.userId };
  const name = username ?? cloud.username;
  if (name === null) throw missing('username', 'The user name');
  return { name, domain: domain === undefined ? (cloud.domain ?? standardDomain) : namedBy(domain) };
}

/** The scope that a project means; null where none was named. */
export function scopeOf(
  {
    project,
    projectDomain,
    domain,
  }: { project?: string | undefined; projectDomain?: string | undefined; domain?: string | undefined },
  cloud: OpenStackCloud,
): Readonly<Record<string, unknown>> | null {
  const isOwn = project === undefined || project === cloud.project;
  // The id says it without a domain, which such a file need not have.
  if (isOwn && cloud.projectId !== null) return { project: { id: cloud.projectId } };
  const name = project ?? cloud.project;
  if (name === null) return null;
  const named = namedBy(name);
  if ('id' in named) return { project: named };
  const typed = projectDomain ?? domain;
  const inDomain = typed === undefined ? (cloud.projectDomain ?? cloud.domain ?? standardDomain) : namedBy(typed);
  return { project: { ...named, domain: inDomain } };
}

/** Reads what was typed, over what the cloud's entry says. Throws a PanelError that names the field that does not fit. */
export function readTyped(typed: unknown, cloud: OpenStackCloud): Typed {
  const names = namesIn(typed);
  if (names.includes('token')) {
    const given = checked(withToken, typed);
    const proof = { methods: ['token'], identity: { token: { id: given.token } }, user: 'token', who: {} };
    return { proof, scope: given.project === undefined ? null : scopeOf(given, cloud) };
  }
  if (names.includes('applicationCredential')) {
    const given = checked(withApplicationCredential, typed);
    const { id, name, secret } = given.applicationCredential;
    const named: Named | null = id !== undefined ? { id } : name !== undefined ? { name } : cloud.applicationCredential;
    if (named === null) throw missing('applicationCredential.id', 'The id or name of the application credential');
    const who = 'id' in named ? {} : { user: userOf(given, cloud) };
    const credential = { ...named, ...who, secret };
    return {
      proof: {
        methods: ['application_credential'],
        identity: { application_credential: credential },
        user: `application credential ${'id' in named ? named.id : `${named.name} of ${given.username ?? cloud.username}`}`,
        who: {},
      },
      // It is bound to its project, and refused with a scope.
      scope: null,
    };
  }
  const given = checked(withPassword, typed);
  const who = userOf(given, cloud);
  const { passcode } = given;
  return {
    proof: {
      methods: passcode === undefined ? ['password'] : ['password', 'totp'],
      identity: {
        password: { user: { ...who, password: given.password } },
        ...(passcode !== undefined && { totp: { user: { ...who, passcode } } }),
      },
      user: JSON.stringify(who),
      who,
    },
    scope: scopeOf(given, cloud),
  };
}

const more = z.strictObject({
  cloud,
  passcode: tidied('The passcode', 64, pasted).optional(),
  project: optional('The project', 255),
  projectDomain: optional('The project domain', 255),
});

/** Whether what was typed goes on with a sign-in, or with another project of one, instead of beginning one. */
export const goesOn = (typed: unknown): boolean => {
  const names = namesIn(typed);
  return (
    names.length > 0 &&
    names.every((name) => Object.hasOwn(more.shape, name)) &&
    !(names.length === 1 && names[0] === 'cloud')
  );
};

/** Reads what completes a sign-in. Throws a PanelError. */
export const readMore = (typed: unknown) => checked(more, typed);
