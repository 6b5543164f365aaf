import { describe, expect, test } from 'vitest';
import { type FaultId, faultBody, faults } from '../../../contract/clb/faults.ts';
import { type SchemaName, schemas } from '../../../contract/clb/schemas/index.ts';
import { handlers } from '../handlers/index.ts';
import { casesOf, type FaultCase } from './faults.ts';
import { regionOperations, send } from './requests.ts';
import { type World, world } from './world.ts';

/** Faults that need an accident which no request can bring about; other tests hold them. */
const accidents: readonly FaultId[] = ['RESOLVE500', 'OUT500'];

const wordsOf = ({ words }: FaultCase, at: World) => (typeof words === 'function' ? words(at) : words);

test('every operation of the contract has a handler, and nothing else has', () => {
  expect(Object.keys(handlers).sort()).toEqual(regionOperations.map(([id]) => id).sort());
});

describe.each(regionOperations)('%s', (id, operation) => {
  test(`answers ${operation.success} with a body of its schema`, async () => {
    const at = await world();
    const { status, body, headers } = await send(id, at);
    expect({ status, body }).toMatchObject({ status: operation.success });
    if (operation.response) schemas[operation.response as SchemaName].parse(body);
    else if (operation.produces) expect(headers.get('content-type')).toBe(operation.produces);
    else expect(body).toBe('');
    expect(at.warnings).toEqual([]);
  });

  const documented = operation.faults.filter((fault) => !accidents.includes(fault));
  const all = documented.flatMap((fault) => (casesOf(id, fault) ?? []).map((each, at) => ({ fault, at, each })));

  test('has a case for each fault that it documents', () => {
    expect(documented.filter((fault) => casesOf(id, fault) === undefined)).toEqual([]);
  });

  test.each(all)('refuses with $fault ($at)', async ({ fault, each }) => {
    const at = await world();
    const asked = await each.when?.(at);
    const { status, body } = await send(id, at, asked);
    const outer = id === 'virtualIps.add' ? faults.VAL400.words.virtualIps : undefined;
    const messages = wordsOf(each, at);
    expect({ status, body }).toEqual({
      status: faults[fault].status,
      body: faultBody(fault as Exclude<FaultId, 'RATE413'>, messages, outer),
    });
    expect(at.warnings).toEqual([]);
  });
});
