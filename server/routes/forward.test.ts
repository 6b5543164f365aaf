import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../contract/shared/clock.ts';
import { memoryStore } from '../store/memory.ts';
import { Browser, errorOf, origin, setUp } from '../testing/browser.ts';
import { scriptedService } from '../testing/service.ts';
import { fetchUpstream, type UpstreamRequest } from '../upstream.ts';
import { unfitAnswer } from '../upstream-errors.ts';

const path = '/api/ORD/loadbalancers/71/sessionpersistence';
const enable = { method: 'PUT', body: { sessionPersistence: { persistenceType: 'SOURCE_IP' } } };

async function signedIn(user = 'admin') {
  const setup = await setUp();
  await setup.browser.signIn(user);
  return setup;
}

describe('forwarding', () => {
  it('sends an operation to the region’s endpoint with the user’s token and passes the answer on', async () => {
    const { browser, service } = await signedIn();
    const bytes = '{ "sessionPersistence" : {"persistenceType":"HTTP_COOKIE"} }\n';
    service.answer = () =>
      new Response(bytes, {
        headers: { 'content-type': 'application/json', 'set-cookie': 'a=b', 'x-powered-by': 'x' },
      });
    const response = await browser.ask(`${path}?x=1`, {
      headers: {
        accept: 'application/json',
        authorization: 'Basic x',
        'x-forwarded-host': 'evil',
        'x-auth-token': 'other',
      },
    });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(bytes);
    expect(response.headers.get('x-holdfast-source')).toBe('region');
    expect(response.headers.get('content-type')).toBe('application/json');
    for (const name of ['set-cookie', 'x-powered-by']) expect(response.headers.get(name)).toBeNull();
    const sent = service.received.find(({ url }) => url.includes('sessionpersistence'))!;
    expect(sent.url).toBe('http://127.0.0.1:4100/ord/v1.0/100001/loadbalancers/71/sessionpersistence?x=1');
    expect(sent.headers.get('x-auth-token')).toBe('token-of-admin-100001');
    expect(sent.headers.get('accept')).toBe('application/json');
    for (const name of ['cookie', 'authorization', 'x-forwarded-host', 'origin'])
      expect(sent.headers.get(name)).toBeNull();
  });

  it('passes a body byte for byte, whatever it is', async () => {
    const { browser, service } = await signedIn();
    service.answer = () => new Response(null, { status: 202 });
    const body = '{"a":1,"a":2, "privatekey":"…",\n "__proto__":{}}';
    expect((await browser.ask(path, { method: 'PUT', body })).status).toBe(202);
    expect(service.received.at(-1)!.body).toBe(body);
    expect(service.received.at(-1)!.headers.get('content-type')).toBe('application/json');
  });

  it('passes the region’s faults and its 401 on untouched', async () => {
    const { browser, service } = await signedIn();
    for (const [status, body] of [
      [400, '{"validationErrors":{"messages":["no"]},"message":"Validation Failure","code":400}'],
      [401, ''],
      [422, '{"message":"Session persistence is already deleted.","code":422}'],
      [500, '{"message":"x"}'],
    ] as const) {
      service.answer = () => new Response(body, { status, headers: { 'content-type': 'application/json' } });
      const response = await browser.ask(path);
      expect([response.status, await response.text()]).toEqual([status, body]);
      expect(response.headers.get('x-holdfast-source')).toBe('region');
    }
  });

  it('refuses without a sign-in, and after it has expired', async () => {
    const { browser, another, service, clock } = await signedIn();
    expect((await another().ask(path)).status).toBe(401);
    clock.advance(24 * 60 * 60_000);
    const response = await browser.ask(path);
    expect(response.status).toBe(401);
    expect(await errorOf(response)).toMatchObject({ code: 'signed-out' });
    expect(service.received).toEqual([]);
  });

  it('names the regions there are when asked for another', async () => {
    const { browser, service } = await signedIn();
    for (const region of ['SYD', 'ord', '__proto__', 'constructor', '%00', '..%2f']) {
      const response = await browser.ask(`/api/${region}/loadbalancers`);
      expect(response.status).toBe(404);
    }
    expect((await errorOf(await browser.ask('/api/SYD/loadbalancers'))).message).toBe(
      'This account has no region SYD. It has ORD, DFW.',
    );
    expect(service.received).toEqual([]);
  });

  it('reads a local region’s extras, and nothing else there', async () => {
    const { browser, service } = await signedIn();
    service.answer = () => Response.json({ table: [] });
    expect((await browser.ask('/api/ORD/extras/loadbalancers/71/sessions')).status).toBe(200);
    expect(service.received.at(-1)!.url).toBe('http://127.0.0.1:4100/ord/extras/100001/loadbalancers/71/sessions');
    expect((await browser.ask('/api/DFW/extras/loadbalancers/71/sessions')).status).toBe(404);
    service.answer = () => new Response(null, { status: 204 });
    const forget = (client: string) =>
      browser.ask(`/api/ORD/extras/loadbalancers/71/sessions/${client}`, { method: 'DELETE' });
    expect((await forget('198.51.100.7')).status).toBe(204);
    expect((await forget(encodeURIComponent('2001:db8::1'))).status).toBe(204);
    expect((await forget('a%2f..%2fb')).status).toBe(404);
    const { changes } = await (await browser.ask('/panel/history?loadBalancerId=71')).json();
    expect(changes[0]).toMatchObject({ operation: 'sessions.forget', status: 204 });
    expect((await browser.ask('/api/ORD/extras/a', { method: 'POST', body: {} })).status).toBe(404);
    expect((await browser.ask('/api/ORD/extras/..%2f..%2fcontrol')).status).toBe(404);
  });
});

describe('hostile paths', () => {
  it.each([
    '/api/ORD/',
    '/api/ORD',
    '/api/ORD/tokens',
    '/api/ORD/control/faults',
    '/api/ORD/loadbalancers/71/unknown',
    '/api/ORD/loadbalancers/71%2fsessionpersistence',
    '/api/ORD/loadbalancers/71%252fsessionpersistence',
    '/api/ORD/loadbalancers/%2e%2e/%2e%2e/200002/loadbalancers',
    '/api/ORD/..%2f..%2fv2.0/tokens',
    '/api/ORD//loadbalancers',
    '/api/ORD//evil.example/loadbalancers',
    '/api/ORD/loadbalancers/71/sessionpersistence%00',
    '/api/ORD/loadbalancers/71/sessionpersistence%0d%0aHost:%20evil',
    '/api/ORD/loadbalancers/71;a=b/sessionpersistence',
    '/api/ORD/loadbalancers/http://evil.example/',
    '/api/ORD/loadbalancers/71/sessionpersistence/../../../../200002/loadbalancers/1',
    '/api/ORD/@evil.example/loadbalancers',
    '/api/ORD/loadbalancers/９９',
    '/api/ORD/loadbalancers/99999999999999999999',
  ])('%s reaches nothing', async (hostile) => {
    const { browser, service } = await signedIn();
    const response = await browser.ask(hostile);
    expect([400, 404]).toContain(response.status);
    expect(service.received).toEqual([]);
  });

  it('only ever asks for addresses below the user’s own endpoint', async () => {
    const { browser, service } = await signedIn();
    service.answer = () => Response.json({});
    const piece = fc.oneof(
      fc.constantFrom(
        '..',
        '.',
        '%2e',
        '%2f',
        '\\',
        '//',
        '@',
        ':',
        '?',
        '#',
        '%00',
        '71',
        'loadbalancers',
        'nodes',
        ';',
      ),
      fc.string({ maxLength: 6 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        const url = `${origin}/api/ORD/loadbalancers/${pieces.join('/')}`;
        if (!URL.canParse(url)) return;
        service.received.length = 0;
        const response = await browser.ask(url);
        expect(response.status).toBeLessThan(500);
        for (const sent of service.received)
          expect(sent.url).toMatch(/^http:\/\/127\.0\.0\.1:4100\/ord\/v1\.0\/100001\/(loadbalancers|limits)/);
      }),
      { numRuns: 200 },
    );
  });

  it.each(['PATCH', 'OPTIONS', 'HEAD', 'FOO'])('%s is no method of the API', async (method) => {
    const { browser, service } = await signedIn();
    expect((await browser.ask(path, { method })).status).toBe(404);
    expect(
      (await browser.ask(path, { method: 'POST', headers: { 'x-http-method-override': 'DELETE' }, body: {} })).status,
    ).toBe(404);
    expect(service.received).toEqual([]);
  });

  it('refuses bodies and queries that are too large', async () => {
    const { browser, service } = await signedIn();
    expect((await browser.ask(path, { method: 'PUT', body: 'x'.repeat(600_000) })).status).toBe(413);
    expect((await browser.ask(`${path}?${'a'.repeat(5_000)}`)).status).toBe(414);
    expect(service.received.filter(({ method }) => method === 'PUT')).toEqual([]);
  });
});

describe('a region that does not answer as it should', () => {
  const html = '<!doctype html><title>503</title>';
  const page = (status: number) => () => new Response(html, { status, headers: { 'content-type': 'text/html' } });
  const json = (text: string) => () => new Response(text, { headers: { 'content-type': 'application/json' } });
  const broken = () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"a":'));
        controller.error(new Error('reset'));
      },
    });
    return new Response(body, { headers: { 'content-type': 'application/json' } });
  };
  const coded = (code: string) => () =>
    Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: { code } }));

  it.each([
    ['refuses', coded('ECONNREFUSED'), 502, 'upstream-unreachable'],
    ['has no address', coded('ENOTFOUND'), 502, 'upstream-unreachable'],
    ['has a wrong certificate', coded('CERT_HAS_EXPIRED'), 502, 'upstream-certificate'],
    ['resets', coded('ECONNRESET'), 502, 'upstream-reset'],
    ['breaks off in the middle', broken, 502, 'upstream-reset'],
    ['answers 200 with a page', page(200), 502, 'upstream-not-api'],
    ['answers 503 with a page', page(503), 503, 'upstream-not-api'],
    ['answers 404 with a page', page(404), 404, 'upstream-not-api'],
    ['calls a page JSON', json(html), 502, 'upstream-not-api'],
    ['cuts JSON off', json('{"sessionPersistence":{"persistenceType":"HTTP_'), 502, 'upstream-truncated'],
    ['answers a read with nothing', json(''), 502, 'upstream-truncated'],
    [
      'redirects',
      () => new Response(null, { status: 302, headers: { location: 'http://169.254.169.254/' } }),
      502,
      'upstream-redirect',
    ],
  ])('%s: JSON that names the region', async (_, answer, status, code) => {
    const { browser, service } = await signedIn();
    service.answer = answer;
    const response = await browser.ask(path);
    expect(response.status).toBe(status);
    expect(response.headers.get('x-holdfast-source')).toBe('panel');
    const error = await errorOf(response);
    expect(error).toMatchObject({ code, requestId: response.headers.get('x-request-id') });
    expect(error.message).toMatch(/^ORD .*\. Try again in a moment\.$/);
  });

  it('is given up on after half a minute', async () => {
    const { browser, service, clock } = await signedIn();
    const asked = Promise.withResolvers<void>();
    service.answer = (request) => {
      if (request.url.includes('sessionpersistence')) asked.resolve();
      return new Promise(() => {});
    };
    const answer = browser.ask(path);
    await asked.promise;
    clock.advance(30_000);
    expect(await errorOf(await answer)).toMatchObject({ code: 'upstream-slow' });
  });

  it('may answer 20 MB, but not 100', async () => {
    const { browser, service } = await signedIn();
    const megabyte = new TextEncoder().encode(' '.repeat(1024 * 1024));
    const answerOf = (count: number) => () => {
      let left = count;
      const body = new ReadableStream({
        pull(controller) {
          if (left-- > 0) controller.enqueue(megabyte);
          else controller.close();
        },
      });
      return new Response(body, { headers: { 'content-type': 'application/json' } });
    };
    service.answer = answerOf(19);
    expect((await browser.ask(path)).status).toBe(200);
    service.answer = answerOf(100);
    expect(await errorOf(await browser.ask(path))).toMatchObject({ code: 'upstream-too-large' });
  });

  it('leaves a write’s outcome open in words, and sends it once', async () => {
    const { browser, service } = await signedIn();
    service.answer = coded('ECONNRESET');
    const response = await browser.ask(path, enable);
    expect((await errorOf(response)).message).toContain('It is not known whether the change was made');
    expect(response.headers.get('x-holdfast-change')).toMatch(/^[0-9a-f]{32}$/);
    expect(service.received.filter(({ method }) => method === 'PUT')).toHaveLength(1);
    service.answer = coded('ECONNREFUSED');
    expect((await errorOf(await browser.ask(path, enable))).message).toContain('Nothing was changed');
  });
});

it('says whose each request to a region is, so that one account’s reads keep nobody else waiting', async () => {
  const asked: UpstreamRequest[] = [];
  const service = scriptedService();
  const setup = await setUp({
    upstream: (request) => {
      asked.push(request);
      return fetchUpstream((input, init) => service.fetch(new Request(input, init)), systemClock)(request);
    },
  });
  for (const user of ['admin', 'stranger']) {
    const browser = setup.another();
    await browser.signIn(user);
    await browser.ask(path);
    await browser.ask(path, enable);
    await browser.ask('/panel/checks', { method: 'POST', body: { region: 'ORD', loadBalancerId: '71' } });
  }
  const owners = new Set(
    asked.filter(({ url }) => /\/v1\.0\//.test(url)).map(({ url, account }) => `${url.split('/')[5]} ${account}`),
  );
  expect([...owners].sort()).toEqual(['100001 100001', '200002 200002']);
});

it.each([0, 101, 199, 600, 999])('a status that is none of an answer, %i, is refused in words', (status) => {
  const answer = { status, header: () => 'application/json', body: new TextEncoder().encode('{}') };
  expect(unfitAnswer(answer, 'ORD', 'GET', true)).toMatchObject({ status: 502, code: 'upstream-not-api' });
});

describe('rate limits', () => {
  const limits = (verb: string, value: number, remaining = value) => ({
    limits: { rate: [{ uri: '/v1.0/*', regex: '.*', limit: [{ verb, unit: 'MINUTE', value, remaining }] }] },
  });

  it('holds back what the region’s own limits would refuse, in the region’s own shape', async () => {
    const { browser, service, clock } = await signedIn();
    service.answer = (request) => Response.json(request.url.endsWith('/limits') ? limits('GET', 6) : {});
    expect((await browser.ask(path)).status).toBe(200);
    await expect.poll(() => service.received.filter(({ url }) => url.endsWith('/limits')).length).toBe(1);
    let refused: Response | undefined;
    let passed = 0;
    for (; passed < 20 && !refused; passed++) {
      const response = await browser.ask(path);
      if (response.status === 413) refused = response;
    }
    expect(passed).toBeLessThanOrEqual(8);
    expect(refused!.headers.get('x-holdfast-source')).toBe('panel');
    expect(refused!.headers.get('retry-after')).toBe('5');
    expect(refused!.headers.get('x-holdfast-wait')).toBe('5000');
    expect(await refused!.json()).toMatchObject({ overLimit: { code: 413, retryAfter: '2031-05-02T17:20:16Z' } });
    const asked = service.received.length;
    clock.advance(4_999);
    expect((await browser.ask(path)).status).toBe(413);
    clock.advance(1);
    expect((await browser.ask(path)).status).toBe(200);
    expect(service.received.length).toBe(asked + 1);
  });

  it('never waits for the limits to be told', async () => {
    const { browser, service } = await signedIn();
    service.answer = (request) => (request.url.endsWith('/limits') ? new Promise(() => {}) : Response.json({}));
    expect((await browser.ask(path)).status).toBe(200);
  });

  it('leaves a verb alone for as long as the region asked, and that verb only', async () => {
    const { browser, service, clock } = await signedIn();
    service.answer = () =>
      Response.json({ overLimit: { code: 413 } }, { status: 413, headers: { 'retry-after': '3' } });
    expect((await browser.ask(path, enable)).headers.get('x-holdfast-source')).toBe('region');
    service.answer = () => new Response(null, { status: 202 });
    const response = await browser.ask(path, enable);
    expect([response.status, response.headers.get('x-holdfast-wait')]).toEqual([413, '3000']);
    expect((await browser.ask(path, { method: 'DELETE' })).status).toBe(202);
    clock.advance(3_000);
    expect((await browser.ask(path, enable)).status).toBe(202);
  });

  const xml =
    '<overLimit xmlns="http://docs.openstack.org/loadbalancers/api/v1.0" code="413" retryAfter="2031-05-02T17:20:16Z"><message>OverLimit Retry...</message></overLimit>';
  const refusal = (status: number, body: string, type: string, headers: Record<string, string> = {}) =>
    new Response(body, { status, headers: { 'content-type': type, ...headers } });

  it.each([
    ['a header of seconds', () => refusal(413, '{"overLimit":{}}', 'application/json', { 'retry-after': '5' }), 5_000],
    [
      'a header with a date',
      () => refusal(413, '{}', 'application/json', { 'retry-after': 'Fri, 02 May 2031 17:20:16 GMT' }),
      5_000,
    ],
    ['a fault in XML', () => refusal(413, xml, 'application/xml'), 5_000],
    ['a fault in XML, and a header', () => refusal(413, xml, 'application/xml', { 'retry-after': '7' }), 7_000],
    [
      'a fault in JSON alone',
      () => refusal(413, '{"overLimit":{"code":413,"retryAfter":"2031-05-02T17:20:16Z"}}', 'application/json'),
      5_000,
    ],
    ['a page, and a header', () => refusal(413, '<html>x</html>', 'text/html', { 'retry-after': '5' }), 5_000],
    [
      'a date that is past',
      () => refusal(413, '{}', 'application/json', { 'retry-after': 'Fri, 02 May 2003 17:20:16 GMT' }),
      1_000,
    ],
    ['a header of nothing', () => refusal(413, '{}', 'application/json', { 'retry-after': '0' }), 1_000],
    ['a negative header', () => refusal(413, '{}', 'application/json', { 'retry-after': '-1' }), 5_000],
    ['a header that is no number', () => refusal(413, '{}', 'application/json', { 'retry-after': 'NaN' }), 5_000],
    ['an hour', () => refusal(413, '{}', 'application/json', { 'retry-after': '3600' }), 60_000],
    ['a number without end', () => refusal(413, '{}', 'application/json', { 'retry-after': '9'.repeat(400) }), 60_000],
    [
      'a date in a hundred years',
      () => refusal(413, '{}', 'application/json', { 'retry-after': 'Fri, 02 May 2131 17:20:16 GMT' }),
      60_000,
    ],
    ['429, and an hour', () => refusal(429, '{}', 'application/json', { 'retry-after': '3600' }), 60_000],
    ['429, and no header', () => refusal(429, '', 'text/plain'), 5_000],
  ])('believes %s for a minute at most, tells the browser so, then lets one read try', async (_, answer, wait) => {
    const { browser, service, clock } = await signedIn();
    const asked = () => service.received.filter(({ url }) => !url.endsWith('/limits')).length;
    service.answer = answer;
    const refused = await browser.ask(path);
    expect([413, 429]).toContain(refused.status);
    expect(refused.headers.get('x-holdfast-wait')).toBe(String(wait));
    const before = asked();
    clock.advance(wait - 1);
    expect((await browser.ask(path)).headers.get('x-holdfast-wait')).toBe('1');
    expect(asked()).toBe(before);
    clock.advance(1);
    const goOn = Promise.withResolvers<void>();
    service.answer = () => goOn.promise.then(() => Response.json({}));
    const tries = browser.ask(path);
    await expect.poll(asked).toBe(before + 1);
    const others = await Promise.all(Array.from({ length: 5 }, () => browser.ask(path)));
    expect(others.map(({ status }) => status)).toEqual(Array(5).fill(413));
    expect(asked()).toBe(before + 1);
    goOn.resolve();
    expect((await tries).status).toBe(200);
    expect((await browser.ask(path)).status).toBe(200);
  });

  it('lets another read try when the first one was not answered, refused or never sent', async () => {
    const { browser, service, clock } = await signedIn();
    service.answer = () => refusal(413, '{"overLimit":{}}', 'application/json', { 'retry-after': '3600' });
    await browser.ask(path);
    clock.advance(60_000);
    service.answer = () => {
      throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } });
    };
    expect((await browser.ask(path)).status).toBe(502);
    service.answer = () => refusal(413, '{"overLimit":{}}', 'application/json', { 'retry-after': '3600' });
    expect((await browser.ask(path)).headers.get('x-holdfast-source')).toBe('region');
    expect((await browser.ask(path)).headers.get('x-holdfast-wait')).toBe('60000');
    clock.advance(60_000);
    service.answer = () => Response.json({});
    expect((await browser.ask(path)).status).toBe(200);
  });

  it('does not wait longer than it was asked to when the clock is set back', async () => {
    const { browser, service, clock } = await signedIn();
    service.answer = () => Response.json({ overLimit: {} }, { status: 413, headers: { 'retry-after': '3' } });
    await browser.ask(path, enable);
    service.answer = () => new Response(null, { status: 202 });
    const { now } = clock;
    clock.now = () => now() - 3_600_000;
    expect((await browser.ask(path, enable)).status).toBe(202);
  });

  it('does not take an absolute limit for a rate limit', async () => {
    const { browser, service } = await signedIn();
    service.answer = () =>
      Response.json({ message: 'Nodes must not exceed 25 per load balancer.', code: 413 }, { status: 413 });
    await browser.ask(path, enable);
    expect((await browser.ask(path, enable)).headers.get('x-holdfast-source')).toBe('region');
  });
});

describe('the record of a write', () => {
  it('holds what was asked, by whom, and how it went', async () => {
    const { browser, service } = await signedIn();
    service.answer = () => new Response(null, { status: 202 });
    const { key, ...headers } = await browser.announce({
      before: 'Disabled',
      after: 'Source IP',
      name: 'wéb <b>&"',
      reason: 'CHG-1: größer',
      run: 'run-1',
    });
    const response = await browser.ask(path, { ...enable, headers });
    expect(response.headers.get('x-holdfast-change')).toBe(headers['x-holdfast-change']);
    expect(response.headers.get('x-holdfast-change-key')).toBeNull();
    expect(key).not.toBe('');
    const { changes } = await (await browser.ask('/panel/history')).json();
    expect(changes).toEqual([
      {
        id: headers['x-holdfast-change'],
        at: '2031-05-02T17:20:11.000Z',
        user: 'admin',
        account: '100001',
        service: 'http://127.0.0.1:4100/v2.0',
        provider: 'clb',
        region: 'ORD',
        loadBalancerId: '71',
        part: null,
        loadBalancerName: 'wéb <b>&"',
        operation: 'sessionPersistence.enable',
        method: 'PUT',
        path: '/loadbalancers/71/sessionpersistence',
        body: JSON.stringify(enable.body),
        before: 'Disabled',
        after: 'Source IP',
        reason: 'CHG-1: größer',
        run: 'run-1',
        requestId: response.headers.get('x-request-id'),
        status: 202,
        duration: expect.any(Number),
        verdict: null,
        detail: null,
        serviceRequestId: null,
        sent: true,
      },
    ]);
  });

  it('of a write that nobody announced is the server’s own', async () => {
    const { browser, service } = await signedIn();
    service.answer = () => new Response(null, { status: 202 });
    const { headers } = await browser.ask(path, enable);
    expect(headers.get('x-holdfast-change-key')).toMatch(/^[0-9a-f-]{36}$/);
    const { changes } = await (await browser.ask('/panel/history')).json();
    expect(changes).toMatchObject([
      { id: headers.get('x-holdfast-change'), loadBalancerId: '71', loadBalancerName: null, before: null, after: null },
    ]);
  });

  it('has no private keys and no tokens in it', async () => {
    const { browser, service } = await signedIn();
    service.answer = () => new Response(null, { status: 202 });
    const pem = '-----BEGIN PRIVATE KEY-----\\nMIISECRET\\n-----END PRIVATE KEY-----';
    const body = `{"sslTermination":{"privatekey":"${pem}","privatekey":"${pem}","certificate":"C","note":"${pem}","t":"token-of-admin-100001"}}`;
    await browser.ask('/api/ORD/loadbalancers/71/ssltermination?t=token-of-admin-100001', { method: 'PUT', body });
    const text = await (await browser.ask('/panel/history')).text();
    expect(text).toContain('certificate');
    expect(text).not.toMatch(/MIISECRET|token-of/);
  });

  it('marks what the region refused, and keeps its words', async () => {
    const { browser, service } = await signedIn();
    service.answer = () => Response.json({ message: 'immutable', code: 422 }, { status: 422 });
    await browser.ask(path, enable);
    const { changes } = await (await browser.ask('/panel/history')).json();
    expect(changes[0]).toMatchObject({ status: 422, verdict: 'failed', detail: '{"message":"immutable","code":422}' });
  });

  it('learns the id of a load balancer that the write created', async () => {
    const { browser, service } = await signedIn();
    service.answer = () => Response.json({ loadBalancer: { id: 99 } }, { status: 202 });
    await browser.ask('/api/ORD/loadbalancers', { method: 'POST', body: { loadBalancer: { name: 'x' } } });
    const { changes } = await (await browser.ask('/panel/history?loadBalancerId=99')).json();
    expect(changes).toHaveLength(1);
  });

  it('comes first: what cannot be recorded is not sent', async () => {
    const store = memoryStore();
    const setup = await setUp({
      store: { ...store, history: { ...store.history, begin: () => Promise.reject(new Error('disk full')) } },
    });
    await setup.browser.signIn('admin');
    const response = await setup.browser.ask(path, enable);
    expect(response.status).toBe(503);
    const error = await errorOf(response);
    expect(error.code).toBe('history-unavailable');
    expect(error.message).toContain('not sent');
    expect(setup.service.received.filter(({ method }) => method === 'PUT')).toEqual([]);
    expect((await setup.browser.ask(path)).status).toBe(200);
  });

  it('comes first for what was announced, too', async () => {
    const store = memoryStore();
    const setup = await setUp({
      store: { ...store, history: { ...store.history, send: () => Promise.reject(new Error('disk full')) } },
    });
    await setup.browser.signIn('admin');
    const response = await setup.browser.ask(path, { ...enable, headers: await setup.browser.announce() });
    expect([response.status, (await errorOf(response)).code]).toEqual([503, 'history-unavailable']);
    expect(setup.service.received.filter(({ method }) => method === 'PUT')).toEqual([]);
    const { changes } = await (await setup.browser.ask('/panel/history')).json();
    expect(changes).toMatchObject([{ sent: false, status: null, verdict: null }]);
  });

  it('is used once, by the user, for the operation and the load balancer that it was announced for', async () => {
    const setup = await signedIn();
    const { browser, service } = setup;
    service.answer = () => new Response(null, { status: 202 });
    const creator = setup.another();
    await creator.signIn('creator');
    const stranger = setup.another();
    await stranger.signIn('stranger');
    const headers = await browser.announce();
    const refused = async (by: Browser, to: string, ask: object, more = {}) => {
      const response = await by.ask(to, { ...ask, headers: { ...headers, ...more } });
      const { code, field, message } = await errorOf(response);
      expect(field).toBe('X-Holdfast-Change');
      expect(message).toContain('Nothing was sent.');
      return [response.status, code];
    };
    const made = { 'x-holdfast-change': '0'.repeat(32) };
    expect(await refused(browser, path, enable, made)).toEqual([400, 'unknown-change']);
    expect(await refused(browser, path, enable, { 'x-holdfast-change': "' or 1=1" })).toEqual([400, 'unknown-change']);
    expect(await refused(stranger, path, enable)).toEqual([400, 'unknown-change']);
    expect(await refused(creator, path, enable)).toEqual([403, 'other-user']);
    expect(await refused(browser, path, { method: 'DELETE' })).toEqual([409, 'other-change']);
    expect(await refused(browser, path.replace('71', '72'), enable)).toEqual([409, 'other-change']);
    expect(await refused(browser, path.replace('ORD', 'DFW'), enable)).toEqual([409, 'other-change']);
    expect(service.received.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect((await browser.ask(path, { ...enable, headers })).status).toBe(202);
    expect(await refused(browser, path, enable)).toEqual([409, 'sent-already']);
    expect(service.received.filter(({ method }) => method !== 'GET')).toHaveLength(1);
    const { changes } = await (await browser.ask('/panel/history')).json();
    expect(changes).toMatchObject([{ id: headers['x-holdfast-change'], status: 202, sent: true }]);
  });

  it('keeps its announcement through a limit that let nothing be sent', async () => {
    const { browser, service, clock } = await signedIn();
    service.answer = () => new Response(null, { status: 413, headers: { 'retry-after': '5' } });
    await browser.ask(path, enable);
    const headers = await browser.announce();
    const held = await browser.ask(path, { ...enable, headers });
    expect([held.status, held.headers.get('x-holdfast-change')]).toEqual([413, null]);
    clock.advance(5_000);
    service.answer = () => new Response(null, { status: 202 });
    expect((await browser.ask(path, { ...enable, headers })).status).toBe(202);
  });
});

describe('a large answer', () => {
  it('is compressed for a browser that takes it', async () => {
    const setup = await setUp({ compress: async () => new TextEncoder().encode('small') });
    await setup.browser.signIn('admin');
    setup.service.answer = () => Response.json({ text: 'x'.repeat(10_000) });
    const ask = async (encoding: string) => {
      const response = await setup.browser.ask(path, { headers: { 'accept-encoding': encoding } });
      return [response.headers.get('content-encoding'), (await response.text()).length];
    };
    expect(await ask('gzip, br')).toEqual(['gzip', 5]);
    expect(await ask('br')).toEqual([null, 10_011]);
    setup.service.answer = () => Response.json({});
    expect(await ask('gzip')).toEqual([null, 2]);
  });
});

describe('a cookie', () => {
  it('that was changed, cut or made up signs nobody in', async () => {
    const { panel, browser, service } = await signedIn();
    const sealed = browser.cookie;
    const forged = [
      sealed.slice(0, -1),
      sealed.slice(0, -2) + (sealed.at(-2) === 'A' ? 'B' : 'A') + sealed.at(-1),
      sealed.replace('Fe26.2', 'Fe26.1'),
      sealed.replace(/\*[0-9a-f]{8}\*/, '*constructor*'),
      'holdfast-80=',
      'holdfast-80=%7B%22account%22%3A%22100001%22%7D',
      `holdfast-80=${'x'.repeat(5_000)}`,
    ];
    for (const cookie of forged) expect((await new Browser(panel, cookie).ask(path)).status).toBe(401);
    expect(service.received).toEqual([]);
    expect((await new Browser(panel, `other=1; ${sealed}`).ask(path)).status).toBe(200);
  });
});
