import { hexId, type Random } from './ids.ts';

/** Who may sign in to the local service, and to what: the same people as at the real one that tests run (docs/octavia.md). */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  password: string;
  readonly project: string | null;
  readonly totpSecret?: string;
  readonly state?: 'disabled' | 'expired' | 'locked';
  /** Whether wrong passwords lock it. */
  readonly lockable?: true;
}

export interface Project {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
}

export interface AccessRule {
  readonly id: string;
  readonly service: string;
  readonly method: string;
  readonly path: string;
}

export interface ApplicationCredential {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly user: string;
  readonly domain: string;
  readonly project: string;
  readonly accessRules?: readonly AccessRule[];
}

export interface People {
  readonly users: readonly User[];
  readonly projects: readonly Project[];
  /** Project → user → role names. */
  readonly roles: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly applicationCredentials: Readonly<Record<'full' | 'readOnly', ApplicationCredential>>;
}

export const password = 'loopback-only';
export const applicationSecret = 'app-loopback-only';
/** Base32 of twenty bytes, the length that RFC 4226 recommends. */
const totpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

const admin = ['admin', 'load-balancer_admin', 'member', 'reader'];
const member = ['member', 'load-balancer_member', 'reader'];
const observer = ['reader', 'load-balancer_observer'];

const roles = {
  panel: {
    operator: admin,
    member,
    observer,
    newcomer: ['member', 'reader'],
    newreader: ['reader'],
    specialist: ['load-balancer_member'],
    totp: member,
    expired: member,
    locked: member,
    lockable: member,
    disabled: member,
  },
  shop: { operator: admin, member },
  quiet: { member },
  other: { other: member },
  web: { eva: member },
} as const;

const domains: Readonly<Record<string, string>> = { web: 'acme' };
const special: Readonly<Record<string, Partial<User>>> = {
  totp: { totpSecret },
  expired: { state: 'expired' },
  locked: { state: 'locked' },
  lockable: { lockable: true },
  disabled: { state: 'disabled' },
};

/** Their passwords are public, so a service that knows them listens on loopback only. */
export function people(random: Random): People {
  const projects = Object.keys(roles).map((name) => ({ id: hexId(random), name, domain: domains[name] ?? 'Default' }));
  const users = new Map<string, User>();
  for (const [project, given] of Object.entries(roles)) {
    for (const name of Object.keys(given)) {
      if (users.has(name)) continue;
      users.set(name, {
        id: hexId(random),
        name,
        domain: domains[project] ?? 'Default',
        password,
        project,
        ...special[name],
      });
    }
  }
  users.set('homeless', { id: hexId(random), name: 'homeless', domain: 'Default', password, project: null });
  const credential = (name: string, accessRules?: readonly AccessRule[]) => ({
    id: hexId(random),
    name,
    secret: applicationSecret,
    user: 'member',
    domain: 'Default',
    project: 'panel',
    ...(accessRules && { accessRules }),
  });
  return {
    users: [...users.values()],
    projects,
    roles,
    applicationCredentials: {
      full: credential('holdfast'),
      readOnly: credential('holdfast reader', [
        { id: hexId(random), service: 'load-balancer', method: 'GET', path: '/v2/lbaas/**' },
      ]),
    },
  };
}
