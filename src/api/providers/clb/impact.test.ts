import { describe, expect, test } from 'vitest';
import type { LoadBalancerDetails } from '../../../model/load-balancer.ts';
import { disabled, enabled, type Persistence } from '../../../model/persistence.ts';
import { loadBalancer, nodes } from '../../../test/load-balancer.ts';
import { impact, secondaryNote, sslNote } from './impact.ts';

const trafficWords = (details: LoadBalancerDetails, after: Persistence, connections: number | null) =>
  impact(details, details.subjects[0]!, after, connections);
const cookie = enabled('HTTP_COOKIE');
const on = loadBalancer({ persistence: cookie, nodes: nodes(3) });
const off = loadBalancer({ nodes: nodes(3) });

describe('what happens to live traffic', () => {
  test('enabling moves nobody', () =>
    expect(trafficWords(off, cookie, 41)).toEqual({
      effect: 'Clients stick to a node from their next request.',
      affected: '3 nodes, 41 current connections. No session is moved now.',
    }));
  test('changing and disabling say who is affected', () => {
    expect(trafficWords(on, enabled('SOURCE_IP'), 1)?.affected).toBe('Affected: 3 nodes, 1 current connection.');
    expect(trafficWords(on, disabled, 0)?.affected).toBe('Affected: 3 nodes, 0 current connections.');
    expect(trafficWords(on, disabled, 0)?.effect).toMatch(/requests are spread over all nodes/);
  });
  test('connections are left out while the API gives none', () =>
    expect(trafficWords(on, disabled, null)?.affected).toBe('Affected: 3 nodes.'));
  test('without nodes nobody is affected', () =>
    expect(trafficWords(loadBalancer({ persistence: cookie }), disabled, null)?.effect).toMatch(/no nodes/));
  test('nothing differs, nothing to say', () => expect(trafficWords(on, cookie, 41)).toBeNull());
});

test('where there are SECONDARY nodes it says when their clients leave them', () => {
  expect(secondaryNote(on)).toBeNull();
  const [first, second] = nodes(2);
  expect(secondaryNote({ nodes: [first!, { ...second!, type: 'SECONDARY' }] })).toMatch(/go back to a PRIMARY/);
});

describe('SSL termination', () => {
  const ssl = { enabled: true, securePort: 443, secureTrafficOnly: false };
  test.each([
    [null, null],
    [ssl, 'The setting covers both the plain port 80 and the secure port 443.'],
    [{ ...ssl, secureTrafficOnly: true }, /both the plain port 80, closed now/],
    [{ ...ssl, enabled: false }, /configured but off/],
  ])('%o', (sslTermination, words) => {
    const said = sslNote(loadBalancer({ sslTermination }));
    if (words instanceof RegExp) expect(said).toMatch(words);
    else expect(said).toBe(words);
  });
});
