import { describe, expect, it } from 'vitest';
import { readCatalog } from './catalog.ts';

const catalogOf = (publicURL: string, region = 'ORD') => [
  { type: 'rax:load-balancer', name: 'cloudLoadBalancers', endpoints: [{ region, publicURL }] },
];
const endpointsOf = (publicURL: string, identity = 'https://identity.example.com/v2.0', region = 'ORD') =>
  readCatalog(catalogOf(publicURL, region), identity).endpoints;

describe('the service catalog', () => {
  it('gives the endpoints of Cloud Load Balancers, and no other service', () => {
    const services = [
      {
        type: 'compute',
        name: 'cloudServers',
        endpoints: [{ region: 'ORD', publicURL: 'https://servers.example.com' }],
      },
      ...catalogOf('https://ord.example.com/v1.0/7/', 'ord'),
      { type: 'rax:load-balancer', name: 'other', endpoints: [{ region: 'DFW', publicURL: 'https://x.example.com' }] },
      { type: 'holdfast:region-extras', endpoints: [{ region: 'ORD', publicURL: 'https://extras.example.com' }] },
    ];
    expect(readCatalog(services, 'https://identity.example.com/v2.0')).toEqual({
      endpoints: { ORD: 'https://ord.example.com/v1.0/7' },
      extras: {},
      refused: [],
    });
  });

  it.each([
    'http://ord.example.com/v1.0/7',
    'ftp://ord.example.com/v1.0/7',
    'https://user:pass@ord.example.com/v1.0/7',
    'https://ord.example.com/v1.0/7?next=',
    'https://ord.example.com/v1.0/7#x',
    'http://127.0.0.1:4100/v1.0/7',
    'https://127.0.0.1/v1.0/7',
    'https://[::1]/v1.0/7',
    'https://localhost/v1.0/7',
    'https://10.0.0.1/v1.0/7',
    'https://169.254.169.254/latest',
    'https://0x7f.1/v1.0/7',
    'https://2130706433/v1.0/7',
    'not a url',
    '',
  ])('is not believed about %s', (address) => {
    const { endpoints, refused } = readCatalog(catalogOf(address), 'https://identity.example.com/v2.0');
    expect(endpoints).toEqual({});
    expect(refused).toHaveLength(1);
  });

  it('may name loopback when the identity service is there too, but never the metadata service', () => {
    const local = 'http://127.0.0.1:4100/v2.0';
    expect(endpointsOf('http://127.0.0.1:4100/ord/v1.0/7', local)).toEqual({ ORD: 'http://127.0.0.1:4100/ord/v1.0/7' });
    expect(endpointsOf('https://169.254.169.254/', local)).toEqual({});
  });

  it('names regions in one plain word', () => {
    for (const region of ['__proto__', 'a/b', '', 'ORD\r\n', 'x'.repeat(40)])
      expect(endpointsOf('https://ord.example.com/v1.0/7', undefined, region)).toEqual({});
  });
});
