import { expect, it } from 'vitest';
import { runningChanges } from './running-changes.ts';
import { renderSection } from './section.ts';
import { loadBalancerOn } from './testing/load-balancers.ts';

it('goes from one persistence type to another without being DISABLED in between', () => {
  const section = (sessionPersistence: 'HTTP_COOKIE' | 'SOURCE_IP' | null) =>
    renderSection(loadBalancerOn(71, '127.0.0.1', [], { sessionPersistence }), '/maps', '/files');
  const commands = (before: ReturnType<typeof section>, after: ReturnType<typeof section>) =>
    runningChanges(after, before.running, after.running);
  const [disabled, cookie, sourceIp] = [section(null), section('HTTP_COOKIE'), section('SOURCE_IP')];
  expect(commands(sourceIp, cookie)).toEqual([
    'set server 71.choice/HTTP_COOKIE state ready',
    'set server 71.choice/SOURCE_IP state maint',
  ]);
  expect(commands(disabled, cookie)).toEqual(['set server 71.choice/HTTP_COOKIE state ready']);
  expect(commands(cookie, disabled)).toEqual(['set server 71.choice/HTTP_COOKIE state maint']);
  expect(commands(cookie, cookie)).toEqual([]);
});
