import { defaults, seal, unseal } from 'iron-webcrypto';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { PanelError } from '../reply.ts';
import type { HeaderReader } from '../request.ts';
import type { ProviderName, Session, SessionStore } from './session.ts';

export interface SealedCookieOptions {
  /** At least one, each of 32 characters or more. The first seals, all of them open: put a new one in front to rotate. */
  readonly secrets: readonly string[];
  /** Identity services that sign-ins are for, by API: a cookie made for another one does not open. */
  readonly identityUrl?: string | undefined;
  readonly openstack?: readonly string[] | undefined;
  /** Address under which browsers reach the panel; without it, each request's Host tells. */
  readonly publicUrl?: string | undefined;
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

/** Browsers keep a cookie of 4,096 bytes, its name and attributes counted. */
const largestCookie = 4096;

/** Opened cookies are remembered, because opening one costs more than forwarding a request. */
const remembered = 5_000;

const urls = z.record(z.string(), z.string());
const sessionShape = z.strictObject({
  id: z.string(),
  token: z.string(),
  account: z.string(),
  user: z.string(),
  roles: z.array(z.string()),
  endpoints: urls,
  extras: urls,
  expires: z.number(),
  local: z.boolean(),
  cloud: z.string().optional(),
  unscoped: z.string().optional(),
  project: z.strictObject({ name: z.string(), domain: z.string() }).optional(),
  bound: z.literal(true).optional(),
  rules: z.array(z.string()).optional(),
});
const fields = z.record(z.string(), z.unknown());
const pendingShape = z.strictObject({
  cloud: z.string(),
  need: z.enum(['project', 'totp']),
  proof: z.string(),
  user: fields,
  scope: fields.nullable(),
  until: z.number(),
});

/** Whose identity service it is stands in the key, not in the cookie. */
interface Key extends Pick<Session, 'service' | 'provider'> {
  id: string;
  encryption: Uint8Array;
  integrity: Uint8Array;
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

async function deriveKey(secret: string, service: string, provider: ProviderName): Promise<Key> {
  const material = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), 'HKDF', false, [
    'deriveBits',
  ]);
  const derive = async (purpose: string, bytes: number) => {
    const info = new TextEncoder().encode(`holdfast session 1 ${purpose}`);
    const salt = new TextEncoder().encode(service);
    return new Uint8Array(
      await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, material, bytes * 8),
    );
  };
  return {
    service,
    provider,
    id: hex(await derive('name', 4)),
    encryption: await derive('encryption', 32),
    integrity: await derive('integrity', 32),
  };
}

function cookieValue(headers: HeaderReader, name: string): string | null {
  for (const part of (headers.get('cookie') ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}

/** The port that browsers use, which makes the cookie's name one of its own: all ports of a host share their cookies. */
const portOf = ({ port, protocol }: URL): string => port || (protocol === 'https:' ? '443' : '80');
const portOfHost = (headers: HeaderReader): string => /:(\d{1,5})$/.exec(headers.get('host') ?? '')?.[1] ?? '80';

/**
 * Sign-ins kept by the browser, in a cookie that it can neither read nor change: sealed (AES-256, HMAC-SHA-256), HttpOnly,
 * SameSite=Strict. Servers that share their secrets share sign-ins.
 */
export async function sealedCookies(options: SealedCookieOptions): Promise<SessionStore> {
  const { secrets, identityUrl, openstack = [], now } = options;
  if (secrets.length === 0) throw new Error('At least one secret is needed to seal sign-ins.');
  const derived = (services: readonly string[], provider: ProviderName) =>
    [...new Set(services)].flatMap((service) => secrets.map((secret) => deriveKey(secret, service, provider)));
  const keys = await Promise.all([
    ...derived(identityUrl === undefined ? [] : [identityUrl], 'clb'),
    ...derived(openstack, 'octavia'),
  ]);
  const opening: Record<string, Key> = Object.assign(
    Object.create(null),
    Object.fromEntries(keys.map((key) => [key.id, key])),
  );
  const opened = new LRUCache<string, Session>({ max: remembered });

  const publicUrl = options.publicUrl === undefined ? undefined : new URL(options.publicUrl);
  const secure = publicUrl?.protocol === 'https:';
  const nameFor = (headers: HeaderReader) =>
    `${secure ? '__Host-' : ''}holdfast-${publicUrl ? portOf(publicUrl) : portOfHost(headers)}`;
  const attributes = `Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;

  async function open(sealed: string | null): Promise<{ content: unknown; key: Key } | null> {
    if (!sealed || sealed.length > largestCookie) return null;
    const key = opening[sealed.split('*')[1] ?? ''];
    if (!key) return null;
    try {
      return { content: await unseal(sealed, opening, defaults), key };
    } catch {
      return null;
    }
  }

  /** `until`: milliseconds since the Unix epoch. */
  async function cookieOf(service: string, content: object, until: number, headers: HeaderReader): Promise<string> {
    const key = keys.find((each) => each.service === service);
    if (!key) throw new Error(`A sign-in at ${service} cannot be sealed: the panel does not know it.`);
    const sealed = await seal(content, key, defaults);
    const seconds = Math.max(0, Math.floor((until - now()) / 1000));
    const cookie = `${nameFor(headers)}=${sealed}; ${attributes}; Max-Age=${seconds}`;
    if (cookie.length > largestCookie)
      throw new PanelError(
        502,
        'sign-in-too-large',
        'The identity service’s answer does not fit into the sign-in cookie: its token or service catalog is too long. Ask the operator of the identity service.',
      );
    return cookie;
  }

  return {
    async read(headers) {
      const sealed = cookieValue(headers, nameFor(headers));
      const known = sealed === null ? undefined : opened.get(sealed);
      if (known) return known;
      const found = await open(sealed);
      const parsed = sessionShape.safeParse(found?.content);
      if (sealed === null || !found || !parsed.success) return null;
      const session = { ...parsed.data, service: found.key.service, provider: found.key.provider };
      opened.set(sealed, session);
      return session;
    },

    save({ service, provider: _, ...content }, headers) {
      return cookieOf(service, content, content.expires, headers);
    },

    async readPending(headers) {
      const found = await open(cookieValue(headers, nameFor(headers)));
      const parsed = pendingShape.safeParse(found?.content);
      if (!found || !parsed.success || parsed.data.until <= now()) return null;
      return { ...parsed.data, service: found.key.service };
    },

    savePending({ service, ...content }, headers) {
      return cookieOf(service, content, content.until, headers);
    },

    async remove(headers) {
      const sealed = cookieValue(headers, nameFor(headers));
      if (sealed) opened.delete(sealed);
      return `${nameFor(headers)}=; ${attributes}; Max-Age=0`;
    },
  };
}
