import { QueryClient } from '@tanstack/react-query';
import { afterEach, expect, test, vi } from 'vitest';
import { ApiError, onRequest, send } from './client.ts';
import { sessionQuery, signIn } from './session.ts';

const service = 'http://127.0.0.1:4100/v2.0';
const who = (user: string, account = '100001') => ({ service, user, account, expires: '2031-05-02T17:20:11Z' });

/** A panel that tells of each request; `user` is who its cookie says. */
function panel() {
  const state = { user: 'admin', asked: [] as string[] };
  vi.stubGlobal('fetch', async (path: string) => {
    state.asked.push(path);
    return Response.json(path === '/session' ? who(state.user) : {});
  });
  return state;
}

const otherTab = new BroadcastChannel('holdfast-session');
afterEach(() => vi.unstubAllGlobals());

const ask = async (path = '/api/ORD/loadbalancers'): Promise<number> =>
  send({ method: 'GET', path }).then(
    ({ status }) => status,
    (error: unknown) => (error instanceof ApiError ? error.status : -1),
  );

vi.setConfig({ testTimeout: 60_000 });

test('nothing is asked for in the name of somebody whom another tab signed in, until the same user is back', async () => {
  const state = panel();
  await new QueryClient().fetchQuery(sessionQuery);
  expect(await ask()).toBe(200);
  const refusals: number[] = [];
  const stop = onRequest((_, answer) => answer?.status === 401 && refusals.push(answer.status));

  state.user = 'observer';
  otherTab.postMessage({ service, user: 'observer', account: '100001' });
  await vi.waitFor(async () => expect(await ask()).toBe(401), 15_000);
  state.asked.length = 0;
  await expect(send({ method: 'PUT', path: '/api/ORD/loadbalancers/71/sessionpersistence' })).rejects.toThrow(
    'Another tab of this browser ended this session. Sign in again to continue.',
  );
  expect(state.asked).toEqual([]);
  expect(refusals.length).toBeGreaterThan(0);
  stop();
  // Sign-in asks who is signed in; that makes nobody the user of this page.
  await new QueryClient().fetchQuery(sessionQuery);
  expect(await ask()).toBe(401);

  otherTab.postMessage({ service, user: 'admin', account: '100001' });
  await vi.waitFor(async () => expect(await ask()).toBe(200), 15_000);
  otherTab.postMessage(null);
  await vi.waitFor(async () => expect(await ask()).toBe(401), 15_000);
  await signIn({ username: 'observer', apiKey: 'x' });
  expect(await ask()).toBe(200);
});
