import { describe } from 'vitest';
import { manualClock } from '../../../contract/shared/clock.ts';
import { createCloud } from '../cloud.ts';
import { conformance } from './suite.ts';
import type { Subject } from './world.ts';

describe('the in-memory cloud', () => {
  conformance(async () => {
    const clock = manualClock();
    const cloud = createCloud({
      clock,
      random: Math.random,
      seed: 'rehearsal',
      settle: 1000,
      url: 'http://cloud.example',
    });
    return {
      ...(cloud as unknown as Pick<Subject, 'users' | 'projects'>),
      ...{ identityUrl: cloud.identityUrl, applicationCredentials: cloud.applicationCredentials },
      ...{ regions: cloud.regions, handles: cloud.handles },
      fetch: (url, init) => cloud.fetch(new Request(url, init)),
      pass: async () => clock.advance(500),
      now: () => clock.now(),
      close: () => cloud.close(),
    } satisfies Subject;
  });
});
