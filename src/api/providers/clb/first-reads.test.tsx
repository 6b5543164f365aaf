import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Composition, compose } from '../../../test/composition.ts';
import { onRequest } from '../../http/client.ts';
import { list } from './reads.ts';

let world: Composition;
beforeAll(async () => {
  world = await compose();
  await world.signIn('observer');
});
afterAll(() => world.close());

test('the session names the reads that the list begins with, so that none is made twice', async () => {
  const { provider, firstReads } = (await (await fetch('/session')).json()) as Record<string, unknown>;
  const asked: string[] = [];
  const stop = onRequest(({ path }) => asked.push(path));
  await list('ORD', { cursor: null });
  stop();
  expect(provider).toBe('clb');
  expect(asked).toEqual((firstReads as string[]).map((path) => `/api/ORD${path}`));
});
