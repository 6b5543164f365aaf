import '../providers/providers.ts';
import { expect, test } from 'vitest';
import { type ApiAnswer, errorFrom } from './client.ts';

const answer = (status: number, text: string, headers: Record<string, string> = {}): ApiAnswer => ({
  status,
  text,
  headers: new Headers(headers),
  duration: 1,
});

test('a fault of the region keeps the region’s words and says who spoke', () => {
  const error = errorFrom(
    answer(422, '{"message":"Session persistence is already deleted.","code":422}', {
      'x-holdfast-source': 'region',
      'x-request-id': 'r-1',
    }),
  );
  expect(error).toMatchObject({
    status: 422,
    source: 'region',
    code: 'http-422',
    message: 'Session persistence is already deleted.',
    requestId: 'r-1',
  });
});

test('all messages of a validation fault are kept', () => {
  const error = errorFrom(
    answer(
      400,
      '{"validationErrors":{"messages":["Must provide a persistence type.","Second."]},"message":"Validation Failure","code":400,"details":"The object is not valid"}',
      { 'x-holdfast-source': 'region' },
    ),
  );
  expect(error.messages).toContain('Must provide a persistence type.');
  expect(error.messages).toContain('Second.');
});

test('an error of the panel server keeps its code', () => {
  const error = errorFrom(
    answer(502, '{"error":{"code":"upstream-unreachable","message":"DFW does not answer.","requestId":"r-2"}}', {
      'x-holdfast-source': 'panel',
    }),
  );
  expect(error).toMatchObject({ source: 'panel', code: 'upstream-unreachable', message: 'DFW does not answer.' });
});

test.each([
  [{ 'x-holdfast-wait': '350', 'retry-after': '1' }, 350],
  [{ 'retry-after': '3' }, 3_000],
  [{ 'retry-after': '86400' }, 60_000],
  [{ 'retry-after': 'Fri, 02 May 2099 17:20:16 GMT' }, 60_000],
  [{ 'retry-after': 'Fri, 02 May 1999 17:20:16 GMT' }, 1_000],
  [{ 'retry-after': '-5' }, 5_000],
  [{ 'retry-after': 'soon' }, 5_000],
  [{ 'x-holdfast-wait': '86400000' }, 60_000],
  [{ 'x-holdfast-wait': '-5', 'retry-after': '3' }, 3_000],
  [{ 'x-holdfast-wait': 'NaN', 'retry-after': '3' }, 3_000],
  [{}, null],
])('the time to wait is read from %o', (headers, wait) => {
  expect(errorFrom(answer(413, '{"overLimit":{"code":413,"message":"OverLimit Retry..."}}', headers)).retryAfter).toBe(
    wait,
  );
});

test('the time to wait is read from the fault where no header has it, and never believed for more than a minute', () => {
  const { retryAfter } = errorFrom(answer(413, '{"overLimit":{"code":413,"retryAfter":"2099-05-02T17:20:11Z"}}'));
  expect(retryAfter).toBe(60_000);
  expect(errorFrom(answer(503, '', { 'retry-after': '300' }))).toMatchObject({ retryAfter: 60_000, limited: false });
  expect(errorFrom(answer(413, '', { 'retry-after': '1', 'x-holdfast-pace': '1e99' })).pace).toBeNull();
  expect(errorFrom(answer(413, '', { 'retry-after': '1', 'x-holdfast-pace': '99999999' })).pace).toBe(60_000);
});

test.each(['', '<html><h1>502 Bad Gateway</h1></html>', 'null', '[]', '{"message":null}', '{"error":'])(
  'the body %j still gives an error with words',
  (text) => {
    const error = errorFrom(answer(502, text));
    expect(error.status).toBe(502);
    expect(error.message).not.toBe('');
    expect(error.message).not.toContain('<');
  },
);

const page = '<html><head><title>413 Request Entity Too Large</title></head><body><h1>nginx</h1></body></html>';
const inXml =
  '<?xml version="1.0"?><overLimit xmlns="http://docs.openstack.org/loadbalancers/api/v1.0" code="413" retryAfter="2031-05-02T17:20:11Z"><message>OverLimit Retry...</message><details>Error &amp; details</details></overLimit>';

test.each([
  [
    'the service’s fault in JSON',
    '{"overLimit":{"code":413,"message":"OverLimit Retry..."}}',
    {},
    'OverLimit Retry...',
  ],
  ['the service’s fault in XML', inXml, {}, 'OverLimit Retry...'],
  ['any body with Retry-After', page, { 'retry-after': '3' }, 'The rate limit is used up'],
] as const)('a 413 is the rate limit: %s', (_, text, headers, words) => {
  const error = errorFrom(answer(413, text, headers));
  expect(error.limited).toBe(true);
  expect(error.message).toContain(words);
});

test.each([
  ['a gateway’s page', page, 'too large'],
  ['nothing', '', 'too large'],
  ['other XML', '<error><message>Body</message></error>', 'too large'],
  [
    'the panel’s own refusal',
    '{"error":{"code":"body-too-large","message":"Larger than 64 kB."}}',
    'Larger than 64 kB.',
  ],
] as const)('a 413 is a body that is too large: %s', (_, text, words) => {
  const error = errorFrom(answer(413, text));
  expect(error.limited).toBe(false);
  expect(error.message).toContain(words);
  expect(error.message).not.toContain('<');
});
