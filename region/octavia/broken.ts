import { Refusal } from './answer.ts';

/** Places where Octavia 11.0.0 fails with 500 instead of refusing: a client must not provoke them, so they are kept. */

export const notText = (operator: string, one: string, other: string) =>
  new Refusal('GEN500', `'${operator}' not supported between instances of '${one}' and '${other}'`);

export const noAttribute = (type: string, attribute: string) =>
  new Refusal('GEN500', `'${type}' object has no attribute '${attribute}'`);
