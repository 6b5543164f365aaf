import { describe, expect, test } from 'vitest';
import { type ManualClock, manualClock } from '../../../contract/shared/clock.ts';
import { type LoadBalancerDetails, subjectKey } from '../../model/load-balancer.ts';
import { disabled, enabled, type Persistence } from '../../model/persistence.ts';
import { loadBalancer } from '../../test/load-balancer.ts';
import { ApiError, type ErrorSource } from '../http/client.ts';
import { clb } from '../providers/clb/clb.ts';
import type { ChangeRequest, ChangeState } from './change.ts';
import { Changes } from './changes.ts';
import { persistenceKind } from './persistence-kind.ts';
import type { ChangePorts } from './ports.ts';
import { runChange } from './run-change.ts';

const ref = { region: 'ORD', id: '71' };
const cookie = enabled('HTTP_COOKIE');
const sourceIp = enabled('SOURCE_IP');

const reading = (status: string, persistence: Persistence): LoadBalancerDetails =>
  loadBalancer({ status, persistence });

const answered = (status: number, message: string, code = `http-${status}`, source: ErrorSource = 'region'): ApiError =>
  new ApiError({ status, source, code, message, change: 'record-1' });

const immutable = (status: string): ApiError =>
  answered(422, `Load Balancer '71' has a status of '${status}' and is considered immutable.`);
const alreadyDisabled = answered(422, 'Session persistence is already deleted.');
const deleted = answered(422, 'The load balancer is deleted and considered immutable.');
const unknown = answered(404, 'Load balancer not found');

type Reading = LoadBalancerDetails | ApiError;
type Writing = 'accepted' | ApiError;

interface Told {
  readonly verdict: string;
  readonly after: string | null;
}

/** Plays a region: reads and writes answer in the order given, and settling takes 800 ms of the clock. */
function play(readings: readonly Reading[], writings: readonly Writing[], clock: ManualClock) {
  const reads = [...readings];
  const writes = [...writings];
  const sent: Persistence[] = [];
  const told: Told[] = [];
  const world: ChangePorts = {
    clock,
    details: async () => {
      const next = reads.shift();
      if (!next) throw new Error('The script has no further reading.');
      if (next instanceof ApiError) throw next;
      return next;
    },
    standing: clb.standing,
    meaningOf: clb.meaningOf,
    write: async ({ after }) => {
      sent.push(after as Persistence);
      const next = writes.shift();
      if (!next) throw new Error('The script has no further writing.');
      if (next instanceof ApiError) throw next;
      return 'record-1';
    },
    settled: () => new Promise<void>((resolve) => clock.after(800, resolve)),
    verdict: (_record, verdict, after) => told.push({ verdict, after }),
    onRead: () => undefined,
  };
  return { world, sent, told, left: () => reads.length + writes.length };
}

/** Moves the clock on whenever everything else has come to rest, until the promise settles. */
async function finish<T>(clock: ManualClock, promise: Promise<T>): Promise<T> {
  let over = false;
  promise.finally(() => {
    over = true;
  });
  for (let turn = 0; turn < 50 && !over; turn++) {
    await rest();
    clock.advance(800);
  }
  return promise;
}

const rest = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

const request = (
  before: Persistence,
  after: Persistence,
  rest: Partial<ChangeRequest<Persistence>> = {},
): ChangeRequest<Persistence> => ({
  kind: persistenceKind,
  subject: ref,
  name: 'web-frontend',
  before,
  after,
  reason: '',
  run: null,
  whenBusy: 'wait',
  ...rest,
});

interface Case {
  readonly name: string;
  readonly from: Persistence;
  readonly to: Persistence;
  readonly whenBusy?: 'wait' | 'stop';
  readonly readings: readonly Reading[];
  readonly writings: readonly Writing[];
  readonly states: readonly string[];
  readonly end: Partial<ChangeState> | { why: string };
  readonly says?: RegExp;
  readonly told?: readonly Told[];
}

const cases: readonly Case[] = [
  {
    name: 'enable',
    from: disabled,
    to: cookie,
    readings: [reading('ACTIVE', disabled), reading('ACTIVE', cookie)],
    writings: ['accepted'],
    states: ['sending', 'settling', 'reading', 'done'],
    end: { at: 'done', already: false },
    told: [{ verdict: 'confirmed', after: 'HTTP_COOKIE' }],
  },
  {
    name: 'change of type',
    from: cookie,
    to: sourceIp,
    readings: [reading('ACTIVE', cookie), reading('ACTIVE', sourceIp)],
    writings: ['accepted'],
    states: ['sending', 'settling', 'reading', 'done'],
    end: { at: 'done', already: false },
    told: [{ verdict: 'confirmed', after: 'SOURCE_IP' }],
  },
  {
    name: 'disable',
    from: sourceIp,
    to: disabled,
    readings: [reading('ACTIVE', sourceIp), reading('ACTIVE', disabled)],
    writings: ['accepted'],
    states: ['sending', 'settling', 'reading', 'done'],
    end: { at: 'done', already: false },
    told: [{ verdict: 'confirmed', after: 'DISABLED' }],
  },
  {
    name: 'already disabled is a success',
    from: cookie,
    to: disabled,
    readings: [reading('ACTIVE', cookie), reading('ACTIVE', disabled)],
    writings: [alreadyDisabled],
    states: ['sending', 'done'],
    end: { at: 'done', already: true },
    told: [],
  },
  {
    name: 'not ACTIVE: waits, then sends once',
    from: disabled,
    to: cookie,
    readings: [reading('PENDING_UPDATE', disabled), reading('ACTIVE', disabled), reading('ACTIVE', cookie)],
    writings: ['accepted'],
    states: ['queued', 'sending', 'settling', 'reading', 'done'],
    end: { at: 'done', already: false },
  },
  {
    name: 'not ACTIVE and told not to wait: nothing is sent',
    from: disabled,
    to: cookie,
    whenBusy: 'stop',
    readings: [reading('BUILD', disabled)],
    writings: [],
    states: ['failed'],
    end: { at: 'failed', why: 'busy' },
    says: /status BUILD .* Nothing was sent/,
  },
  {
    name: 'the value was reached while waiting: nothing is sent',
    from: disabled,
    to: cookie,
    readings: [reading('PENDING_UPDATE', disabled), reading('ACTIVE', cookie)],
    writings: [],
    states: ['queued', 'done'],
    end: { at: 'done', already: true },
  },
  {
    name: 'immutable at the write: waits and sends again, because the service carried nothing out',
    from: disabled,
    to: cookie,
    readings: [
      reading('ACTIVE', disabled),
      reading('PENDING_UPDATE', disabled),
      reading('ACTIVE', disabled),
      reading('ACTIVE', cookie),
    ],
    writings: [immutable('PENDING_UPDATE'), 'accepted'],
    states: ['sending', 'queued', 'sending', 'settling', 'reading', 'done'],
    end: { at: 'done', already: false },
  },
  {
    name: 'immutable for good',
    from: disabled,
    to: cookie,
    readings: [reading('ACTIVE', disabled), reading('SUSPENDED', disabled)],
    writings: [immutable('SUSPENDED')],
    states: ['sending', 'failed'],
    end: { at: 'failed', why: 'not-editable' },
    says: /SUSPENDED .* Contact support/,
  },
  {
    name: 'ERROR before anything is sent',
    from: disabled,
    to: cookie,
    readings: [reading('ERROR', disabled)],
    writings: [],
    states: ['failed'],
    end: { at: 'failed', why: 'not-editable' },
    says: /ERROR .* traffic still flows; contact support/,
  },
  {
    name: 'gone: unknown at the read',
    from: disabled,
    to: cookie,
    readings: [unknown],
    writings: [],
    states: ['failed'],
    end: { at: 'failed', why: 'gone' },
    says: /web-frontend does not exist any more/,
  },
  {
    name: 'gone: deleted at the write',
    from: cookie,
    to: disabled,
    readings: [reading('ACTIVE', cookie)],
    writings: [deleted],
    states: ['sending', 'failed'],
    end: { at: 'failed', why: 'gone' },
  },
  {
    name: 'refused: the words of the service',
    from: disabled,
    to: cookie,
    readings: [reading('ACTIVE', disabled)],
    writings: [
      answered(
        400,
        'HTTP_COOKIE Session persistence is only valid with HTTP protocol with or without SSL termination.',
      ),
    ],
    states: ['sending', 'failed'],
    end: { at: 'failed', why: 'refused' },
    says: /^HTTP_COOKIE Session persistence is only valid with HTTP protocol with or without SSL termination\.$/,
  },
  {
    name: 'another change of the load balancer began before the reading back: it waits for that, too',
    from: disabled,
    to: cookie,
    readings: [reading('ACTIVE', disabled), reading('PENDING_UPDATE', cookie), reading('ACTIVE', cookie)],
    writings: ['accepted'],
    states: ['sending', 'settling', 'reading', 'settling', 'reading', 'done'],
    end: { at: 'done', already: false },
    told: [{ verdict: 'confirmed', after: 'HTTP_COOKIE' }],
  },
  {
    name: 'a status that the panel does not know: nothing says that it will end',
    from: disabled,
    to: cookie,
    readings: [reading('FROZEN', disabled)],
    writings: [],
    states: ['failed'],
    end: { at: 'failed', why: 'busy' },
    says: /^web-frontend has status FROZEN and takes no change until it is ACTIVE\. Nothing was sent; try again when it is\.$/,
  },
  {
    name: 'somebody else changed it before the sending',
    from: disabled,
    to: cookie,
    readings: [reading('ACTIVE', sourceIp)],
    writings: [],
    states: ['failed'],
    end: { at: 'failed', why: 'changed-by-others' },
    says: /was Disabled when you chose and is Source IP now/,
  },
  {
    name: 'somebody else changed it while the change waited',
    from: disabled,
    to: cookie,
    readings: [reading('PENDING_UPDATE', disabled), reading('ACTIVE', sourceIp)],
    writings: [],
    states: ['queued', 'failed'],
    end: { at: 'failed', why: 'changed-by-others' },
  },
  {
    name: 'ends in ERROR: the stored value may not be live',
    from: disabled,
    to: cookie,
    readings: [reading('ACTIVE', disabled), reading('ERROR', cookie)],
    writings: ['accepted'],
    states: ['sending', 'settling', 'reading', 'failed'],
    end: { at: 'failed', why: 'error-status' },
    says: /ended in ERROR.*reads HTTP cookie but may not be live/,
    told: [{ verdict: 'failed', after: 'HTTP_COOKIE' }],
  },
  {
    name: 'another value is read back',
    from: disabled,
    to: cookie,
    readings: [reading('ACTIVE', disabled), reading('ACTIVE', sourceIp)],
    writings: ['accepted'],
    states: ['sending', 'settling', 'reading', 'failed'],
    end: { at: 'failed', why: 'mismatch' },
    says: /reads Source IP now/,
    told: [{ verdict: 'failed', after: 'SOURCE_IP' }],
  },
  {
    name: 'the answer is lost but the value arrived',
    from: disabled,
    to: cookie,
    readings: [reading('ACTIVE', disabled), reading('ACTIVE', cookie)],
    writings: [answered(0, 'The panel server does not answer.', 'network', 'network')],
    states: ['sending', 'settling', 'reading', 'done'],
    end: { at: 'done', already: false },
    told: [{ verdict: 'confirmed', after: 'HTTP_COOKIE' }],
  },
  {
    name: 'the answer is lost and the value did not arrive: never sent again',
    from: disabled,
    to: cookie,
    readings: [reading('ACTIVE', disabled), reading('ACTIVE', disabled)],
    writings: [answered(504, 'ORD did not answer in time.', 'upstream-slow', 'panel')],
    states: ['sending', 'settling', 'reading', 'failed'],
    end: { at: 'failed', why: 'unconfirmed' },
    says: /was not sent again/,
    told: [{ verdict: 'unconfirmed', after: null }],
  },
  {
    name: 'the region answers 500 and the value did not arrive: its words are kept, never sent again',
    from: disabled,
    to: cookie,
    readings: [reading('ACTIVE', disabled), reading('ACTIVE', disabled)],
    writings: [answered(500, 'An unknown exception has occurred. Please contact support.')],
    states: ['sending', 'settling', 'reading', 'failed'],
    end: { at: 'failed', why: 'unconfirmed' },
    says: /answered 500 \(“An unknown exception has occurred\. Please contact support\.”\).*was not sent again/,
    told: [{ verdict: 'unconfirmed', after: null }],
  },
  {
    name: 'sent, and then it cannot be read: nobody knows',
    from: disabled,
    to: cookie,
    readings: [
      reading('ACTIVE', disabled),
      answered(500, 'An unknown exception has occurred. Please contact support.'),
    ],
    writings: ['accepted'],
    states: ['sending', 'settling', 'reading', 'failed'],
    end: { at: 'failed', why: 'unconfirmed' },
    says: /was sent, but .* could not be verified/,
  },
];

describe('one change, from request to read-back', () => {
  test.each(cases)('$name', async ({ from, to, whenBusy = 'wait', readings, writings, states, end, says, told }) => {
    const clock = manualClock();
    const script = play(readings, writings, clock);
    const reported: string[] = [];
    const doubtful: string[] = [];
    const state = await finish(
      clock,
      runChange(request(from, to, { whenBusy }), script.world, (now) => {
        reported.push(now.at);
        if ('unanswered' in now && now.unanswered) doubtful.push(now.at);
      }),
    );
    expect(reported).toEqual(states);
    const unanswered = writings.at(-1) !== 'accepted' && states.includes('settling');
    expect(doubtful).toEqual(unanswered ? states.filter((at) => at !== 'sending' && at !== 'failed') : []);
    expect(state).toMatchObject(end);
    if (says) expect(state).toMatchObject({ message: expect.stringMatching(says) });
    if (told) expect(script.told).toEqual(told);
    expect(script.sent).toHaveLength(writings.length);
    expect(script.left()).toBe(0);
  });

  test('the time it took is the time from the request to the read-back', async () => {
    const clock = manualClock();
    const { world } = play([reading('ACTIVE', disabled), reading('ACTIVE', cookie)], ['accepted'], clock);
    expect(
      await finish(
        clock,
        runChange(request(disabled, cookie), world, () => undefined),
      ),
    ).toMatchObject({
      took: 800,
    });
  });

  test('details that are known to be the newest are not read again before the write', async () => {
    const clock = manualClock();
    const { world, sent } = play([reading('ACTIVE', cookie)], ['accepted'], clock);
    const known = reading('ACTIVE', disabled);
    expect(
      await finish(
        clock,
        runChange(request(disabled, cookie, { known }), world, () => undefined),
      ),
    ).toMatchObject({
      at: 'done',
    });
    expect(sent).toEqual([cookie]);
  });
});

describe('a write that failed at the panel server', () => {
  const outcome = async (status: number, code: string) => {
    const clock = manualClock();
    const { world } = play(
      [reading('ACTIVE', disabled), reading('ACTIVE', disabled)],
      [answered(status, 'It failed.', code, status === 0 ? 'network' : 'panel')],
      clock,
    );
    const state = await finish(
      clock,
      runChange(request(disabled, cookie), world, () => undefined),
    );
    return state.at === 'failed' ? state.why : state.at;
  };

  test.each(['upstream-unreachable', 'upstream-certificate', 'history-unavailable', 'origin-not-allowed'])(
    '%s: nothing reached the region',
    async (code) => expect(await outcome(502, code)).toBe('refused'),
  );

  test.each(['upstream-reset', 'upstream-slow', 'upstream-too-large', 'upstream-truncated', 'upstream-not-api'])(
    '%s: nobody knows, so it is read and not sent again',
    async (code) => expect(await outcome(502, code)).toBe('unconfirmed'),
  );

  // What stands between the browser and the panel, or before the region, answers so when it has waited long enough.
  test.each([500, 502, 503, 504])('%i without a word of the panel: nobody knows either', async (status) =>
    expect(await outcome(status, `http-${status}`)).toBe('unconfirmed'),
  );
});

describe('the three meanings of 422', () => {
  test.each([
    ['The load balancer is deleted and considered immutable.', 'gone'],
    ['Session persistence is already deleted.', 'already'],
    ["Load Balancer '71' has a status of 'PENDING_UPDATE' and is considered immutable.", 'locked'],
    ['Something else cannot be processed.', 'refused'],
  ])('%s', (message, meaning) => expect(clb.meaningOf(answered(422, message))).toBe(meaning));
});

test.each([
  ['Must provide valid load balancers: 71  are immutable and could not be processed.', 'locked'],
  ['Must provide valid load balancers: 71  could not be found.', 'refused'],
])('a deletion that answers 400: %s', (message, meaning) =>
  expect(clb.meaningOf(answered(400, message))).toBe(meaning),
);

describe('the changes of this page', () => {
  const waiting = [reading('PENDING_UPDATE', disabled), reading('ACTIVE', disabled), reading('ACTIVE', cookie)];

  test('a queued change that is cancelled is never sent', async () => {
    const clock = manualClock();
    const { world, sent } = play(waiting, ['accepted'], clock);
    const changes = new Changes(world);
    const end = changes.start(request(disabled, cookie));
    await rest();
    expect(changes.of(ref)?.state).toEqual({ at: 'queued', waitingFor: 'PENDING_UPDATE' });
    changes.cancel(subjectKey(ref));
    expect(changes.of(ref)?.state).toEqual({ at: 'cancelled' });
    expect(await finish(clock, end)).toEqual({ at: 'cancelled' });
    expect(sent).toEqual([]);
  });

  test('a change that was cancelled stays cancelled when another one follows', async () => {
    const clock = manualClock();
    const { world, sent } = play(
      [
        reading('PENDING_UPDATE', disabled),
        reading('PENDING_UPDATE', disabled),
        reading('ACTIVE', disabled),
        reading('ACTIVE', sourceIp),
      ],
      ['accepted'],
      clock,
    );
    const changes = new Changes(world);
    const first = changes.start(request(disabled, cookie));
    await rest();
    changes.cancel(subjectKey(ref));
    const second = changes.start(request(disabled, sourceIp));
    expect(await finish(clock, second)).toMatchObject({ at: 'done' });
    expect(await first).toEqual({ at: 'cancelled' });
    expect(sent).toEqual([sourceIp]);
    expect(changes.of(ref)?.after).toEqual(sourceIp);
  });

  test('a load balancer takes one change at a time', async () => {
    const clock = manualClock();
    const { world } = play(waiting, ['accepted'], clock);
    const changes = new Changes(world);
    const first = changes.start(request(disabled, cookie));
    await expect(changes.start(request(disabled, sourceIp))).rejects.toThrow('under way');
    await finish(clock, first);
  });

  test('a change is kept until it is over and dismissed', async () => {
    const clock = manualClock();
    const { world } = play(waiting, ['accepted'], clock);
    const changes = new Changes(world);
    const end = changes.start(request(disabled, cookie));
    changes.dismiss(subjectKey(ref));
    expect(changes.all()).toHaveLength(1);
    await finish(clock, end);
    changes.dismiss(subjectKey(ref));
    expect(changes.all()).toHaveLength(0);
  });

  test('a change that has been sent cannot be cancelled', async () => {
    const clock = manualClock();
    const { world, sent } = play([reading('ACTIVE', disabled), reading('ACTIVE', cookie)], ['accepted'], clock);
    const changes = new Changes(world);
    const end = changes.start(request(disabled, cookie));
    await rest();
    expect(changes.of(ref)?.state.at).toBe('settling');
    changes.cancel(subjectKey(ref));
    expect(await finish(clock, end)).toMatchObject({ at: 'done' });
    expect(sent).toHaveLength(1);
  });
});
