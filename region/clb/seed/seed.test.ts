import { beforeAll, describe, expect, test } from 'vitest';
import { statuses } from '../../../contract/clb/statuses.ts';
import { type Body, startTestRegion } from '../../testing/test-region.ts';

let all: Body[];
beforeAll(async () => {
  const at = await startTestRegion({ seed: 'demo' });
  const lists = await Promise.all(
    (['ORD', 'DFW'] as const).flatMap((regionName) =>
      ['', '?status=DELETED'].map(async (query) => {
        const { body } = await at.ask('GET', `/loadbalancers${query}`, { regionName });
        return Promise.all(
          body.loadBalancers.map(async (item: Body) => ({
            ...item,
            ...(await at.ask('GET', `/loadbalancers/${item.id}`, { regionName })).body.loadBalancer,
            regionName,
          })),
        );
      }),
    ),
  );
  all = lists.flat();
});

describe('the demo', () => {
  test('has at least fourteen load balancers over both regions, with room for more', () => {
    expect(all.length).toBeGreaterThanOrEqual(14);
    for (const name of ['ORD', 'DFW']) {
      const own = all.filter(({ regionName }) => regionName === name);
      expect(own.length).toBeGreaterThan(6);
      expect(own.length).toBeLessThan(20);
    }
  });

  test('shows every status', () => {
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set(statuses));
  });

  test.each(['HTTP', 'HTTPS', 'TCP', 'TCP_CLIENT_FIRST', 'DNS_UDP', 'MYSQL', 'SMTP', 'FTP', 'LDAPS'])(
    'shows %s',
    (protocol) => {
      expect(all.map((each) => each.protocol)).toContain(protocol);
    },
  );

  test('shows awkward values', () => {
    const names = all.map(({ name }) => name);
    expect(names.some((name) => name.length === 128)).toBe(true);
    expect(names.some((name) => /\p{Script=Cyrillic}/u.test(name) && /\p{Script=Arabic}/u.test(name))).toBe(true);
    expect(names).toContain(`<b>&"'`);
    expect(all.map(({ nodeCount }) => nodeCount)).toEqual(expect.arrayContaining([0, 25]));
    const pairs = all.map(({ protocol, sessionPersistence }) => `${sessionPersistence?.persistenceType} ${protocol}`);
    expect(pairs).toEqual(
      expect.arrayContaining([
        'SOURCE_IP TCP',
        'HTTP_COOKIE HTTP',
        'SOURCE_IP HTTP',
        'SOURCE_IP HTTPS',
        'SSL_ID HTTPS',
        'undefined HTTP',
      ]),
    );
  });

  test('listens where an ordinary user may, each on an address and a port of its own', () => {
    const live = all.filter(({ status }) => status !== 'DELETED');
    expect(live.every(({ port }) => port >= 8000 && port < 8090)).toBe(true);
    expect(new Set(live.map(({ port }) => port)).size).toBe(live.length);
    const addresses = live.flatMap(({ virtualIps }) => virtualIps.map(({ address }: Body) => address));
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  test('keeps every name', () => {
    expect(all[0]).toMatchObject({ name: 'web-frontend', protocol: 'HTTP', status: 'ACTIVE', regionName: 'ORD' });
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });
});
