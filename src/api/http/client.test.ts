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
  [{}, null],
])('the time to wait is read from %o', (headers, wait) => {
  expect(errorFrom(answer(413, '{"overLimit":{"code":413,"message":"OverLimit Retry..."}}', headers)).retryAfter).toBe(
    wait,
  );
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
