import { afterAll, beforeAll, describe } from 'vitest';
import { identitySuite } from './identity-suite.ts';
import { readSuite } from './read-suite.ts';
import { type Subject, World } from './world.ts';
import { writeSuite } from './write-suite.ts';

/** What a subject holds at first, in its first region. */
export const seed = ['web', 'app', 'empty', 'spare', 'till'] as const;

/** Milliseconds that a real service's start and a test's several changes may take on a loaded machine. */
const longest = 300_000;

/**
 * What a Keystone and an Octavia answer, told once for the in-memory ones and the real ones, so that the former cannot drift from the
 * latter. `open` starts a subject with the seed's load balancers; the suite closes it.
 */
export function conformance(open: () => Promise<Subject>): void {
  let world: World;
  beforeAll(async () => {
    world = new World(await open());
  }, longest);
  afterAll(() => world?.subject.close(), longest);
  const at = () => world;
  describe('Keystone', { timeout: longest }, () => identitySuite(at));
  describe('Octavia, read', { timeout: longest }, () => readSuite(at));
  describe('Octavia, written', { timeout: longest }, () => writeSuite(at));
}
