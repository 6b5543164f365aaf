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
  const sent: Record<string, string>[] = [];
  vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
    sent.push(init.headers as Record<string, string>);
    return new Response(null, { status: 202 });
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
  expect(sent).toHaveLength(1);
  for (const header of ['x-holdfast-name', 'x-holdfast-reason'])
    expect(decodeURIComponent(sent[0]?.[header] ?? '')).toEqual(
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    );
});
