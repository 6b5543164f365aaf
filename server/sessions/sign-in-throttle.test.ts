import { describe, expect, it } from 'vitest';
import { memoryStore } from '../store/memory.ts';
import type { PanelStore } from '../store/store.ts';
import { AttemptCounters, cellsOf } from './attempt-counters.ts';
import { networkOf, signInThrottle } from './sign-in-throttle.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

function setUp(store: PanelStore = memoryStore(), salt = 'salt') {
  const clock = { time: Date.UTC(2031, 4, 2) };
  const failures: unknown[] = [];
  const throttle = signInThrottle({
    store: store.knownAddresses,
    identityUrl: 'https://identity.example.com/v2.0',
    salt,
    now: () => clock.time,
    failed: (error) => failures.push(error),
  });
  const wrong = async (user: string, address: string) => (await throttle.begin(user, address)).wait;
  const right = async (user: string, address: string) => {
    const attempt = await throttle.begin(user, address);
    if (attempt.wait === 0) await attempt.succeeded();
    return attempt.wait;
  };
  const times = async (count: number, attempt: (index: number) => Promise<number>) => {
    const waits: number[] = [];
    for (let index = 0; index < count; index++) waits.push(await attempt(index));
    return waits;
  };
  const refused = (waits: number[]) => waits.filter((wait) => wait > 0).length;
  return { clock, failures, throttle, wrong, right, times, refused };
}

describe('wrong keys', () => {
  it('of one user from one address come eight at once and then one in 37.5 seconds', async () => {
    const { clock, wrong, times } = setUp();
    expect(await times(10, () => wrong('admin', '203.0.113.1'))).toEqual([...Array(8).fill(0), 37_500, 37_500]);
    clock.time += 37_500;
    expect(await times(2, () => wrong('admin', '203.0.113.1'))).toEqual([0, 37_500]);
    expect(await wrong('admin', '203.0.113.2')).toBe(0);
    expect(await wrong('creator', '203.0.113.1')).toBe(0);
  });

  it('count as one user however the name is written', async () => {
    const { wrong, times, refused } = setUp();
    const names = ['admin', 'ADMIN', ' admin', 'ad\u200bmin', 'Admin\u00a0'];
    expect(refused(await times(20, (index) => wrong(names[index % 5]!, '203.0.113.1')))).toBe(12);
  });

  it('of many users from one address are slowed, and its neighbours are not', async () => {
    const { wrong, times, refused } = setUp();
    expect(refused(await times(100, (index) => wrong(`user${index}`, '203.0.113.1')))).toBe(60);
    expect(await wrong('user1', '203.0.113.2')).toBe(0);
  });

  it('of one user from many addresses are slowed to one in 15 seconds, and a right key waits no longer than that', async () => {
    const { wrong, times, refused } = setUp();
    const waits = await times(1_000, (index) => wrong('admin', `10.0.${index >> 8}.${index & 255}`));
    expect(refused(waits)).toBe(880);
    expect(Math.max(...waits)).toBe(15_000);
    expect(await wrong('creator', '10.0.0.1')).toBe(0);
  });

  it('count at the same time, too', async () => {
    const { wrong, refused } = setUp();
    expect(refused(await Promise.all(Array.from({ length: 50 }, () => wrong('admin', '203.0.113.1'))))).toBe(42);
  });

  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', true],
    ['2001:db8:1:2::1', '[2001:0DB8:0001:0002::a]', true],
    ['fe80::1%eth0', 'fe80::2%eth1', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['::ffff:203.0.113.9', '203.0.113.9', true],
    ['203.0.113.9:4711', '203.0.113.9:4712', true],
    ['[2001:db8:1:2::1]:4711', '2001:db8:1:2::9', true],
    ['203.0.113.9', '203.0.113.10', false],
    ['', 'unknown', false],
  ])('of %s and %s come from one network: %s', (one, other, same) => {
    expect(networkOf(one) === networkOf(other)).toBe(same);
  });

  it('from all of a /64 are those of one address', async () => {
    const { wrong, times, refused } = setUp();
    expect(refused(await times(200, (index) => wrong('admin', `2001:db8:1:2::${index.toString(16)}`)))).toBe(192);
    expect(await wrong('admin', '2001:db8:1:3::1')).toBe(0);
  });

  it('that were no guesses are taken back, to the last', async () => {
    const { throttle, times, refused } = setUp();
    const down = async () => {
      const attempt = await throttle.begin('admin', '203.0.113.1');
      attempt.withdraw();
      attempt.withdraw();
      return attempt.wait;
    };
    expect(refused(await times(500, down))).toBe(0);
  });

  it('count for nobody for long when the clock is set back', async () => {
    const { clock, wrong, times } = setUp();
    await times(8, () => wrong('admin', '203.0.113.1'));
    clock.time -= 40 * day;
    expect(await times(9, () => wrong('admin', '203.0.113.1'))).toEqual([...Array(8).fill(0), 37_500]);
  });
});

describe('a known address', () => {
  const strangers = (index: number) => `10.1.${index >> 8}.${index & 255}`;

  it('is never kept out by others, from wherever and however often they try', async () => {
    const { wrong, right, times } = setUp();
    expect(await right('admin', '198.51.100.7')).toBe(0);
    await times(2_000, (index) => wrong('admin', strangers(index % 300)));
    // The colleagues behind the same address guess, too, at other users.
    await times(100, (index) => wrong(`other${index}`, '198.51.100.7'));
    expect(await wrong('admin', '198.51.100.8')).toBeGreaterThan(0);
    for (let count = 0; count < 20; count++) expect(await right('admin', '198.51.100.7')).toBe(0);
  });

  it('is one of IPv6 as well, with the whole /64', async () => {
    const { wrong, right, times } = setUp();
    await right('admin', '2001:db8::1');
    await times(1_000, (index) => wrong('admin', strangers(index % 300)));
    expect(await right('admin', '2001:db8::2')).toBe(0);
  });

  it('does not let its own wrong keys through without end', async () => {
    const { wrong, right, times, refused } = setUp();
    await right('admin', '198.51.100.7');
    expect(refused(await times(100, () => wrong('admin', '198.51.100.7')))).toBe(84);
  });

  it('is known for 30 days after the last sign-in from it', async () => {
    const { clock, wrong, right, times } = setUp();
    const underAttack = async (address: string) => {
      await times(400, (index) => wrong('admin', strangers(index)));
      return right('admin', address);
    };
    await right('admin', '198.51.100.7');
    clock.time += 20 * day;
    await right('admin', '198.51.100.7');
    clock.time += 29 * day;
    expect(await underAttack('198.51.100.7')).toBe(0);
    clock.time += 31 * day;
    expect(await underAttack('198.51.100.7')).toBeGreaterThan(0);
  });

  it('is that user’s only', async () => {
    const { wrong, right, times } = setUp();
    await right('creator', '198.51.100.7');
    await times(400, (index) => wrong('admin', strangers(index)));
    expect(await right('admin', '198.51.100.7')).toBeGreaterThan(0);
  });

  it('is known to another server that shares the store, and stored as nobody can read it', async () => {
    const store = memoryStore();
    const kept: unknown[] = [];
    const { remember } = store.knownAddresses;
    const watched = {
      ...store,
      knownAddresses: {
        ...store.knownAddresses,
        remember: (...given: Parameters<typeof remember>) => {
          kept.push(given);
          return remember(...given);
        },
      },
    };
    await setUp(watched).right('admin', '198.51.100.7');
    const other = setUp(watched, 'another salt');
    await other.times(1_000, (index) => other.wrong('admin', strangers(index)));
    expect(await other.right('admin', '198.51.100.7')).toBe(0);
    expect(JSON.stringify(kept)).not.toMatch(/admin|198/);
  });

  it('is taken for unknown, which only slows down, while the store is away', async () => {
    const store = memoryStore();
    const away = () => Promise.reject(new Error('away'));
    const { right, wrong, times, failures } = setUp({ ...store, knownAddresses: { remember: away, has: away } });
    expect(await right('admin', '198.51.100.7')).toBe(0);
    await times(400, (index) => wrong('admin', strangers(index)));
    const wait = await right('admin', '198.51.100.7');
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(15_000);
    expect(failures.length).toBeGreaterThan(1);
  });
});

describe('the counters', () => {
  it('are not flushed by 50,000 attempts of other users and addresses, which keep nobody out either', async () => {
    const counters = new AttemptCounters({ burst: 8, interval: 37_500 });
    const now = Date.UTC(2031, 4, 2);
    const target = await cellsOf('salt', 'target');
    for (let count = 0; count < 8; count++) counters.add(target, now);
    const junk = await Promise.all(Array.from({ length: 50_000 }, (_, index) => cellsOf('salt', `junk ${index}`)));
    for (const cells of junk) if (counters.wait(cells, now) === 0) counters.add(cells, now);
    expect(counters.wait(target, now)).toBe(37_500);
    const fresh = await Promise.all(Array.from({ length: 2_000 }, (_, index) => cellsOf('salt', `fresh ${index}`)));
    expect(fresh.filter((cells) => counters.wait(cells, now) > 0)).toEqual([]);
  });

  it('take back what was counted, and no more, also where others were counted meanwhile', async () => {
    const counters = new AttemptCounters({ burst: 2, interval: 1_000 });
    const cells = await cellsOf('salt', 'a');
    const takeBack = counters.add(cells, 0);
    counters.add(cells, 0);
    expect(counters.wait(cells, 0)).toBe(1_000);
    takeBack();
    takeBack();
    expect(counters.wait(cells, 0)).toBe(0);
    counters.add(cells, 0);
    expect(counters.wait(cells, 0)).toBe(1_000);
  });
});
