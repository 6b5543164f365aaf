import { expect, test } from 'vitest';
import { meaningOf, readFault } from './fault.ts';
import { faultSentences } from './fault-sentences.ts';
import { type FaultId, faultBody, faults } from './faults.ts';

const html = '<!doctype html>\n<title>404 Not Found</title>\n<h1>Not Found</h1>';

test('the three shapes, and what stands in front of the service', () => {
  expect(
    readFault(
      409,
      '{"faultcode":"Client","faultstring":"Load Balancer x is immutable and cannot be updated.","debuginfo":null}',
    ),
  ).toEqual({
    status: 409,
    shape: 'service',
    message: 'Load Balancer x is immutable and cannot be updated.',
  });
  expect(
    readFault(
      401,
      '{"error":{"code":401,"title":"Unauthorized","message":"The request you have made requires authentication."}}',
    ),
  ).toEqual({
    status: 401,
    shape: 'identity',
    message: 'The request you have made requires authentication.',
  });
  expect(
    readFault(400, '{"code":400,"title":"Bad Request","description":"Supplied pagination limit \'a\' is not valid."}'),
  ).toEqual({
    status: 400,
    shape: 'routing',
    message: "Supplied pagination limit 'a' is not valid.",
  });
  expect(readFault(404, '{"code":404,"title":"Not Found","description":""}').message).toBe('Not Found');
  for (const text of [html, '', 'Bad gateway', '[]', 'null', '7', '{', '{"faultstring":']) {
    expect(readFault(502, text)).toEqual({ status: 502, shape: 'other', message: '' });
  }
  expect(
    readFault(500, '{"faultcode":"Server","faultstring":"An unknown exception occurred.","debuginfo":"Traceback"}'),
  ).toEqual({
    status: 500,
    shape: 'service',
    message: 'An unknown exception occurred.',
    details: 'Traceback',
  });
});

test.each([
  '{"faultstring":7}',
  '{"faultstring":null,"debuginfo":{}}',
  '{"error":[]}',
  '{"error":{}}',
  '{"error":"x"}',
  '{"message":"The method is not allowed."}',
  `{"faultstring":"${'x'.repeat(300_000)}"}`,
])('an odd body ends nothing: %#', (text) => {
  expect(typeof readFault(500, text).message).toBe('string');
});

test('every fault of the contract reads as what it is', () => {
  for (const id of Object.keys(faults) as FaultId[]) {
    if (id === 'RECEIPT401') continue;
    for (const sentence of faultSentences(id)) {
      const read = readFault(faults[id].status, JSON.stringify(faultBody(id, sentence)));
      expect(read.shape).toBe(faults[id].kind);
      if (sentence !== '') expect(read.message).toBe(sentence.trim());
    }
  }
});

const meaning = (status: number, message: string) => meaningOf({ status, shape: 'service', message });

test.each([
  [409, 'Load Balancer 1 is immutable and cannot be updated.', 'locked'],
  [409, 'Pool 1 is immutable and cannot be updated.', 'locked'],
  [409, 'Invalid state PENDING_UPDATE of loadbalancer resource 1', 'locked'],
  [409, 'Another member on this pool is already using ip 10.0.0.9 on protocol_port 80', 'duplicate'],
  [409, 'This pool already has a health monitor', 'duplicate'],
  [409, 'Pool 1 is in use by L7 policy 2', 'inUse'],
  [409, 'Too many rules on L7 policy 1', 'invalid'],
  [403, 'Quota has been met for resources: Pool', 'quota'],
  [403, 'Policy does not allow this request to be performed.', 'forbidden'],
  [401, '', 'signIn'],
  [404, '', 'gone'],
  [413, '', 'tooLarge'],
  [429, '', 'tooMany'],
  [400, 'Validation failure: x', 'invalid'],
  [501, "Provider 'ovn' does not support a requested option: x", 'unsupported'],
  [503, 'Project busy.  Unable to lock the project.  Please try again.', 'busy'],
  [503, '', 'unknown'],
  [500, 'An unknown exception occurred.', 'unknown'],
  [504, '', 'unknown'],
])('%i %s means %s', (status, message, wanted) => {
  expect(meaning(status, message)).toBe(wanted);
});
