import { expect, it } from 'vitest';
import { setUp } from '../testing/browser.ts';

/** A form as a browser sends it. `file`: the field holds a file of that name. */
const form = (content: string, field = 'content', file = '') => ({
  body: `--edge\r\nContent-Disposition: form-data; name="${field}"${file}\r\n\r\n${content}\r\n--edge--\r\n`,
  headers: { 'content-type': 'multipart/form-data; boundary=edge' },
});

it('gives a page back under a policy in which nothing runs, and which the panel alone may frame', async () => {
  const { browser } = await setUp();
  await browser.signIn('admin');
  const page = '<h1 onclick="x()">Zurück — 🙂</h1><script>parent.stolen = document.cookie</script>';
  const answer = await browser.ask('/panel/page-preview', { method: 'POST', ...form(page) });
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe(page);
  const policy = answer.headers.get('content-security-policy');
  for (const part of ['sandbox;', "default-src 'none'", "form-action 'none'", "frame-ancestors 'self'"])
    expect(policy).toContain(part);
  expect(policy).not.toMatch(/allow-|script-src|https?:/);
  expect(answer.headers.get('x-frame-options')).toBe('SAMEORIGIN');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
});

it('shows nothing to who is not signed in, and nothing that another site sends', async () => {
  const { browser } = await setUp();
  const ask = (headers: Record<string, string> = {}) =>
    browser.ask('/panel/page-preview', {
      method: 'POST',
      body: form('<h1>x</h1>').body,
      headers: { ...form('').headers, ...headers },
    });
  expect((await ask()).status).toBe(401);
  await browser.signIn('admin');
  expect((await ask({ origin: 'https://evil.example' })).status).toBe(403);
  expect((await ask({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
});

it.each([
  ['JSON', { body: '{"content":"x"}', headers: { 'content-type': 'application/json' } }, 415],
  ['a form without the page', form('x', 'other'), 400],
  ['a file in place of the page', form('x', 'content', '; filename="page.html"'), 400],
  ['rubbish', { body: 'x', headers: { 'content-type': 'multipart/form-data; boundary=y' } }, 400],
  ['a page that is too long', form('x'.repeat(301 * 1024)), 413],
])('refuses %s', async (_, request, status) => {
  const { browser } = await setUp();
  await browser.signIn('admin');
  const answer = await browser.ask('/panel/page-preview', { method: 'POST', ...request });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('x-frame-options')).toBe('DENY');
});
