import { expect, test } from 'vitest';
import { Browser, errorOf, setUp } from '../testing/browser.ts';

const body = { text: 'It works.', page: '/' };

test('a network of IPv6 counts as one address, so that signed out nobody sends more than twenty in ten minutes', async () => {
  const told: string[] = [];
  const fetch: typeof globalThis.fetch = async (url) => {
    told.push(String(url));
    return new Response(null, { status: 204 });
  };
  const { panel, clock } = await setUp({ fetch, feedbackWebhookUrl: 'https://hooks.example.com/feedback' });
  const anyone = new Browser(panel);
  const from = (address: string) => anyone.ask('/panel/feedback', { method: 'POST', body, address });
  for (let sent = 1; sent <= 20; sent += 1) expect((await from(`2001:db8::${sent}`)).status).toBe(201);
  const refused = await from('2001:db8::ffff');
  expect([refused.status, (await errorOf(refused)).code]).toEqual([429, 'too-much-feedback']);
  expect(told).toHaveLength(20);
  expect((await from('2001:db8:0:1::1')).status).toBe(201);
  clock.advance(10 * 60_000 + 1);
  expect((await from('2001:db8::ffff')).status).toBe(201);
});
