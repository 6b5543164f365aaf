import { type ManualClock, manualClock } from '../../contract/shared/clock.ts';
import { createRegion, type Region, type RegionOptions } from '../clb/region.ts';
import type { RegionName } from '../data-plane.ts';
import { memorySink } from '../storage/memory.ts';

export const url = 'http://127.0.0.1:4100';

/** Tests look into answers of every shape: any property of it is another such value. */
export type Body = ReturnType<typeof JSON.parse>;

export interface Heard {
  readonly status: number;
  /** Parsed where it is JSON, else the text. */
  readonly body: Body;
  readonly headers: Headers;
}

export interface AskOptions {
  readonly body?: unknown;
  /** Sent as it stands, in place of `body`. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly account?: string;
  readonly regionName?: RegionName;
}

/** A region on a clock that stands still, with somebody who asks it things. */
export interface TestRegion {
  readonly clock: ManualClock;
  readonly region: Region;
  readonly warnings: string[];
  /** Any request; `target` from the first slash on. */
  raw(method: string, target: string, options?: AskOptions): Promise<Heard>;
  /** A request below the endpoint of the account, signed in as one of the demo users (admin). */
  ask(method: string, path: string, options?: AskOptions): Promise<Heard>;
  token(user?: string): Promise<string>;
  /** Moves time on and lets everything that fell due be stored. */
  settle(milliseconds?: number): Promise<void>;
}

export const settleTime = 800;

/** Lets promises that are ready run. */
export const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

export async function startTestRegion({
  clock = manualClock(),
  ...options
}: Partial<Omit<RegionOptions, 'clock'>> & { readonly clock?: ManualClock } = {}): Promise<TestRegion> {
  const warnings: string[] = [];
  const region = await createRegion({
    clock,
    random: Math.random,
    sink: memorySink(),
    seed: 'empty',
    settle: settleTime,
    rateLimits: false,
    control: true,
    virtualIps: { ORD: '127.10.0.0/16', DFW: '127.11.0.0/16' },
    url,
    warn: (sentence) => warnings.push(sentence),
    ...options,
  });
  const tokens = new Map<string, string>();

  async function raw(method: string, target: string, { body, text, headers = {} }: AskOptions = {}): Promise<Heard> {
    const content = text ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await region.fetch(
      new Request(url + target, {
        method,
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(content !== undefined && { body: content }),
      }),
    );
    const answered = await response.text();
    const isJson = answered !== '' && response.headers.get('content-type') === 'application/json';
    return { status: response.status, body: isJson ? JSON.parse(answered) : answered, headers: response.headers };
  }

  async function token(user = 'admin'): Promise<string> {
    const known = tokens.get(user);
    if (known) return known;
    const { body } = await raw('POST', '/v2.0/tokens', {
      body: { auth: { 'RAX-KSKEY:apiKeyCredentials': { username: user, apiKey: `${user}-key` } } },
    });
    tokens.set(user, body.access.token.id);
    return body.access.token.id;
  }

  return {
    clock,
    region,
    warnings,
    raw,
    token,
    async ask(method, path, given = {}) {
      const { user = 'admin', account = user === 'other' ? '100002' : '100001', regionName = 'ORD' } = given;
      return raw(method, `/${regionName.toLowerCase()}/v1.0/${account}${path}`, {
        ...given,
        headers: { 'x-auth-token': await token(user), ...given.headers },
      });
    },
    async settle(milliseconds = settleTime) {
      await breathe();
      clock.advance(milliseconds);
      await breathe();
    },
  };
}
