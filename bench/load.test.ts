import { expect, test } from 'vitest';
import { hasPostgres } from '../e2e/support/postgres.ts';
import { startStack } from '../e2e/support/stack.ts';
import { findHaproxy } from '../scripts/machine.ts';
import { crashInTheMiddle } from './support/crash.ts';
import { Crowd } from './support/crowd.ts';
import { firstIds, signInAtRegion } from './support/region.ts';

/** The short forms of `npm run soak load servers`: what must hold at any speed. Times are measured only where nothing else runs. */

test('people who sign in, look, watch and change together meet no error', async () => {
  const stack = await startStack(97, { REGION_SEED: '80', REGION_SETTLE_MS: '0', HAPROXY: 'off', LOG_LEVEL: 'warn' });
  try {
    const { token, endpoint } = await signInAtRegion(stack.region.url);
    const ids = await firstIds(endpoint('ORD'), { 'x-auth-token': token }, 40);
    const crowd = new Crowd(stack.url, { through: 'panel', origin: stack.url }, ids);
    await crowd.hurry(2_000);
    const changed = crowd.people.filter(({ visitor }) => visitor.acknowledged.length > 0);
    await crowd.close();
    expect(crowd.failures).toEqual([]);
    expect(changed.length).toBeGreaterThan(10);
    for (const { visitor } of changed) {
      const { sessionPersistence } = await stack.region.whenStatus('ORD', Number(visitor.loadBalancer), 'ACTIVE');
      expect(sessionPersistence?.persistenceType ?? null).toBe(visitor.stored);
    }
  } finally {
    await stack.close();
  }
});

const missing = 'missing' in findHaproxy() ? 'HAProxy' : hasPostgres() ? null : 'PostgreSQL';

test.skipIf(missing !== null)(
  `${missing ? `platform: needs ${missing}: ` : ''}two servers behind HAProxy: one is killed, nobody is signed out and nothing acknowledged is lost`,
  async () => {
    const crash = await crashInTheMiddle(40, 100, 3_000);
    expect(crash.acknowledged).toBeGreaterThan(5);
    expect({ signedOut: crash.signedOut, missing: crash.missing, wrong: crash.wrong }).toEqual({
      signedOut: 0,
      missing: [],
      wrong: [],
    });
    // Only what was under way on the server that died may fail, once for each person.
    expect(crash.failures.map(({ status }) => status).filter((status) => ![0, 502].includes(status))).toEqual([]);
    expect(crash.failures.length).toBeLessThanOrEqual(40);
  },
);
