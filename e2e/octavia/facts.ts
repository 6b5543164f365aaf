/** What a running peer tells of itself. */

/** Load balancers that a region may hold at first, made in the project panel, till in shop; service/seed.py says what each is. */
export type SeedName =
  | 'web'
  | 'shop'
  | 'app'
  | 'database'
  | 'passthrough'
  | 'dns'
  | 'empty'
  | 'spare'
  | 'held'
  | 'broken'
  | 'till';

export interface Credentials {
  readonly id: string;
  readonly name: string;
  readonly password: string;
  readonly domain: string;
  /** The user's default project; null for the one who has none. */
  readonly project: string | null;
}

/** Everybody's password is right, and everybody but `expired`, `locked` and `disabled` may sign in with it. */
export interface Users {
  /** Administrator of load balancers in panel and shop. */
  readonly operator: Credentials;
  /** May read and write in panel, shop and quiet; quiet holds no load balancer. */
  readonly member: Credentials;
  /** May read in panel. */
  readonly observer: Credentials;
  /** Keystone's role member in panel, and none of Octavia's: 403 to everything under the policy `advanced`. */
  readonly newcomer: Credentials;
  /** The same with reader. */
  readonly newreader: Credentials;
  /** Octavia's role load-balancer_member in panel, and none of Keystone's: 403 to everything under `default-roles`. */
  readonly specialist: Credentials;
  /** May read and write in the project other alone. */
  readonly other: Credentials;
  /** Has no project. */
  readonly homeless: Credentials;
  /** Of the domain acme, whose project is web. */
  readonly eva: Credentials;
  /** Needs a passcode beside the password. */
  readonly totp: Credentials & { readonly totpSecret: string };
  readonly expired: Credentials;
  /** Locked after too many wrong passwords. Keystone answers as to a wrong one. */
  readonly locked: Credentials;
  /** Locked for an hour by three wrong passwords; nobody else ever is. */
  readonly lockable: Credentials;
  readonly disabled: Credentials;
}

export interface ApplicationCredential {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  /** Name of the user that it is of, and where that user is. */
  readonly user: string;
  readonly domain: string;
  readonly project: string;
}

export interface SeededLoadBalancer {
  readonly id: string;
  readonly project: string;
  readonly virtualIp: string;
  readonly status: string;
  /** Name → id. */
  readonly listeners: Readonly<Record<string, string>>;
  readonly pools: Readonly<Record<string, string>>;
}

export interface Region {
  /** As in the catalog. */
  readonly name: string;
  /** The public endpoint. */
  readonly url: string;
  /** The internal endpoint, behind TLS. */
  readonly secureUrl: string;
  /** The network that virtual IPs come from. */
  readonly virtualIps: string;
  /** By name, what was made at the start. */
  readonly loadBalancers: Readonly<Record<string, SeededLoadBalancer>>;
}

export interface Facts {
  /** Keystone's root, ending in `/v3`. */
  readonly identityUrl: string;
  /** The same behind TLS, with a certificate of `authority`. */
  readonly secureIdentityUrl: string;
  /** Path of the private authority's certificate, in PEM. */
  readonly authority: string;
  readonly users: Users;
  readonly administrator: Omit<Credentials, 'id'>;
  /** Name → id. */
  readonly projects: Readonly<Record<'panel' | 'shop' | 'quiet' | 'other' | 'web' | 'service', string>>;
  readonly applicationCredentials: {
    readonly full: ApplicationCredential;
    /** Its access rules let GET pass alone; the others are 401. */
    readonly readOnly: ApplicationCredential;
  };
  /** Member N listens on this network's address N: 8080 HTTP, 8443 HTTPS, 9000 UDP. */
  readonly members: string;
  readonly regions: readonly Region[];
}
