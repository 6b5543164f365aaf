import { resolve } from 'node:path';
import { z } from '../contract/shared/zod.ts';
import { regionNames } from './clb/model.ts';
import { type Seed, seedOf } from './clb/seed/seed.ts';
import type { RegionName } from './data-plane.ts';

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const isLoopback = (host: string) =>
  host === 'localhost' ||
  host === '::1' ||
  (/^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host) && host.split('.').every((part) => Number(part) < 256));

const number = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, { error })
    .transform(Number)
    .refine((value) => value >= least && value <= most, { error });
};

const onOff = z.enum(['on', 'off'], { error: 'must be on or off' }).transform((value) => value === 'on');

const isNetwork = (network: string) => z.cidrv4().safeParse(network).success && network.startsWith('127.');

/** `ORD=127.10.0.0/16,DFW=127.11.0.0/16`; without names the first is ORD's, and a single one is for both. */
function ranges(text: string): Record<RegionName, string> | null {
  const entries = text.split(',').map((part) => part.trim().split(/[=\s]+/));
  const named: Partial<Record<string, string>> = {};
  for (const [at, parts] of entries.entries()) {
    const [name, network] = parts.length === 2 ? (parts as [string, string]) : [regionNames[at], parts[0]];
    if (name === undefined || network === undefined || parts.length > 2) return null;
    if (!(regionNames as readonly string[]).includes(name) || !isNetwork(network)) return null;
    named[name] = network;
  }
  const { ORD, DFW } = entries.length === 1 && entries[0]!.length === 1 ? { ORD: named.ORD, DFW: named.ORD } : named;
  return ORD && DFW ? { ORD, DFW } : null;
}

const shape = z.object({
  HOST: z
    .string()
    .refine(isLoopback, {
      error: 'must be a loopback address such as 127.0.0.1, because the demo users’ keys are known to everybody',
    })
    .default('127.0.0.1'),
  REGION_PORT: number(0, 65_535).default(4100),
  DATA_DIR: z.string().default('./data'),
  REGION_SEED: z
    .string()
    .transform((text, context): Seed => {
      const seed = seedOf(text);
      if (seed !== null) return seed;
      context.addIssue({ code: 'custom', message: 'must be demo, empty or a number of load balancers up to 100000' });
      return z.NEVER;
    })
    .default('demo'),
  REGION_SETTLE_MS: number(0, 600_000).default(800),
  REGION_RATE_LIMITS: onOff.default(true),
  REGION_VIPS: z
    .string()
    .transform((text, context): Record<RegionName, string> => {
      const found = ranges(text);
      if (found) return found;
      context.addIssue({
        code: 'custom',
        message: 'must give each region a loopback network, such as ORD=127.10.0.0/16,DFW=127.11.0.0/16',
      });
      return z.NEVER;
    })
    .optional(),
  REGION_CONTROL: onOff.default(false),
  LOG_LEVEL: z.enum(levels, { error: `must be one of ${levels.join(', ')}` }).default('info'),
});

export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly seed: Seed;
  readonly settle: number;
  readonly rateLimits: boolean;
  readonly virtualIps: Readonly<Record<RegionName, string>>;
  readonly control: boolean;
  readonly logLevel: (typeof levels)[number];
}

/** Linux answers on all of 127.0.0.0/8; elsewhere only 127.0.0.1 is there, and ports tell the load balancers apart. */
const usualRanges = (platform: string): Record<RegionName, string> =>
  platform === 'linux' ? { ORD: '127.10.0.0/16', DFW: '127.11.0.0/16' } : { ORD: '127.0.0.1/32', DFW: '127.0.0.1/32' };

/**
 * Reads the region's settings out of the environment; a variable that is set to nothing counts as unset. `platform`: as in
 * `process.platform`. Returns one sentence that names the setting when one is wrong.
 */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
  platform: string,
): Settings | string {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = shape.safeParse(set);
  if (!result.success) {
    const { path, message } = result.error.issues[0]!;
    const name = String(path[0]);
    return `The setting ${name} ${message} (it is "${set[name]?.slice(0, 60)}").`;
  }
  const { data } = result;
  return {
    host: data.HOST,
    port: data.REGION_PORT,
    dataDir: resolve(data.DATA_DIR),
    seed: data.REGION_SEED,
    settle: data.REGION_SETTLE_MS,
    rateLimits: data.REGION_RATE_LIMITS,
    virtualIps: data.REGION_VIPS ?? usualRanges(platform),
    control: data.REGION_CONTROL,
    logLevel: data.LOG_LEVEL,
  };
}
