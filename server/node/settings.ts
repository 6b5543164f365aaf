import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { isLoopback } from '../addresses.ts';

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const number = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, { error })
    .transform(Number)
    .refine((value) => value >= least && value <= most, { error });
};

const httpUrl = z.string().refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
  error: 'must be a URL that begins with https:// or http://',
  abort: true,
});

const identityUrl = httpUrl
  .refine((text) => /\/v2\.0\/?$/.test(new URL(text).pathname) && !new URL(text).search, {
    error: 'must be the root of an Identity v2.0 service, such as https://identity.example.com/v2.0',
  })
  .refine((text) => new URL(text).protocol === 'https:' || isLoopback(new URL(text).hostname), {
    error: 'must begin with https://, because keys and tokens travel to it; http:// is for this machine only',
  });

/** Plain http is an operator's own choice here: many clouds' identity services are inside a network of theirs. */
const keystoneUrl = httpUrl
  .refine((text) => !/\/v2\.0\/?$/.test(new URL(text).pathname), {
    error: 'must be the root of a Keystone v3, such as https://keystone.example.com/v3; Identity v2.0 is not',
  })
  .refine(
    (text) => {
      const { username, password, search, hash } = new URL(text);
      return !username && !password && !search && !hash;
    },
    { error: 'must be an address without user, query and fragment, such as https://keystone.example.com/v3' },
  );

const publicUrl = httpUrl
  .refine((text) => new URL(text).pathname === '/' && !new URL(text).search, {
    error: 'must be an address without a path, such as https://panel.example.com',
  })
  .transform((text) => new URL(text).origin);

/** Not shown in messages. */
const secrets = z
  .string()
  .transform((text) => text.split(',').map((each) => each.trim()))
  .refine((each) => each.every((secret) => secret.length >= 32), {
    error: 'must be one or more secrets of at least 32 characters each, separated by commas',
  });

const databaseUrl = z.string().refine((text) => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol), {
  error: 'must be a URL that begins with postgres://',
});

const networks = z
  .string()
  .transform((text) => text.split(',').map((each) => each.trim()))
  .refine((each) => each.every((network) => ipaddr.isValidCIDR(network)), {
    error: 'must be networks in CIDR form separated by commas, such as 10.0.0.0/8,192.168.1.0/24',
  });

const shape = z.object({
  HOST: z.string().min(1, { error: 'must be an address to listen on, such as 127.0.0.1' }).default('127.0.0.1'),
  PORT: number(0, 65_535).default(4000),
  REGION_PORT: number(0, 65_535).default(4100),
  DATA_DIR: z.string().min(1, { error: 'must be a folder' }).default('./data'),
  PUBLIC_URL: publicUrl.optional(),
  CLB_IDENTITY_URL: identityUrl.optional(),
  OS_AUTH_URL: keystoneUrl.optional(),
  OS_CLIENT_CONFIG_FILE: z.string().optional(),
  SESSION_SECRET: secrets.optional(),
  DATABASE_URL: databaseUrl.optional(),
  CHECK_NETWORKS: networks.default([]),
  LOG_LEVEL: z.enum(levels, { error: `must be one of ${levels.join(', ')}` }).default('info'),
  HISTORY_DAYS: number(1, 36_500).default(90),
  FEEDBACK_WEBHOOK_URL: httpUrl.optional(),
});

export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly publicUrl: string | undefined;
  /** Absent where only OpenStack clouds are named. */
  readonly identityUrl: string | undefined;
  readonly keystoneUrl: string | undefined;
  /** Path of a `clouds.yaml`. */
  readonly cloudsFile: string | undefined;
  /** Absent: made once in the data folder. */
  readonly sessionSecrets: readonly string[] | undefined;
  readonly databaseUrl: string | undefined;
  readonly checkNetworks: readonly string[];
  readonly logLevel: (typeof levels)[number];
  readonly historyDays: number;
  readonly feedbackWebhookUrl: string | undefined;
}

/** Settings that hold secrets: what they were set to is not repeated. */
const unshown = new Set([
  'SESSION_SECRET',
  'DATABASE_URL',
  'FEEDBACK_WEBHOOK_URL',
  'CLB_IDENTITY_URL',
  'OS_AUTH_URL',
  'PUBLIC_URL',
]);

/**
 * Reads the settings out of the environment; a variable that is set to nothing counts as unset. Returns one sentence that
 * names the setting when one is wrong.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings | string {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = shape.safeParse(set);
  if (!result.success) {
    const { path, message } = result.error.issues[0]!;
    const name = String(path[0]);
    const value = unshown.has(name) ? '' : ` (it is "${set[name]?.slice(0, 60)}")`;
    return `The setting ${name} ${message}${value}.`;
  }
  const settings = result.data;
  const isOpenStack = settings.OS_AUTH_URL !== undefined || settings.OS_CLIENT_CONFIG_FILE !== undefined;
  return {
    host: settings.HOST,
    port: settings.PORT,
    dataDir: settings.DATA_DIR,
    publicUrl: settings.PUBLIC_URL,
    identityUrl:
      settings.CLB_IDENTITY_URL ?? (isOpenStack ? undefined : `http://127.0.0.1:${settings.REGION_PORT}/v2.0`),
    keystoneUrl: settings.OS_AUTH_URL,
    cloudsFile: settings.OS_CLIENT_CONFIG_FILE,
    sessionSecrets: settings.SESSION_SECRET,
    databaseUrl: settings.DATABASE_URL,
    checkNetworks: settings.CHECK_NETWORKS,
    logLevel: settings.LOG_LEVEL,
    historyDays: settings.HISTORY_DAYS,
    feedbackWebhookUrl: settings.FEEDBACK_WEBHOOK_URL,
  };
}
