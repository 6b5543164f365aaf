import { describe, expect, it } from 'vitest';
import type { LoadBalancer } from '../../model/load-balancer.ts';
import { toCsv, toJson } from './export.ts';

const row = (name: string): LoadBalancer => ({
  region: 'ORD',
  id: '71',
  name,
  status: 'ACTIVE',
  protocol: 'HTTP',
  port: 80,
  algorithm: 'ROUND_ROBIN',
  virtualIps: [{ id: '1', address: '127.10.0.4', type: 'PUBLIC', version: 'IPV4' }],
  nodeCount: 3,
  created: null,
  updated: Date.UTC(2031, 3, 2, 17, 20, 11),
});

const line = (name: string): string => toCsv([row(name)]).split('\r\n')[1] ?? '';

describe('the list as CSV', () => {
  it('leaves what was not read empty', () => {
    expect(line('web')).toBe('ORD,71,web,ACTIVE,,HTTP,80,127.10.0.4,3,,2031-04-02T17:20:11.000Z,');
  });

  it('quotes commas, quotes and line ends', () => {
    expect(line('a,"b"\nc')).toContain('"a,""b""\nc"');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)'])('never lets the name %s become a formula', (name) => {
    expect(line(name)).toContain(`,'${name},`);
  });
});

it('begins with a byte order mark, so that spreadsheets read it as UTF-8', () => {
  expect(toCsv([])).toMatch(/^\ufeffregion,id,name,.*\r\n$/);
});

it('gives the same rows as JSON', () => {
  expect(JSON.parse(toJson([row('web')]))).toMatchObject([{ id: '71', sessionPersistence: null, nodesOnline: null }]);
});
