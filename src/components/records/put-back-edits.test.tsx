import { screen, waitFor, within } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { exampleCertificate, exampleKey } from '../../../contract/clb/schemas/example-certificate.ts';
import { isOver } from '../../api/changes/change.ts';
import { changes } from '../../api/changes/changes.ts';
import { kindNamed } from '../../api/changes/kinds.ts';
import { readHistory } from '../../api/history/history.ts';
import { priority } from '../../api/http/queue.ts';
import { providerOf } from '../../api/providers/providers.ts';
import { type Composition, compose, settle } from '../../test/composition.ts';
import { renderPage } from '../../test/render-page.tsx';

// A whole panel answers every request here: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });

let world: Composition;
let id: string;
beforeEach(async () => {
  world = await compose();
  id = String(await world.idOf('ORD', 'web-frontend'));
  await world.signIn('admin');
});
afterEach(async () => {
  for (const button of screen.queryAllByRole('button', { name: 'Close notification' })) button.click();
  for (const { key } of changes.all()) {
    changes.cancel(key);
    changes.dismiss(key);
  }
  await world.close();
});

type Fields = Readonly<Record<string, unknown>>;

/** Asks the region and lets it finish. */
async function ask(method: string, path: string, body?: unknown): Promise<Fields> {
  const answer = await world.ask('ORD', method, `/loadbalancers/${id}${path}`, body);
  expect(answer.status).toBeLessThan(300);
  world.clock.advance(settle);
  return answer.body as Fields;
}
const loadBalancer = async () => (await ask('GET', '')).loadBalancer as Fields;
const firstNode = async () =>
  String((await loadBalancer()).nodes && ((await loadBalancer()).nodes as { id: number }[])[0]!.id);

/** Lets the region finish whatever it accepts until all changes of the page are over. */
const untilOver = () =>
  vi.waitFor(
    () => {
      world.clock.advance(settle);
      expect(changes.all().every(({ state }) => isOver(state))).toBe(true);
    },
    { timeout: 20_000 },
  );

/** Makes a change as its dialog does, and waits until the history knows that it is in force. */
async function change(edit: string, part: Fields) {
  const kind = await kindNamed(edit, 'ORD');
  const subject = { region: 'ORD', id };
  const details = await providerOf('ORD').reads.details(subject, priority.onScreen);
  const before = await kind!.valueIn(details, subject);
  const asked = { kind: kind!, subject, name: 'web-frontend', before, after: { ...(before as Fields), ...part } };
  const end = changes.startInSteps({ ...asked, reason: '', run: null, whenBusy: 'wait' });
  await untilOver();
  expect(await end).toMatchObject({ at: 'done', already: false });
  await vi.waitFor(async () => expect((await readHistory({})).changes[0]?.verdict).toBe('confirmed'), 15_000);
}

const revert = () => screen.findByRole('button', { name: 'Revert the change of web-frontend' });
const reasonOf = (button: HTMLElement) =>
  document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent ?? '';

/** Opens what reverts the newest change. */
async function openRevert() {
  renderPage('/history');
  await user.click((await screen.findAllByRole('button', { name: 'Revert the change of web-frontend' }))[0]!);
  const dialog = await screen.findByRole('dialog', { name: 'Revert' });
  // Looked for each time: a button with a reason stands in a tooltip.
  const button = () => within(dialog).getByRole('button', { name: /^Revert (to|the change)/ });
  await waitFor(() => expect(button().getAttribute('aria-busy')).toBeNull());
  return { dialog, button };
}

const secure = {
  sslTermination: {
    certificate: exampleCertificate.trim(),
    privatekey: exampleKey,
    enabled: true,
    securePort: 443,
    secureTrafficOnly: true,
  },
};

interface Case {
  readonly edit: string | (() => Promise<string>);
  /** What the region has before, where it matters. */
  prepare?(): Promise<unknown>;
  readonly after: Fields;
  /** The change and its way back in the words of the kind. */
  readonly words: readonly [former: string, now: string];
  /** What of the region is to be as before. */
  readonly stored?: (lb: Fields) => unknown;
}

const node = async () => `nodes/${await firstNode()}`;
const cases: readonly Case[] = [
  {
    edit: 'connection-throttle',
    after: { maxConnections: 500 },
    words: ['Disabled', 'at most 500 connections from one client'],
    stored: ({ connectionThrottle }) => connectionThrottle,
  },
  {
    edit: 'health-monitor',
    prepare: () =>
      ask('PUT', '/healthmonitor', {
        healthMonitor: { type: 'CONNECT', delay: 10, timeout: 5, attemptsBeforeDeactivation: 2 },
      }),
    after: { delay: 20 },
    words: ['CONNECT every 10 s', 'CONNECT every 20 s'],
    stored: ({ healthMonitor }) => healthMonitor,
  },
  {
    edit: 'content-caching',
    after: { enabled: true },
    words: ['Disabled', 'Enabled'],
    stored: ({ contentCaching }) => contentCaching,
  },
  {
    edit: 'connection-logging',
    after: { enabled: true },
    words: ['Disabled', 'Enabled'],
    stored: ({ connectionLogging }) => connectionLogging,
  },
  {
    edit: 'error-page',
    after: { content: '<h1>Back soon</h1>' },
    words: ['Default page', 'Page of 18 bytes'],
  },
  {
    edit: 'access-list',
    after: { rules: [{ address: '192.0.2.7', type: 'DENY' }] },
    words: ['0 Access Rules', '1 Access Rule'],
    stored: ({ accessList }) => accessList ?? [],
  },
  {
    edit: 'edit',
    prepare: () => ask('PUT', '', { loadBalancer: { algorithm: 'RANDOM', timeout: 40 } }),
    after: { timeout: 60, algorithm: 'LEAST_CONNECTIONS' },
    words: ['web-frontend, HTTP 8001, Random, 40 s', 'web-frontend, HTTP 8001, Least connections, 60 s'],
    stored: ({ name, algorithm, timeout, port }) => ({ name, algorithm, timeout, port }),
  },
  {
    edit: node,
    after: { condition: 'DRAINING' },
    words: ['Enabled, Primary', 'Draining, Primary'],
    stored: ({ nodes }) => (nodes as Fields[])[0]!.condition,
  },
  {
    edit: async () => `${await node()}/remove`,
    after: { node: null },
    words: ['127.10.255.254:8091', 'removed'],
    stored: ({ nodes }) =>
      (nodes as Fields[]).map(({ address, port, condition }) => [address, port, condition]).toSorted(),
  },
  {
    edit: 'ssl-termination',
    prepare: () => ask('PUT', '/ssltermination', secure),
    after: { secureTrafficOnly: false },
    words: ['Enabled on port 443, secure traffic only', 'Enabled on port 443'],
    stored: ({ sslTermination }) => sslTermination,
  },
  {
    edit: 'https-redirect',
    prepare: () => ask('PUT', '/ssltermination', secure),
    after: { enabled: true },
    words: ['Disabled', 'Enabled'],
    stored: ({ httpsRedirect }) => httpsRedirect ?? false,
  },
];

const named = async ({ edit }: Case) => (typeof edit === 'string' ? edit : edit());

test.each(cases.map((each) => [each.words[1], each] as const))('%s is reverted from the history', async (_, each) => {
  await each.prepare?.();
  const before = await loadBalancer();
  await change(await named(each), each.after);
  if (each.stored) expect(each.stored(await loadBalancer())).not.toEqual(each.stored(before));
  const { dialog, button } = await openRevert();
  const [former, now] = each.words;
  const row = screen.getByRole('button', { name: 'Revert the change of web-frontend', hidden: true }).closest('tr')!;
  expect(row.textContent).toContain(`${former}→${now}`);
  expect(within(dialog).getByText('The change').nextElementSibling?.textContent).toContain(`${former} → ${now}`);
  expect(within(dialog).getByText('Reads now').nextElementSibling?.textContent).toContain(now);
  expect(within(dialog).getByText('Will be').nextElementSibling?.textContent).toContain(former);
  await user.click(button());
  await untilOver();
  await within(dialog).findByText(`It reads ${former} again.`, { exact: false });
  if (each.stored) expect(each.stored(await loadBalancer())).toEqual(each.stored(before));
  await waitFor(async () =>
    expect((await readHistory({})).changes[0]).toMatchObject({
      verdict: 'confirmed',
      reason: expect.stringMatching(/^Revert the change of/),
    }),
  );
});

describe('what cannot be reverted says why', () => {
  test.each<[string, () => Promise<void>, RegExp]>([
    ['an addition', () => change('nodes/new', { nodes: [{ address: '10.20.9.9', port: 80 }] }), /has an id of its own/],
    [
      'a private key',
      () =>
        change('ssl-termination', { ...secure.sslTermination, cipherProfile: 'default', tls10: false, tls11: false }),
      /the panel keeps no private key/,
    ],
    [
      'a write of another program',
      async () => {
        const answer = await fetch(`/api/ORD/loadbalancers/${id}`, {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
          body: '{"loadBalancer":{"timeout":77}}',
        });
        expect(answer.status).toBe(202);
        world.clock.advance(settle);
      },
      /does not know the values/,
    ],
  ])('%s', async (_, make, why) => {
    await make();
    renderPage('/history');
    const button = await waitFor(async () => {
      const found = (await screen.findAllByRole('button', { name: /^Revert the change of/ }))[0]!;
      expect(reasonOf(found)).toMatch(why);
      return found;
    });
    await user.click(button);
    expect(screen.queryByRole('dialog', { name: 'Revert' })).toBeNull();
  });
});

describe('a revert is refused, and nothing is sent,', () => {
  const made = () => change('edit', { timeout: 60 });
  const refused = async (why: RegExp) => {
    const { dialog, button } = await openRevert();
    await waitFor(() => expect(button().getAttribute('aria-disabled')).toBe('true'));
    expect(reasonOf(button())).toMatch(why);
    await user.click(button());
    expect(within(dialog).queryByText(/You may close this/)).toBeNull();
    expect((await readHistory({})).changes).toHaveLength(1);
  };

  test('where somebody changed the same field since', async () => {
    await made();
    await ask('PUT', '', { loadBalancer: { timeout: 99 } });
    await refused(
      /^Changed since by somebody else: it was set to .*60 s and reads .*99 s now\. Nothing will be sent\./,
    );
    expect(await loadBalancer()).toMatchObject({ timeout: 99 });
  });

  test('where somebody changed it while the dialog stood open', async () => {
    await made();
    const { dialog, button } = await openRevert();
    await ask('PUT', '', { loadBalancer: { timeout: 99 } });
    await user.click(button());
    await within(dialog).findByText(/^Nothing was sent: configuration of web-frontend was .*60 s when you chose/);
    expect(await loadBalancer()).toMatchObject({ timeout: 99 });
  });

  test('to whom the right is missing', async () => {
    await made();
    await world.signIn('observer');
    await refused(/lbaas:creator/);
  });

  test('where the way back is a deletion, to a creator', async () => {
    await change('connection-throttle', { maxConnections: 5 });
    await world.signIn('creator');
    await refused(/lbaas:admin/);
  });

  test('where the feature fits no more', async () => {
    await ask('PUT', '/contentcaching', { contentCaching: { enabled: true } });
    await change('content-caching', { enabled: false });
    await ask('DELETE', '/healthmonitor');
    await ask('PUT', '', { loadBalancer: { protocol: 'TCP', port: 8001 } });
    await refused(/^Content caching needs protocol HTTP; this load balancer is TCP/);
  });

  test('in a status that takes no change', async () => {
    await made();
    await world.control('status', { loadBalancerId: Number(id), status: 'ERROR' });
    await refused(/ERROR and cannot be changed/);
  });

  test('of what is not there any more', async () => {
    const edit = await node();
    await change(edit, { condition: 'DRAINING' });
    await ask('DELETE', `/${edit}`);
    await refused(/Does not exist any more/);
  });
});

test('a field that somebody else changed since stays as it is', async () => {
  await change('edit', { timeout: 60 });
  await ask('PUT', '', { loadBalancer: { algorithm: 'RANDOM' } });
  const { dialog, button } = await openRevert();
  expect(within(dialog).getByText('Will be').nextElementSibling?.textContent).toContain('Random, 30 s');
  await user.click(button());
  await untilOver();
  await within(dialog).findByText(/^It reads .*Random, 30 s again\.$/);
  expect(await loadBalancer()).toMatchObject({ algorithm: 'RANDOM', timeout: 30 });
});

test('of a locked load balancer it waits, and says so', async () => {
  await change('connection-throttle', { maxConnections: 5 });
  await world.control('status', { loadBalancerId: Number(id), status: 'PENDING_UPDATE' });
  const { dialog, button } = await openRevert();
  await within(dialog).findByText(/It will be sent when it is ACTIVE\./);
  await user.click(button());
  await within(dialog).findByText(/Queued: will be sent when the load balancer is ACTIVE/);
  await world.control('status', { loadBalancerId: Number(id), status: 'ACTIVE' });
  await untilOver();
  await within(dialog).findByText('It reads Disabled again.');
});

test('an open edit is verified in the words of its kind', async () => {
  const body = { connectionThrottle: { maxConnections: 5 } };
  const announced = await fetch('/panel/changes', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      region: 'ORD',
      operation: 'connectionThrottle.set',
      subject: { loadBalancerId: id, part: null },
      name: 'web-frontend',
      before: '{}',
      after: '{"maxConnections":5}',
    }),
  });
  const answer = await fetch(`/api/ORD/loadbalancers/${id}/connectionthrottle`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'x-holdfast-change': (await announced.json()).id },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(202);
  world.clock.advance(settle);
  renderPage('/history');
  await user.click(await screen.findByRole('button', { name: 'Verify now: web-frontend' }));
  await screen.findByText('Connection throttling of web-frontend reads at most 5 connections from one client.');
  await waitFor(async () => expect((await revert()).getAttribute('aria-disabled')).toBeNull());
});
