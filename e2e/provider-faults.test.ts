import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BulkItem } from '../src/api/bulk/types.ts';
import type { ChangeState } from '../src/api/changes/change.ts';
import { persistenceKind } from '../src/api/changes/persistence-kind.ts';
import type { ChangePorts } from '../src/api/changes/ports.ts';
import { changePorts } from '../src/api/changes/real-ports.ts';
import { runChange } from '../src/api/changes/run-change.ts';
import { readHistory } from '../src/api/history/history.ts';
import { ApiError } from '../src/api/http/client.ts';
import { queryClient } from '../src/api/http/query-client.ts';
import { priority } from '../src/api/http/queue.ts';
import { sessionQuery } from '../src/api/http/session.ts';
import { prepare } from '../src/api/providers/providers.ts';
import { resultWords } from '../src/components/records/verdict-words.ts';
import { type LoadBalancerRef, type Subject, subjectIn } from '../src/model/load-balancer.ts';
import { disabled, enabled } from '../src/model/persistence.ts';
import { signedIn } from '../src/test/signed-in.ts';
import { atRest, bulkRun } from './support/bulk-run.ts';
import type { Between } from './support/fault-world.ts';
import { type Met, type ProviderName, providerFaults, providerNames } from './support/provider-faults.ts';
import { clbWorld, octaviaWorld, type ProviderWorld } from './support/provider-worlds.ts';

/**
 * Where the two APIs answer differently to the same trouble: each answer under one change and under one of a run, through the page's own
 * API layer, the panel server and the region. What is called done is stored, what may have been carried out is not sent again, and page
 * and history say the same.
 */

const cookie = enabled('HTTP_COOKIE');
const pass: Between = (request, forward) => forward(request);
const worlds: Readonly<Record<ProviderName, () => Promise<ProviderWorld>>> = { clb: clbWorld, octavia: octaviaWorld };
const owner = { service: 'http://127.0.0.1', account: 'a', user: 'somebody', roles: ['lbaas:admin'] };

/** What the page says at the end of a change, or of an item of a run. */
interface End {
  readonly at: 'done' | string;
  readonly words: string;
}
const endOf = (state: ChangeState | BulkItem['state']): End =>
  state.at === 'failed' ? { at: state.why, words: state.message } : { at: state.at, words: '' };

describe.each(providerNames)('%s', (name) => {
  let world: ProviderWorld;
  beforeAll(async () => {
    world = await worlds[name]();
    await prepare({ provider: name });
    vi.stubGlobal('fetch', (path: string, init?: RequestInit) => world.fetch(path, init));
  });
  afterAll(async () => {
    vi.unstubAllGlobals();
    await prepare({ provider: 'clb' });
    await world.close();
  });

  /** Changes of the first subject that have left the panel server. */
  let sent = 0;
  beforeEach(async () => {
    world.stand(pass, null);
    for (const subject of world.subjects) await world.disable(subject);
    sent = 0;
  });

  const details = (ref: LoadBalancerRef) => world.provider.reads.details(ref, priority.onScreen);
  const ports = (): ChangePorts => ({
    ...changePorts,
    clock: world.clock,
    onRead: () => undefined,
    async settled(ref) {
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 3));
        try {
          if (!world.provider.rule((await details(ref)).status).isTransient) return;
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
        }
      }
    },
  });

  /** The region meets the first subject's changes so, from now on. */
  function meet({ answer, late }: Met): void {
    const between: Between = (request, forward) => {
      if (!world.changes(request, world.subjects[0])) return forward(request);
      sent += 1;
      return answer(sent - 1)(request, forward);
    };
    world.stand(between, late ? 20 : null);
  }

  const storedAs = async (subject: Subject) => (await world.stored(subject)) === 'HTTP_COOKIE';
  async function historyOf(newest: number): Promise<readonly string[]> {
    const [{ id }] = world.subjects;
    const { changes } = await readHistory({ loadBalancerId: id }, null, newest);
    const words = changes.map(resultWords);
    for (const { detail } of words) expect(detail).not.toMatch(/[{}<>]|undefined/);
    return words.map(({ label }) => label);
  }

  async function expectEnd(met: Met, { at, words }: End): Promise<void> {
    const [first] = world.subjects;
    expect({ at, words }).toMatchObject({ at: met.end });
    if (met.words) expect(words).toMatch(met.words);
    expect(words).not.toMatch(/[{}<>]|undefined|\[object/);
    expect(sent).toBe(met.sent);
    expect(await storedAs(first)).toBe(met.stored);
    // The verdict is told beside the way.
    await expect.poll(() => historyOf(met.history.length)).toEqual(met.history);
  }

  /** The trouble is over: the same again works. */
  async function expectWorks(): Promise<void> {
    world.stand(pass, null);
    const [first] = world.subjects;
    const before = subjectIn(await details(first), first)!.persistence;
    const state = await change(before);
    expect(endOf(state)).toMatchObject({ at: 'done' });
    expect(await storedAs(first)).toBe(true);
  }

  const change = (before = disabled) => {
    const { name, ...subject } = world.subjects[0];
    return runChange(
      { kind: persistenceKind, subject, name, before, after: cookie, reason: '', run: null, whenBusy: 'wait' },
      ports(),
      () => undefined,
    );
  };

  const cells = providerFaults.flatMap(({ name: fault, [name]: met }) =>
    typeof met === 'string' ? [] : [[fault, met] as const],
  );

  test.each(cells)('%s: one change', async (_, met) => {
    meet(met);
    await expectEnd(met, endOf(await change()));
    await expectWorks();
  });

  test.each(cells)('%s: one of a run', async (_, met) => {
    meet(met);
    const run = bulkRun({
      changes: ports(),
      provider: world.provider,
      owner,
      choice: cookie,
      subjects: world.subjects,
      details,
    });
    await run.plan(true);
    expect(run.snapshot().items.map(({ planned }) => planned?.group)).toEqual(['will-change', 'will-change']);
    await run.start();
    await atRest(run);
    const { phase, items } = run.snapshot();
    expect(phase).toBe('ended');
    const [own, other] = world.subjects.map(({ id }) => items.find((item) => item.id === id)!);
    await expectEnd(met, endOf(own!.state));
    expect(endOf(other!.state)).toEqual({ at: 'done', words: '' });
    expect(await storedAs(world.subjects[1])).toBe(true);
    await expectWorks();
  });

  // No table of roles says who may do what on a cloud: a refusal is believed, if it is one.
  const believed = [
    ['a quota is used up', false],
    ['the provider cannot do it', false],
    ['no right to do it', true],
  ] as const;
  if (name === 'octavia')
    test.each(believed)('%s: a missing right from then on? %s', async (fault, isMissing) => {
      const met = providerFaults.find((each) => each.name === fault)!.octavia as Met;
      const session = { ...owner, user: `user of ${fault}` };
      queryClient.setQueryData(sessionQuery.queryKey, signedIn(session));
      meet(met);
      await change();
      queryClient.clear();
      expect(world.provider.missingRight(session, 'write') !== null).toBe(isMissing);
    });
});
