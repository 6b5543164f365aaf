import { expect, it } from 'vitest';
import type { LoadBalancer } from '../../model/load-balancer.ts';
import { readPasted } from './parse-ids.ts';

const row = (region: string, id: string, name: string): LoadBalancer => ({
  region,
  id,
  name,
  status: 'ACTIVE',
  protocol: 'HTTP',
  port: 80,
  algorithm: 'RANDOM',
  virtualIps: [],
  nodeCount: 0,
  created: null,
  updated: null,
});

const rows = [
  row('ORD', '71', 'web'),
  row('DFW', '71', 'mail'),
  row('ORD', '72', 'shop, checkout'),
  row('DFW', '80', 'Twin'),
  row('ORD', '81', 'Twin'),
  row('ORD', '90', '71'),
];

const meanings = (text: string) =>
  Object.fromEntries(readPasted(text, rows).map(({ text, matches }) => [text, matches.map(({ name }) => name)]));

it('finds names, ids and regions with ids, however they are parted', () => {
  expect(meanings('web; DFW/71,72\t ord/81\r\nmail')).toEqual({
    web: ['web'],
    'DFW/71': ['mail'],
    '72': ['shop, checkout'],
    'ord/81': ['Twin'],
    mail: ['mail'],
  });
});

it('takes a line that is a name whole, commas and quotes of a spreadsheet included', () => {
  expect(meanings('shop, checkout\n"web"')).toEqual({ 'shop, checkout': ['shop, checkout'], web: ['web'] });
});

it('names what is unknown and what is ambiguous', () => {
  expect(meanings('nothing\nTwin\n71\nweb\nweb')).toEqual({
    nothing: [],
    Twin: ['Twin', 'Twin'],
    '71': ['71', 'web', 'mail'],
    web: ['web'],
  });
});

it('compares names without case only when none fits exactly', () => {
  expect(meanings('WEB\ntwin')).toEqual({ WEB: ['web'], twin: ['Twin', 'Twin'] });
});
