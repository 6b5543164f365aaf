import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type PostgresServer, postgresPrograms, startPostgres } from '../server/testing/postgres.ts';
import { type CreateState, create, unknownWords } from '../src/api/changes/create.ts';
import { persistenceKind } from '../src/api/changes/persistence-kind.ts';
import type { ChangePorts } from '../src/api/changes/ports.ts';
import { changePorts } from '../src/api/changes/real-ports.ts';
import { runChange } from '../src/api/changes/run-change.ts';
import { defaultCheck, runCheck } from '../src/api/checks/checks.ts';
import { explorerRequest } from '../src/api/explorer/request.ts';
import { sendCall } from '../src/api/explorer/send.ts';
import { writeToRegion } from '../src/api/history/announced.ts';
import { readHistory } from '../src/api/history/history.ts';
import { undoOf } from '../src/api/history/reverse.ts';
import { ApiError, errorFrom } from '../src/api/http/client.ts';
import { priority } from '../src/api/http/queue.ts';
import { signIn } from '../src/api/http/session.ts';
import { clb } from '../src/api/providers/clb/clb.ts';
import type { LoadBalancerDetails, LoadBalancerRef } from '../src/model/load-balancer.ts';
import { disabled, enabled, type Persistence, persistenceType, samePersistence } from '../src/model/persistence.ts';
import { atRest, bulkRun } from './support/bulk-run.ts';
import {
  loadBalancerItself,
  type MakeThing,
  madeName,
  madeOne,
  nodeOf,
  persistenceOf,
  type Thing,
} from './support/fault-things.ts';
import { type FaultWorld, faultWorld, signInTab } from './support/fault-world.ts';
import { type Fault, faults } from './support/faults.ts';

/**
 * The table of faults and actions: the page's own API layer over the real panel server over the real region. In every cell:
 * nothing is called done that is not, no write leaves twice, what is said can be acted on, and it works again once the fault is over.
 */

interface Outcome {
  /** Whether the page would say that it worked. */
  readonly done: boolean;
  /** What the page would say when it did not. */
  readonly words: string;
}

interface Run {
  attempt(): Promise<Outcome>;
}

interface Action {
  readonly name: string;
  /** Whether it changes something. */
  readonly writes: boolean;
  /** What it changes, where that is not session persistence. */
  readonly thing?: MakeThing;
  /** Value before and after, as stored. */
  readonly from?: string | null;
  readonly to?: string | null;
  prepare(world: FaultWorld, context: Context): Promise<Run> | Run;
}

interface Context {
  readonly ids: readonly [string, string];
  readonly thing: Thing;
  readonly changes: ChangePorts;
  /** Called before the first write of an attempt leaves. */
  readonly beforeWrite: () => Promise<void>;
}

const readDetails = (ref: LoadBalancerRef) => clb.reads.details(ref, priority.onScreen);
const cookie = enabled('HTTP_COOKIE');
const sourceIp = enabled('SOURCE_IP');
/** Writes as the page does, with `before` run first. */
const writingAfter =
  ({ changes, beforeWrite }: Pick<Context, 'changes' | 'beforeWrite'>): ChangePorts['write'] =>
  async (...all) => {
    await beforeWrite();
    return changes.write(...all);
  };
const ref = (id: string): LoadBalancerRef => ({ region: 'ORD', id });
const name = (id: string) => `load balancer ${id}`;

/** An attempt that throws is one that failed with words. */
const outcomeOf = async (task: () => Promise<unknown>): Promise<Outcome> => {
  try {
    await task();
    return { done: true, words: '' };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { done: false, words: error.messages.join(' ') };
  }
};

const changeOf = (before: Persistence, after: Persistence): Action['prepare'] => {
  return (_, { ids, changes, beforeWrite }) => ({
    async attempt() {
      const state = await runChange(
        {
          kind: persistenceKind,
          subject: ref(ids[0]),
          name: name(ids[0]),
          before,
          after,
          reason: '',
          run: null,
          whenBusy: 'wait',
        },
        { ...changes, write: writingAfter({ changes, beforeWrite }) },
        () => undefined,
      );
      return { done: state.at === 'done', words: state.at === 'failed' ? state.message : '' };
    },
  });
};

/** An edit of what the action changes: of the value that it has, to the one with this part. */
const editOf =
  (named: (details: LoadBalancerDetails) => string, part: object): Action['prepare'] =>
  async (_, { thing, changes, beforeWrite }) => {
    const details = await readDetails(ref(thing.id));
    const kind = await (await clb.edits!()).find(named(details));
    const subject = ref(thing.id);
    const before = await kind!.valueIn(details, subject);
    const after = { ...(before as object), ...part };
    return {
      async attempt() {
        const state = await runChange(
          { kind: kind!, subject, name: details.name, before, after, reason: '', run: null, whenBusy: 'wait' },
          { ...changes, write: writingAfter({ changes, beforeWrite }) },
          () => undefined,
        );
        return { done: state.at === 'done', words: state.at === 'failed' ? state.message : '' };
      },
    };
  };

function bulk(_: FaultWorld, { ids, changes, beforeWrite }: Context): Run {
  const run = bulkRun({
    changes: { ...changes, write: writingAfter({ changes, beforeWrite }) },
    provider: clb,
    owner: { service: 'http://127.0.0.1:4100/v2.0', account: '100001', user: 'admin', roles: ['lbaas:admin'] },
    choice: cookie,
    subjects: ids.map((id) => ({ ...ref(id), name: name(id) })),
    details: readDetails,
  });
  return {
    async attempt() {
      const { phase, counts } = run.snapshot();
      if (phase === 'paused') await run.resume();
      else {
        if (phase === 'ended' && counts.failed > 0) await run.retryFailed();
        else if (phase === 'ended') await run.goOn();
        else await run.plan(true);
        const planned = run.snapshot();
        if (planned.phase === 'planned' && planned.items.some((item) => item.planned?.group === 'will-change'))
          await run.start();
      }
      await atRest(run);
      const { problem, items } = run.snapshot();
      const said = items.map(({ state, planned }) =>
        state.at === 'failed' ? state.message : ((planned as { reason?: string } | null)?.reason ?? ''),
      );
      return {
        done: items.every(({ state, planned }) => state.at === 'done' || planned?.group === 'already'),
        words: [problem ?? '', ...said].filter((each) => each !== '').join(' '),
      };
    },
  };
}

const actions: readonly Action[] = [
  {
    name: 'sign in',
    writes: false,
    prepare: () => ({ attempt: () => outcomeOf(() => signIn({ username: 'admin', apiKey: 'admin-key' })) }),
  },
  {
    name: 'list',
    writes: false,
    prepare: () => ({
      attempt: () =>
        outcomeOf(async () => {
          expect((await clb.reads.list('ORD', { cursor: null })).rows.length).toBeGreaterThan(5);
        }),
    }),
  },
  {
    name: 'detail',
    writes: false,
    from: 'HTTP_COOKIE',
    prepare: (_, { ids }) => ({
      attempt: () =>
        outcomeOf(async () => {
          expect(persistenceType((await readDetails(ref(ids[0]))).subjects[0]!.persistence)).toBe('HTTP_COOKIE');
        }),
    }),
  },
  { name: 'enable', writes: true, from: null, to: 'HTTP_COOKIE', prepare: changeOf(disabled, cookie) },
  { name: 'change', writes: true, from: 'SOURCE_IP', to: 'HTTP_COOKIE', prepare: changeOf(sourceIp, cookie) },
  { name: 'disable', writes: true, from: 'HTTP_COOKIE', to: null, prepare: changeOf(cookie, disabled) },
  { name: 'bulk run', writes: true, from: null, to: 'HTTP_COOKIE', prepare: bulk },
  {
    name: 'undo',
    writes: true,
    from: null,
    to: null,
    async prepare(_, { ids, changes, beforeWrite }) {
      await runChange(
        {
          kind: persistenceKind,
          subject: ref(ids[0]),
          name: name(ids[0]),
          before: disabled,
          after: cookie,
          reason: '',
          run: null,
          whenBusy: 'wait',
        },
        changes,
        () => undefined,
      );
      return {
        attempt: async () => {
          let state: Awaited<ReturnType<typeof runChange>> | null = null;
          const read = await outcomeOf(async () => {
            const { changes: records } = await readHistory({ loadBalancerId: ids[0] });
            const reverse = records
              .map((record) => undoOf(record, persistenceKind))
              .flatMap((undo) => (undo && 'reverse' in undo ? [undo.reverse] : []))
              .find(({ target }) => samePersistence(target as Persistence, disabled));
            if (!reverse) throw new Error('The history lost the change that is to be reverted.');
            state = await runChange(
              {
                kind: persistenceKind,
                subject: reverse.subject,
                name: reverse.name,
                before: reverse.expected as Persistence,
                after: reverse.target as Persistence,
                reason: '',
                run: null,
                whenBusy: 'wait',
              },
              { ...changes, write: writingAfter({ changes, beforeWrite }) },
              () => undefined,
            );
          });
          const end = state as Awaited<ReturnType<typeof runChange>> | null;
          if (!end) return read;
          return { done: end.at === 'done', words: end.at === 'failed' ? end.message : '' };
        },
      };
    },
  },
  {
    name: 'stickiness check',
    writes: false,
    from: 'HTTP_COOKIE',
    prepare: (_, { ids }) => ({
      async attempt() {
        let verdict: { outcome: string; words: string } | null = null;
        const ran = await outcomeOf(() =>
          runCheck(
            ref(ids[0]),
            { ...defaultCheck, requests: 4 },
            (progress) => {
              verdict = progress.verdict;
            },
            new AbortController().signal,
          ),
        );
        const said = verdict as { outcome: string; words: string } | null;
        return ran.done && said
          ? { done: said.outcome !== 'cannot-tell' || !/refused|answer/i.test(said.words), words: said.words }
          : ran;
      },
    }),
  },
  {
    name: 'explorer call',
    writes: true,
    from: null,
    to: 'HTTP_COOKIE',
    prepare: (_, { ids, beforeWrite }) => ({
      attempt: () =>
        outcomeOf(async () => {
          await beforeWrite();
          const answer = await sendCall(
            explorerRequest(
              'sessionPersistence.enable',
              {
                region: 'ORD',
                params: { loadBalancerId: ids[0] },
                query: {},
                body: '{"sessionPersistence":{"persistenceType":"HTTP_COOKIE"}}',
              },
              null,
            ),
            new AbortController().signal,
          );
          if (answer.status !== 202)
            throw errorFrom({ ...answer, headers: new Headers(answer.headers.map(([key, value]) => [key, value])) });
        }),
    }),
  },
  {
    name: 'edit node',
    writes: true,
    thing: nodeOf,
    from: 'ENABLED',
    to: 'DRAINING',
    prepare: editOf(({ nodes }) => `nodes/${nodes![0]!.id}`, { condition: 'DRAINING' }),
  },
  {
    name: 'delete',
    writes: true,
    thing: loadBalancerItself,
    from: 'there',
    to: null,
    prepare: editOf(() => 'delete', { on: null }),
  },
  {
    name: 'create',
    writes: true,
    thing: madeOne,
    from: null,
    to: 'there',
    async prepare(_, { changes, beforeWrite }) {
      const creation = await clb.creation!();
      const values = { ...creation.initial, name: madeName };
      const judged = await creation.schema(null)['~standard'].validate(values);
      if (judged.issues) throw new Error(judged.issues.map(({ message }) => message).join(' '));
      const { value: asked } = judged;
      return {
        async attempt() {
          const state = await create({ creation, region: 'ORD', asked, reason: '' }, () => undefined, {
            ...changes,
            send: async (...write) => {
              await beforeWrite();
              return writeToRegion(...write);
            },
          });
          return { done: state.at === 'done', words: wordsOfCreation(state) };
        },
      };
    },
  },
];

function wordsOfCreation(state: CreateState): string {
  if (state.at === 'refused') return state.error.message;
  if (state.at === 'unknown') return unknownWords(state.message);
  return 'message' in state ? `It was made. ${state.message} Open it.` : '';
}

/** What a person can do next, in the words of panel and region. */
const nextStep =
  /try again|sign in|contact support|check |read it again|look at|choose again|decide|wait|when the|run it again|tell whoever|retry|authenticate|ask |incorrect|only ACTIVE takes/i;

/** Polls of a load balancer that wait for the end of the fault before it is ended: then the action has to go on by itself. */
const patience = 3;

/** Each action under the whole fault; and each that writes once more where its reads go well, so that the write itself meets the fault. */
const cells: readonly (readonly [string, Action, boolean])[] = [
  ...actions.map((action) => [action.name, action, false] as const),
  ...actions.filter(({ writes }) => writes).map((action) => [`${action.name}, only its write`, action, true] as const),
];

/** Lets reads pass what stands between the programs. */
function meetsWritesOnly(world: FaultWorld): void {
  const { toPanel, toRegion } = world;
  const isRead = ({ method }: Request) => method === 'GET';
  world.toPanel = (request, forward) => (isRead(request) ? forward(request) : toPanel(request, forward));
  world.toRegion = (request, forward) => (isRead(request) ? forward(request) : toRegion(request, forward));
}

/** Nothing stands between the programs any more. */
function meetsNothing(world: FaultWorld): void {
  world.toPanel = (request, forward) => forward(request);
  world.toRegion = (request, forward) => forward(request);
}

const noDatabase = (fault: Fault) => fault.ofDatabase === true && !postgresPrograms;
const named = faults.map(
  (fault) => [`${noDatabase(fault) ? 'platform: PostgreSQL: ' : ''}${fault.name}`, fault] as const,
);

describe.each(named)('%s', (_, fault: Fault) => {
  let world: FaultWorld;
  let database: PostgresServer | null = null;
  let ids: [string, string];
  beforeAll(async () => {
    if (noDatabase(fault)) return;
    database = fault.ofDatabase ? await startPostgres() : null;
    world = await faultWorld(database);
    vi.stubGlobal('fetch', (path: string, init?: RequestInit) => world.tab.fetch(path, init));
    await signInTab(world.tab, 'admin');
    await vi.waitUntil(() => world.recovered(), { timeout: 10_000 });
    const { loadBalancers } = (await world.ask('GET', '/loadbalancers?limit=100')).body as {
      loadBalancers: { id: number; status: string; protocol: string }[];
    };
    const usable = loadBalancers.filter(({ status, protocol }) => status === 'ACTIVE' && protocol === 'HTTP');
    ids = [String(usable[0]!.id), String(usable[1]!.id)];
  }, 60_000);
  afterAll(async () => {
    vi.unstubAllGlobals();
    await world?.close();
    await database?.stop();
  });

  test.skipIf(noDatabase(fault)).each(cells)(`${fault.name}: %s`, async (_, action, onlyWrite) => {
    await signInTab(world.tab, 'admin');
    const things = ids.map((id) => (action.thing ?? persistenceOf)(world, id));
    const thing = things[0]!;
    if (action.from !== undefined) for (const each of things) await each.set(action.from);
    let active = false;
    let waits = 0;
    const end = async () => {
      if (!active) return;
      active = false;
      meetsNothing(world);
      await fault.end(world);
    };
    let met = false;
    const run = await action.prepare(world, {
      ids,
      thing,
      changes: {
        ...changePorts,
        clock: world.clock,
        onRead: () => undefined,
        async settled(each) {
          for (;;) {
            await new Promise((resolve) => setTimeout(resolve, 3));
            if (active && ++waits > patience) await end();
            try {
              const { status } = await readDetails(each);
              if (!clb.rule(status).isTransient) return;
            } catch (error) {
              if (!(error instanceof ApiError) || (error.status > 0 && error.status < 500)) throw error;
            }
          }
        },
      },
      beforeWrite: async () => {
        if (met || !active || !fault.meanwhile) return;
        met = true;
        await fault.meanwhile(world, thing);
        world.writes.length = 0;
      },
    });

    world.writes.length = 0;
    active = true;
    await fault.begin(world, () => void end());
    if (onlyWrite) meetsWritesOnly(world);
    const { done, words } = await run.attempt();
    const sent = [...world.writes];
    await end();

    for (const each of new Set(sent))
      expect(sent.filter((other) => other === each).length, `${each} left once`).toBeLessThanOrEqual(
        fault.waitedOut || fault.meanwhile ? 2 : 1,
      );
    if (!done) {
      // The explorer shows the region's answer as it is.
      if (action.name !== 'explorer call') expect(words).toMatch(nextStep);
      expect(words).not.toMatch(/^$|<|undefined|\[object|\n {4}at /);
    }
    // What cannot be recorded is not sent; what needs no history goes on.
    if (fault.ofDatabase) expect({ done, words, sent }).toMatchObject({ done: !action.writes, sent: [] });
    if (fault.harmless && action.name !== 'stickiness check') expect({ done, words }).toMatchObject({ done: true });
    if (done && action.to !== undefined) expect(await thing.stored()).toBe(action.to);
    if (!action.writes) expect(sent).toEqual([]);
    if (done) return;

    // The fault is over: the same again works, with what was put in the first time.
    const again = action.to !== undefined && (await thing.stored()) === action.to ? 'already' : 'open';
    if (['explorer call', 'create'].includes(action.name) && again === 'already') return;
    if (fault.meanwhile && action.from !== undefined) await thing.set(action.from);
    const retried = await run.attempt();
    expect(retried, retried.words).toMatchObject({ done: true });
    if (action.to !== undefined) expect(await thing.stored()).toBe(action.to);
  });
});
