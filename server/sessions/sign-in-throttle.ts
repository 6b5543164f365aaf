import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';
import { comparable } from '../../contract/shared/text.ts';
import { sha256 } from '../sha256.ts';
import type { KnownAddressStore } from '../store/store.ts';
import { AttemptCounters, type Cells, cellsOf, type Rate } from './attempt-counters.ts';

/**
 * How fast wrong keys may come: of one user from one address against guessing, from one address against trying many users, and of one
 * user from anywhere against guessing from many addresses. The last only slows down, so that nobody can lock another out for long.
 */
const rates = {
  pair: { burst: 8, interval: 37_500 },
  address: { burst: 40, interval: 7_500 },
  user: { burst: 120, interval: 15_000 },
} as const satisfies Record<string, Rate>;

/** How long an address is known after a sign-in from it, in milliseconds, and how many of one user are. */
const knownFor = 30 * 24 * 60 * 60_000;
const knownMost = 50;
/** Known pairs of user and address whose own wrong keys are counted. */
const countedMost = 20_000;

export interface SignInThrottleOptions {
  readonly store: KnownAddressStore;
  /** Identity service whose users they are. */
  readonly identityUrl: string;
  /** A secret of this process, random. */
  readonly salt: string;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Hears why known addresses could not be read or kept. */
  failed(error: unknown): void;
}

/** An attempt that was counted before it was made, so that parallel ones count too. */
export interface Attempt {
  /** Milliseconds to wait when it must not be made now, otherwise 0. */
  readonly wait: number;
  /** Takes it out of the count: it was no guess. */
  withdraw(): void;
  /** The same, and the address is known from now on. */
  succeeded(): Promise<void>;
}

/** An address in brackets or of IPv4, with the port that some proxies add. */
const withPort = /^(?:\[([^\]]*)\]|(\d+\.\d+\.\d+\.\d+))(?::\d+)?$/;

/** The network that counts as one address: an IPv6 customer has at least a /64 of them. Anything else is taken as it is. */
export function networkOf(address: string): string {
  const [, inBrackets, ipv4] = withPort.exec(address) ?? [];
  const bare = (inBrackets ?? ipv4 ?? address).replace(/%.*$/, '');
  if (!ipaddr.isValid(bare)) return bare;
  const parsed = ipaddr.process(bare);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const [parts] = ipaddr.IPv6.parseCIDR(`${parsed.toString()}/64`);
  return `${parts.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}

/**
 * Slows wrong keys down, by user and by address. From an address from which the user has signed in within 30 days only that user's own
 * wrong keys from there count: nobody else can lock them out. Known addresses are shared through the store, hashed; counts are this
 * server's own, in a fixed amount of memory.
 */
export function signInThrottle({ store, identityUrl, salt, now, failed }: SignInThrottleOptions) {
  const pairs = new AttemptCounters(rates.pair);
  const addresses = new AttemptCounters(rates.address);
  const users = new AttemptCounters(rates.user);
  /** Known pairs, each with counters that it shares with nobody: when its count will be empty. */
  const known = new LRUCache<string, number>({ max: countedMost });

  const nothing = (wait: number): Attempt => ({ wait, withdraw() {}, async succeeded() {} });

  /** An attempt from a known address, counted by itself. */
  function ownAttempt(id: string): number {
    const { burst, interval } = rates.pair;
    const last = known.get(id) ?? 0;
    const emptyAt = last > now() + burst * interval ? now() : Math.max(last, now());
    const wait = emptyAt - (burst - 1) * interval - now();
    if (wait > 0) return wait;
    known.set(id, emptyAt + interval);
    return 0;
  }

  return {
    /** Counts an attempt to sign in. `user`: as typed; `address`: the network address that it came from. Never throws. */
    async begin(user: string, address: string): Promise<Attempt> {
      const [who, network] = [comparable(user), networkOf(address)];
      const cells = (kind: string, ...of: string[]): Promise<Cells> => cellsOf(salt, JSON.stringify([kind, ...of]));
      const counts = await Promise.all([
        cells('pair', who, network).then((at) => [pairs, at] as const),
        cells('address', network).then((at) => [addresses, at] as const),
        cells('user', who).then((at) => [users, at] as const),
      ]);
      const names = {
        user: await sha256(JSON.stringify(['user', identityUrl, who])),
        address: await sha256(JSON.stringify(['address', identityUrl, who, network])),
      };
      const remember = () =>
        store
          .remember({ ...names, until: new Date(now() + knownFor).toISOString() }, knownMost)
          .catch((error: unknown) => failed(error));

      const wait = Math.max(...counts.map(([counters, at]) => counters.wait(at, now())));
      if (wait === 0) {
        const undo = counts.map(([counters, at]) => counters.add(at, now()));
        const withdraw = () => {
          for (const each of undo) each();
        };
        return {
          wait: 0,
          withdraw,
          async succeeded() {
            withdraw();
            await remember();
          },
        };
      }

      const isKnown = await store.has(names, new Date(now()).toISOString()).catch((error: unknown) => {
        failed(error);
        return false;
      });
      if (!isKnown) return nothing(wait);
      const ownWait = ownAttempt(names.address);
      if (ownWait > 0) return nothing(ownWait);
      return {
        wait: 0,
        withdraw: () => void known.set(names.address, (known.get(names.address) ?? 0) - rates.pair.interval),
        async succeeded() {
          known.delete(names.address);
          await remember();
        },
      };
    },
  };
}
