import { afterEach, expect, test, vi } from 'vitest';
import { type Announcement, largestValues } from '../../../contract/shared/change-record.ts';
import { ApiError } from '../http/client.ts';
import { announced, notAnnounced } from './announced.ts';

afterEach(() => vi.unstubAllGlobals());

const about: Announcement = {
  region: 'ORD',
  operation: 'sessionPersistence.enable',
  subject: { loadBalancerId: '71', part: null },
  name: 'web',
  before: 'DISABLED',
  after: 'SOURCE_IP',
  reason: null,
  run: null,
};

/** What the panel server was told; each announcement gets a number. */
function panel(answer: (count: number) => Response = (count) => Response.json({ id: `c${count}`, key: 'k' })) {
  const told: Announcement[] = [];
  vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
    told.push(JSON.parse(String(init.body)));
    return answer(told.length);
  });
  return told;
}
const limited = (change: string | null) =>
  new ApiError({ status: 413, source: 'panel', code: 'http-413', message: 'Over the limit.', retryAfter: 1, change });

test('keeps its announcement while nothing was sent, and makes another one once it was', async () => {
  const told = panel();
  const sent: unknown[] = [];
  const answers = [limited(null), limited('c1'), null];
  const write = announced(about, async (headers) => {
    sent.push(headers['x-holdfast-change']);
    const error = answers.shift();
    if (error) throw error;
    return { status: 202, headers: new Headers({ 'x-holdfast-change': 'c2' }), text: '', duration: 1 };
  });
  await expect(write()).rejects.toThrow('Over the limit.');
  await expect(write()).rejects.toThrow('Over the limit.');
  expect((await write()).status).toBe(202);
  expect(sent).toEqual(['c1', 'c1', 'c2']);
  expect(told).toHaveLength(2);
});

test.each([
  [
    'refuses it',
    () => Response.json({ error: { code: 'history-unavailable', message: 'Full.' } }, { status: 503 }),
    503,
  ],
  [
    'has ended the sign-in',
    () => Response.json({ error: { code: 'signed-out', message: 'Out.' } }, { status: 401 }),
    401,
  ],
  ['stands behind a gateway that fails', () => new Response('<html></html>', { status: 502 }), 502],
  ['does not answer', () => Promise.reject(new TypeError('failed')) as never, 0],
])(
  'sends nothing where the panel server %s, and nobody takes that for an unknown outcome',
  async (_, answer, status) => {
    panel(answer);
    const write = vi.fn();
    await expect(announced(about, write)()).rejects.toMatchObject({ code: notAnnounced, status });
    expect(write).not.toHaveBeenCalled();
  },
);

test('values that are too long together keep their halves', async () => {
  const told = panel();
  const write = async () => ({ status: 202, headers: new Headers(), text: '', duration: 1 });
  await announced({ ...about, before: 'é'.repeat(70_000), after: 'x'.repeat(20) }, write)();
  const [{ before, after } = about] = told;
  expect(new TextEncoder().encode(`${before}${after}`).byteLength).toBeLessThanOrEqual(largestValues);
  expect(before).toMatch(/^é+…$/);
  expect(after).toBe('x'.repeat(20));
});
