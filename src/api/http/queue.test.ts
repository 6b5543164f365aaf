import { expect, test } from 'vitest';
import { manualClock } from '../../../contract/shared/clock.ts';
import { ApiError } from './client.ts';
import { priority, RequestQueue } from './queue.ts';

const limited = (wait: number) =>
  new ApiError({ status: 413, source: 'panel', code: 'http-413', message: 'OverLimit Retry...', retryAfter: wait });

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A task that ends when told. */
function task(log: string[], name: string) {
  let end: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    end,
    run: async () => {
      log.push(name);
      await done;
      return name;
    },
  };
}

test('what the user waits for most goes first', async () => {
  const queue = new RequestQueue(manualClock());
  const log: string[] = [];
  const running = ['a', 'b', 'c', 'd'].map((name) => task(log, name));
  const later = { rest: task(log, 'rest'), screen: task(log, 'screen'), write: task(log, 'write') };
  const all = [
    ...running.map(({ run }) => queue.run('ORD', 'GET', priority.rest, run)),
    queue.run('ORD', 'GET', priority.rest, later.rest.run),
    queue.run('ORD', 'GET', priority.onScreen, later.screen.run),
    queue.run('ORD', 'PUT', priority.write, later.write.run),
  ];
  for (const each of [...running, later.write, later.screen, later.rest]) {
    each.end();
    await settle();
  }
  await Promise.all(all);
  expect(log).toEqual(['a', 'b', 'c', 'd', 'write', 'screen', 'rest']);
});

test('a verb whose limit is used up waits as long as the answer says, and other verbs and regions go on', async () => {
  const clock = manualClock();
  const queue = new RequestQueue(clock);
  let refusals = 1;
  let sent = 0;
  const put = queue.run('ORD', 'PUT', priority.write, async () => {
    sent += 1;
    if (refusals-- > 0) throw limited(2_000);
    return 'stored';
  });
  await settle();
  expect(queue.waits()).toEqual([{ region: 'ORD', verb: 'PUT', until: clock.now() + 2_000 }]);
  await expect(queue.run('ORD', 'GET', priority.rest, async () => 'read')).resolves.toBe('read');
  await expect(queue.run('DFW', 'PUT', priority.write, async () => 'other')).resolves.toBe('other');
  clock.advance(1_999);
  await settle();
  expect(sent).toBe(1);
  clock.advance(1);
  await expect(put).resolves.toBe('stored');
  expect(sent).toBe(2);
  expect(queue.waits()).toEqual([]);
});

test.each([3_600_000, 86_400_000, 1e300, Number.POSITIVE_INFINITY])(
  'a wait of %d ms is believed for a minute; then one request tries, and the others follow it',
  async (wait) => {
    const clock = manualClock();
    const queue = new RequestQueue(clock);
    let refuses = true;
    let sent = 0;
    let hold = Promise.withResolvers<void>();
    const reads = Array.from({ length: 6 }, () =>
      queue.run('ORD', 'GET', priority.rest, async () => {
        sent += 1;
        await hold.promise;
        if (refuses) throw limited(wait);
        return 'read';
      }),
    );
    hold.resolve();
    await settle();
    expect(queue.waits()).toEqual([{ region: 'ORD', verb: 'GET', until: clock.now() + 60_000 }]);
    const before = sent;
    clock.advance(59_999);
    await settle();
    expect(sent).toBe(before);
    hold = Promise.withResolvers<void>();
    clock.advance(1);
    await settle();
    expect(sent).toBe(before + 1);
    hold.resolve();
    await settle();
    // Still closed: the next try is a minute away, and it is one again.
    expect(sent).toBe(before + 1);
    refuses = false;
    clock.advance(60_000);
    await settle();
    expect(await Promise.all(reads)).toEqual(Array(6).fill('read'));
    expect(queue.waits()).toEqual([]);
  },
);

test.each([0, -5, Number.NaN])('a wait of %d ms is a second: no loop', async (wait) => {
  const clock = manualClock();
  const queue = new RequestQueue(clock);
  let refusals = 1;
  const read = queue.run('ORD', 'GET', priority.rest, async () => {
    if (refusals-- > 0) throw limited(wait);
    return 'read';
  });
  await settle();
  expect(queue.waits()).toEqual([{ region: 'ORD', verb: 'GET', until: clock.now() + 1_000 }]);
  clock.advance(1_000);
  await expect(read).resolves.toBe('read');
});

test('a try that ends otherwise, or is given up, lets the next one through', async () => {
  const clock = manualClock();
  const queue = new RequestQueue(clock);
  const stop = new AbortController();
  let attempt = 0;
  const task = (ends: () => Promise<string>) => async () => {
    attempt += 1;
    if (attempt === 1) throw limited(1_000);
    return ends();
  };
  const first = queue.run(
    'ORD',
    'GET',
    priority.rest,
    task(() => Promise.reject(new Error('offline'))),
  );
  const second = queue.run(
    'ORD',
    'GET',
    priority.rest,
    task(() => new Promise((_, reject) => stop.signal.addEventListener('abort', () => reject(stop.signal.reason)))),
    stop.signal,
  );
  second.catch(() => {});
  await settle();
  const third = queue.run('ORD', 'GET', priority.rest, async () => 'read');
  clock.advance(1_000);
  await expect(first).rejects.toThrow('offline');
  stop.abort();
  await expect(second).rejects.toThrow();
  await expect(third).resolves.toBe('read');
});

test('a clock that is set back in the middle of a wait does not lengthen it', async () => {
  const manual = manualClock();
  let off = 0;
  const queue = new RequestQueue({ ...manual, now: () => manual.now() + off });
  let refusals = 1;
  const put = () =>
    queue.run('ORD', 'PUT', priority.write, async () => {
      if (refusals-- > 0) throw limited(2_000);
      return 'stored';
    });
  const first = put();
  await settle();
  off = -3_600_000;
  manual.advance(2_000);
  await expect(first).resolves.toBe('stored');
  expect(queue.waits()).toEqual([]);
  await expect(put()).resolves.toBe('stored');
});

test('what timers let go too late follows at once, as far as the limit has filled up', async () => {
  const manual = manualClock();
  let late = 0;
  const queue = new RequestQueue({ now: () => manual.now() + late, after: manual.after });
  let refusals = 1;
  let sent = 0;
  for (let each = 0; each < 20; each += 1)
    void queue.run('ORD', 'GET', priority.rest, async () => {
      if (refusals-- > 0)
        throw new ApiError({
          status: 413,
          source: 'panel',
          code: 'http-413',
          message: 'OverLimit Retry...',
          retryAfter: 1_000,
          pace: 100,
        });
      sent += 1;
    });
  await settle();
  manual.advance(1_000);
  await settle();
  const before = sent;
  const next = async (milliseconds: number) => {
    manual.advance(milliseconds);
    for (let each = 0; each < 12; each += 1) {
      manual.advance(0);
      await settle();
    }
  };
  await next(100);
  expect(sent - before).toBe(1);
  late = 400;
  await next(100);
  expect(sent - before).toBe(6);
  late += 800;
  await next(100);
  expect(sent - before).toBeLessThan(6 + 9);
});

test('a timer that fires a moment early still lets the next request go', async () => {
  const manual = manualClock();
  const early = { now: manual.now, after: (delay: number, task: () => void) => manual.after(delay * 0.999, task) };
  const queue = new RequestQueue(early);
  let refusals = 1;
  const sent: Promise<string>[] = Array.from({ length: 3 }, () =>
    queue.run('ORD', 'GET', priority.rest, async () => {
      if (refusals-- > 0)
        throw new ApiError({
          status: 413,
          source: 'panel',
          code: 'http-413',
          message: 'OverLimit Retry...',
          retryAfter: 1_000,
          pace: 500,
        });
      return 'read';
    }),
  );
  await settle();
  sent.push(queue.run('ORD', 'GET', priority.rest, async () => 'read'));
  for (let tick = 0; tick < 4; tick += 1) {
    manual.advance(499.7);
    await settle();
  }
  await expect(Promise.all(sent)).resolves.toEqual(['read', 'read', 'read', 'read']);
});

test('an absolute limit, which names no time, is an error and not a wait', async () => {
  const queue = new RequestQueue(manualClock());
  const error = new ApiError({
    status: 413,
    source: 'region',
    code: 'http-413',
    message: 'Nodes must not exceed 25 per load balancer.',
  });
  await expect(queue.run('ORD', 'POST', priority.write, () => Promise.reject(error))).rejects.toBe(error);
  expect(queue.waits()).toEqual([]);
});

test('a read that nobody looks at any more is never sent', async () => {
  const queue = new RequestQueue(manualClock());
  const log: string[] = [];
  const running = ['a', 'b', 'c', 'd'].map((name) => task(log, name));
  const all = running.map(({ run }) => queue.run('ORD', 'GET', priority.rest, run));
  const abort = new AbortController();
  const dropped = queue.run('ORD', 'GET', priority.rest, task(log, 'dropped').run, abort.signal);
  abort.abort();
  await expect(dropped).rejects.toThrow();
  for (const { end } of running) end();
  await Promise.all(all);
  expect(log).toEqual(['a', 'b', 'c', 'd']);
});

test('after a refusal the verb goes out at the pace that its limit bears, until nothing waits for long', async () => {
  const clock = manualClock();
  const queue = new RequestQueue(clock);
  const sent: number[] = [];
  const started = clock.now();
  let refusals = 1;
  const reads = Array.from({ length: 4 }, () =>
    queue.run('ORD', 'GET', priority.rest, async () => {
      if (refusals-- > 0)
        throw new ApiError({
          status: 413,
          source: 'panel',
          code: 'http-413',
          message: 'OverLimit Retry...',
          retryAfter: 40,
          pace: 100,
        });
      sent.push(clock.now() - started);
    }),
  );
  for (let tick = 0; tick < 100; tick++) {
    await settle();
    clock.advance(10);
  }
  await Promise.all(reads);
  // Three had left before the refusal came; the refused one goes when the limit lets it.
  expect(sent).toEqual([0, 0, 0, 40]);

  sent.length = 0;
  refusals = 1;
  const again = Array.from({ length: 6 }, () =>
    queue.run('ORD', 'GET', priority.rest, async () => {
      if (refusals-- > 0)
        throw new ApiError({
          status: 413,
          source: 'panel',
          code: 'http-413',
          message: 'OverLimit Retry...',
          retryAfter: 40,
          pace: 100,
        });
      sent.push(clock.now());
    }),
  );
  for (let tick = 0; tick < 100; tick++) {
    await settle();
    clock.advance(10);
  }
  await Promise.all(again);
  const gaps = sent.slice(3).map((time, index) => time - sent.slice(2)[index]!);
  expect(gaps.slice(1).every((gap) => gap >= 100)).toBe(true);
});

test('slow writes leave room for the reads that watch them', async () => {
  const queue = new RequestQueue(manualClock());
  const log: string[] = [];
  const writes = ['w1', 'w2', 'w3', 'w4'].map((name) => task(log, name));
  const all = writes.map(({ run }) => queue.run('ORD', 'PUT', priority.write, run));
  await expect(queue.run('ORD', 'GET', priority.rest, async () => 'read')).resolves.toBe('read');
  expect(log).toEqual(['w1', 'w2', 'w3']);
  for (const { end } of writes) {
    end();
    await settle();
  }
  await Promise.all(all);
});

test('nothing is said to wait for a limit when nobody asks for it any more, until somebody does again', async () => {
  const clock = manualClock();
  const queue = new RequestQueue(clock);
  let told = 0;
  queue.subscribe(() => {
    told += 1;
  });
  const stopped = new AbortController();
  const reading = queue.run('ORD', 'GET', priority.rest, async () => Promise.reject(limited(30_000)), stopped.signal);
  await settle();
  const until = clock.now() + 30_000;
  expect(queue.waits()).toEqual([{ region: 'ORD', verb: 'GET', until }]);
  stopped.abort();
  await expect(reading).rejects.toThrow();
  expect(queue.waits()).toEqual([]);
  const again = queue.run('ORD', 'GET', priority.rest, async () => 'read');
  expect(queue.waits()).toEqual([{ region: 'ORD', verb: 'GET', until }]);
  const further = queue.run('ORD', 'GET', priority.rest, async () => 'read');
  expect(told).toBe(3);
  clock.advance(30_000);
  await expect(Promise.all([again, further])).resolves.toEqual(['read', 'read']);
  expect(queue.waits()).toEqual([]);
});
