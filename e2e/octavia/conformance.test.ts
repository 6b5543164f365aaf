import { describe } from 'vitest';
import { conformance, seed } from '../../region/octavia/conformance/suite.ts';
import { noOctavia, startOctavia } from './peer.ts';

describe.skipIf(noOctavia !== null)(noOctavia ?? 'the real Keystone and Octavia', () => {
  conformance(async () => {
    const peer = await startOctavia({ seed });
    return {
      ...peer,
      fetch,
      pass: () => new Promise((done) => setTimeout(done, 200)),
      now: Date.now,
      close: () => peer.stop(),
    };
  });
});
