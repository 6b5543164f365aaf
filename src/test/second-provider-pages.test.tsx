import { configure, screen, within } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type ManualClock, manualClock } from '../../contract/shared/clock.ts';
import { changes } from '../api/changes/changes.ts';
import type { ApiError } from '../api/http/client.ts';
import type { SessionState } from '../api/http/session.ts';
import type { Provider, WriteRequest } from '../api/providers/provider.ts';
import { paths } from '../model/paths.ts';
import { disabled, enabled } from '../model/persistence.ts';
import { renderPage } from './render-page.tsx';
import { secondProvider, settleTime } from './second-provider.ts';
import { signedIn } from './signed-in.ts';

const held = vi.hoisted(() => ({ provider: undefined as Provider | undefined }));
vi.mock('../api/providers/providers.ts', () => ({
  providerOf: () => held.provider,
  currentProvider: () => held.provider,
}));

configure({ defaultHidden: true });
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });
const ticket = enabled('TICKET', { cookieName: 'sid' });

let clock: ManualClock;
let second: ReturnType<typeof secondProvider>;
/** What the history was told of each write. */
let told: unknown[];

const { session } = signedIn({ regions: ['north/1'] }) as Extract<SessionState, { signedIn: true }>;
const fromRegion = { 'x-holdfast-source': 'region', 'x-holdfast-change': '1' };
const network = setupServer(
  http.get('*/session', () => HttpResponse.json({ ...session, expires: new Date(session.expires) })),
  http.post('*/panel/changes', async ({ request }) => {
    told.push(await request.json());
    return HttpResponse.json({ id: '1', key: 'k' }, { status: 201 });
  }),
  http.get('*/panel/history', () => HttpResponse.json({ changes: [], next: null })),
  http.post('*/panel/history/:id/verdict', () => new HttpResponse(null, { status: 204 })),
  http.get('*/panel/*', () => HttpResponse.json({ check: null, favourites: [] })),
  http.put('*/api/*', async ({ request }) => {
    try {
      const path = new URL(request.url).pathname;
      await second.send({ path, body: await request.json() } as WriteRequest);
      return HttpResponse.json({}, { headers: fromRegion });
    } catch (error) {
      return HttpResponse.json({}, { status: (error as ApiError).status, headers: fromRegion });
    }
  }),
);
beforeAll(() => network.listen());
afterAll(() => network.close());
beforeEach(() => {
  told = [];
  clock = manualClock(Date.now());
  second = secondProvider(clock);
  held.provider = second.provider;
});
afterEach(() => {
  for (const { key } of changes.all()) changes.dismiss(key);
});

const radio = (group: string, name: string) =>
  within(screen.getByRole('radiogroup', { name: group })).getByRole<HTMLInputElement>('radio', { name });

test('the dialog changes the pool that its address names, and offers the others', async () => {
  const ref = second.add('web', { blue: ticket, green: disabled });
  const green = { ...ref, part: `${ref.id}/green` };
  renderPage(paths.persistence(green));
  await screen.findByRole('radiogroup', { name: 'Pool' });
  expect(radio('Pool', 'green').checked).toBe(true);
  expect(radio('Session Persistence', 'Disabled').checked).toBe(true);

  await user.click(radio('Session Persistence', 'TICKET'));
  await user.click(radio('Pool', 'blue'));
  expect(radio('Session Persistence', 'TICKET').checked).toBe(true);
  expect(screen.getByRole('button', { name: 'Save' })).toBeDefined();
  await user.click(radio('Pool', 'green'));
  expect(radio('Session Persistence', 'TICKET').checked).toBe(true);

  await user.click(screen.getByRole('button', { name: 'Enable session persistence' }));
  await screen.findByText('accepted (200)');
  clock.advance(settleTime);
  await screen.findByText(/Session persistence of green of web is now TICKET/);
  expect(second.log.writes).toEqual(['team/web/green = TICKET']);
  expect(second.value(green)).toEqual(ticket);
  expect(told).toMatchObject([{ region: 'north/1', subject: { loadBalancerId: 'team/web', part: 'team/web/green' } }]);
});

test('the list and the detail page show what the pools have', async () => {
  const mixed = second.add('mixed', { blue: ticket, green: disabled });
  second.add('bare', {});
  const { unmount } = renderPage('/load-balancers');
  // jsdom measures nothing, so that only the first row is in sight.
  await screen.findByText('Mixed');
  expect(screen.getByRole('link', { name: 'bare' }).getAttribute('href')).toBe('/load-balancers/north%2F1/team%2Fbare');
  unmount();
  renderPage(paths.loadBalancer(mixed));
  await screen.findByRole('heading', { level: 1, name: 'mixed' });
  await screen.findAllByText('Mixed');
});

test('a pool that is not there any more is told, and nothing can be sent', async () => {
  const ref = second.add('web', { blue: ticket, green: disabled });
  renderPage(paths.persistence({ ...ref, part: 'team/web/gone' }));
  await screen.findByText(/This load balancer has no team\/web\/gone/);
  expect(screen.queryByRole('radiogroup', { name: 'Session Persistence' })).toBeNull();
  expect(screen.getByRole('button', { name: 'Save' }).getAttribute('aria-disabled')).toBe('true');
});
