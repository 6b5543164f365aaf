import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readFault } from './fault.ts';
import { type FaultId, faultBody, faults, overLimitBody } from './faults.ts';

test.each([
  ['a service fault', 422, { message: 'LoadBalancer is not ACTIVE', code: 422 }, ['LoadBalancer is not ACTIVE']],
  [
    'details that are null',
    401,
    { message: 'Missing authentication token.', details: null, code: 401 },
    ['Missing authentication token.'],
  ],
  [
    'a schema fault',
    400,
    { message: ['JSON does not match the expected schema'] },
    ['JSON does not match the expected schema'],
  ],
  [
    'its other key',
    400,
    { messages: ['JSON does not match the expected schema'] },
    ['JSON does not match the expected schema'],
  ],
  [
    'an identity fault',
    401,
    { unauthorized: { code: 401, message: 'Unable to authenticate.' } },
    ['Unable to authenticate.'],
  ],
  [
    'an identity fault without root',
    400,
    { message: 'Invalid JSON request body', code: 400 },
    ['Invalid JSON request body'],
  ],
  ['a wrapped fault', 404, { itemNotFound: { message: 'Not found' } }, ['Not found']],
  [
    'a trailing space',
    400,
    { message: 'SSL_ID is only valid with HTTPS. ', code: 400 },
    ['SSL_ID is only valid with HTTPS.'],
  ],
  [
    'validation without messages',
    400,
    { validationErrors: { messages: [] }, message: 'Validation Failure' },
    ['Validation Failure'],
  ],
  ['messages of the wrong type', 400, { message: [1, null, { a: 1 }, 'Real'] }, ['Real']],
  ['a message that is an object', 400, { message: { text: 'x' } }, []],
])('%s', (_, status, body, messages) => {
  const read = readFault(status, JSON.stringify(body));
  expect(read).toEqual({ status, message: messages.join(' '), messages });
});

test.each([
  ['an empty body', ''],
  ['spaces', ' \n'],
  ['HTML', '<html><body>502 Bad Gateway</body></html>'],
  ['half a body', '{"message":"Load bal'],
  ['null', 'null'],
  ['a number', '413'],
  ['a string', '"no"'],
  ['an array', '[{"message":"no"}]'],
  ['an empty object', '{}'],
  ['a huge body', JSON.stringify({ message: 'x'.repeat(300_000) })],
  ['a deep body', '['.repeat(100_000)],
])('%s has no words', (_, text) => {
  expect(readFault(502, text)).toEqual({ status: 502, message: '', messages: [] });
});

test('validation messages stand for the outer sentence, each once', () => {
  const body = faultBody('VAL400', ['Must provide a name.', 'Must provide a name.', 'Port is invalid.']);
  expect(readFault(400, JSON.stringify(body))).toEqual({
    status: 400,
    message: 'Must provide a name. Port is invalid.',
    messages: ['Must provide a name.', 'Port is invalid.'],
    details: 'The object is not valid',
  });
});

test('the rate limit says when to come back', () => {
  const body = overLimitBody(Date.UTC(2031, 4, 2, 17, 20, 39, 1));
  expect(readFault(413, JSON.stringify(body))).toEqual({
    status: 413,
    message: 'OverLimit Retry...',
    messages: ['OverLimit Retry...'],
    details: 'Error Details...',
    retryAfter: '2031-05-02T17:20:40Z',
  });
});

test('the status of the answer wins over the code in the body', () => {
  expect(readFault(503, '{"message":"Busy","code":500}').status).toBe(503);
});

test.each([
  ['a bare sentence', faults.NMETA400.words.duplicate, [faults.NMETA400.words.duplicate]],
  ['a bare sentence as JSON', '"Metadata must not exceed 25 per node."', ['Metadata must not exceed 25 per node.']],
  [
    'a list of sentences',
    '["NodeMetaData ids 9 are not part of your node."]',
    ['NodeMetaData ids 9 are not part of your node.'],
  ],
])('%s is read', (_, text, messages) => expect(readFault(400, text).messages).toEqual(messages));

test('a long sentence is cut', () => {
  expect(readFault(400, JSON.stringify({ message: 'x'.repeat(10_000) })).message).toHaveLength(2_000);
});

test('every fault that the contract words can be read back', () => {
  for (const id of Object.keys(faults) as FaultId[]) {
    if (id === 'RATE413') continue;
    expect(readFault(faults[id].status, JSON.stringify(faultBody(id, 'It is so.'))).messages).toEqual(['It is so.']);
  }
});

test('no body makes it throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const { message, messages } = readFault(400, text);
      expect(message).toBe(messages.join(' '));
    }),
  );
});

test('a fault in XML is read like one in JSON', () => {
  const fault = '<badRequest xmlns="http://x" code="400"><message>A &lt; B</message><details>d</details></badRequest>';
  expect(readFault(400, fault)).toEqual({ status: 400, message: 'A < B', messages: ['A < B'], details: 'd' });
  expect(readFault(413, '<html><message>no fault</message></html>').messages).toEqual([]);
});

test('a body made to be slow to read is read at once', () => {
  const bodies = ['<overLimit><message ', '<overLimit><message>', '<overLimit><a:', '<?xml '].map((start) => {
    const part = start.replace('<overLimit>', '');
    return start + part.repeat(262_000 / part.length - 2);
  });
  const started = performance.now();
  for (const body of bodies) readFault(413, body);
  expect(performance.now() - started).toBeLessThan(1_000);
});
