import { expect, it } from 'vitest';
import { setUp } from '../testing/browser.ts';

const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
const awkward: readonly (readonly [string, string])[] = [
  ['a prototype key', '{"__proto__":{"roles":["lbaas:admin"]},"username":"x","apiKey":"y"}'],
  ['a constructor', '{"constructor":{"prototype":{"polluted":true}}}'],
  ['deep nesting', deep],
  ['duplicate keys', '{"username":"admin","apiKey":"wrong","apiKey":"wrong too","username":"observer"}'],
];

it.each(awkward)(
  'prototype keys, deep nesting and duplicate keys are refused or passed on byte for byte: %s',
  async (_, body) => {
    const { browser, service, another } = await setUp();
    const refused = await another().ask('/session', { method: 'POST', body });
    expect([400, 401, 413]).toContain(refused.status);
    await browser.signIn('admin');
    for (const path of ['/panel/favourites', '/panel/feedback', '/panel/calls', '/panel/views'])
      expect([400, 413]).toContain((await browser.ask(path, { method: 'POST', body })).status);
    service.answer = () => new Response(null, { status: 202 });
    const path = '/api/ORD/loadbalancers/71/sessionpersistence';
    expect((await browser.ask(path, { method: 'PUT', body })).status).toBe(202);
    expect(service.received.find(({ method }) => method === 'PUT')?.body).toBe(body);
    expect((await browser.ask('/panel/history')).status).toBe(200);
    expect('polluted' in {}).toBe(false);
    expect('roles' in {}).toBe(false);
  },
);
