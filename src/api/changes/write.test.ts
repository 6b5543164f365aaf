import { afterEach, expect, test, vi } from 'vitest';
import { disabled, enabled } from '../../model/persistence.ts';
import { persistenceKind } from './persistence-kind.ts';
import { changePorts } from './real-ports.ts';

afterEach(() => vi.unstubAllGlobals());

test.each([
  ['half a character', 'web-\ud83d', 'web-\ufffd'],
  ['signs that a URL would take for its own', '100 % & größer', '100 % & größer'],
  ['more than is kept', 'x'.repeat(900), /^x+…$/],
])('a name and a reason with %s do not stop a change', async (_, text, expected) => {
  const told: Record<string, unknown>[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (path !== '/panel/changes') return new Response(null, { status: 202 });
    told.push(JSON.parse(String(init.body)));
    return Response.json({ id: 'c1', key: 'k1' }, { status: 201 });
  });
  await changePorts.write({
    kind: persistenceKind,
    subject: { region: 'ORD', id: '71' },
    name: text,
    before: disabled,
    after: enabled('SOURCE_IP'),
    reason: text,
    run: null,
    whenBusy: 'wait',
  });
  const kept = typeof expected === 'string' ? expected : expect.stringMatching(expected);
  expect(told).toMatchObject([{ name: kept, reason: kept }]);
});
