import type { Clock } from '../../contract/shared/clock.ts';
import { isOutage } from './outage.ts';
import type { PanelStore } from './store.ts';

/** The store did not do what it was asked to, or not in time. `cause`: what it threw, if it did. */
export class StoreError extends Error {
  constructor(options?: ErrorOptions) {
    super('The store is not available', options);
    this.name = 'StoreError';
  }
}

type Call = (...given: unknown[]) => unknown;
type Calls = Readonly<Record<string, Call>>;

/** A store whose every call goes through `around`; only `history.end`, for which nobody waits, goes straight on. */
function throughout(
  store: () => PanelStore | undefined,
  around: (call: () => unknown) => Promise<unknown>,
): Omit<PanelStore, 'close'> {
  const calls = (find: () => Calls | undefined): Calls =>
    new Proxy<Record<string, Call>>(
      {},
      {
        get: (made, name: string) => {
          made[name] ??=
            name === 'end'
              ? (...given) => find()?.end?.(...given)
              : (...given) => around(() => find()![name]!(...given));
          return made[name];
        },
      },
    );
  const group = <
    Name extends 'history' | 'calls' | 'favourites' | 'views' | 'feedback' | 'signOuts' | 'knownAddresses' | 'checks',
  >(
    name: Name,
  ) => calls(() => store()?.[name] as unknown as Calls | undefined) as unknown as PanelStore[Name];
  return {
    history: group('history'),
    calls: group('calls'),
    favourites: group('favourites'),
    views: group('views'),
    feedback: group('feedback'),
    signOuts: group('signOuts'),
    knownAddresses: group('knownAddresses'),
    checks: group('checks'),
    forget: (...all) => store()!.forget(...all),
    times: () => store()!.times(),
    noteCleanUp: (...all) => store()!.noteCleanUp(...all),
  };
}

/** Milliseconds for one call of the store; with a sign-out look-up, whoever waits is told within five seconds. */
const callDeadline = 4_000;

/**
 * The store with a deadline on every call that a request waits for, so that a database that hangs leaves none without an answer.
 * Those calls throw a StoreError when the database is away or late. `clock` runs the deadlines.
 */
export function promptStore(store: PanelStore, clock: Clock): PanelStore {
  async function within<Result>(call: () => Result): Promise<Awaited<Result>> {
    const late = Promise.withResolvers<never>();
    const cancel = clock.after(callDeadline, () => late.reject(new StoreError()));
    try {
      return await Promise.race([call(), late.promise]);
    } catch (error) {
      throw isOutage(error) ? new StoreError({ cause: error }) : error;
    } finally {
      cancel();
    }
  }
  return { ...throughout(() => store, within), close: () => within(() => store.close()) };
}

export interface LateStore {
  readonly store: PanelStore;
  /** Whether the store is there. */
  ready(): boolean;
  /** Passes every call on to `store` from now on. */
  open(store: PanelStore): void;
}

/** Stands for a store that is not there yet and refuses every call, so that what needs none is served meanwhile. */
export function lateStore(): LateStore {
  let opened: PanelStore | undefined;
  return {
    store: {
      ...throughout(
        () => opened,
        async (call) => {
          if (!opened) throw new StoreError();
          return call();
        },
      ),
      times: async () => {
        if (!opened) throw new StoreError();
        return opened.times();
      },
      close: async () => opened?.close(),
    },
    ready: () => opened !== undefined,
    open(store) {
      opened = store;
    },
  };
}
