import { describe, expect, it } from 'vitest';
import { fileColumns, toCsv } from '../../model/csv.ts';
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

const listLine = (region: string, id: string, name: string) => ({
  region,
  id,
  name,
  status: 'ACTIVE',
  sessionPersistence: null,
  protocol: 'HTTP',
  port: 80,
  virtualIps: '127.10.0.4',
  nodes: 3,
  nodesOnline: null,
  updated: '2031-04-02T17:20:11.000Z',
  detailsReadAt: null,
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

it('finds ids and regions that hold slashes', () => {
  const other = [row('north/1', 'team/web/1', 'web'), row('north', '1/team/web/1', 'mail')];
  const found = (text: string) => readPasted(text, other).map(({ matches }) => matches.map(({ name }) => name));
  expect(found('team/web/1\nnorth/1,team/web/1')).toEqual([['web'], ['web']]);
  expect(found('north/1/team/web/1')).toEqual([['web', 'mail']]);
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

describe('lines of the panel’s own files and of spreadsheets', () => {
  const list = toCsv(fileColumns.list, [listLine('ORD', '71', 'web'), listLine('DFW', '80', 'Twin')]);
  const [bom, ...lines] = list.split('\r\n');

  it('a line of the list is one load balancer, not also the one whose id is the port', () => {
    expect(meanings(lines[0] ?? '')).toEqual({ 'ORD/71': ['web'] });
    expect(meanings(lines.join('\n'))).toEqual({ 'ORD/71': ['web'], 'DFW/80': ['Twin'] });
  });

  it.each([
    ['a whole file', list],
    ['a file without its byte order mark', list.slice(1)],
    ['cells of a spreadsheet', list.replaceAll(',', '\t')],
    ['a file parted by semicolons', list.replaceAll(',', ';')],
    ['cells without the head', list.replaceAll(',', '\t').split('\r\n').slice(1).join('\n')],
    ['some columns with their head', 'id\tname\tport\n71\tweb\t80\n80\tTwin\t80'],
    ['the head in another order and case', 'Port,Region,Id\r\n80,ord,71\r\n80,dfw,80'],
    ['some columns without the head', 'ORD\t71\tweb\tACTIVE\t80\nDFW\t80\tTwin\tACTIVE\t90'],
    ['id and name, protocol and port', '71\tweb\tHTTP\t80\n80\tTwin\tHTTP\t90'],
    ['name and id', 'web,71\nTwin,80'],
    ['region and id', 'ORD,71\nDFW,80'],
    ['region and id, twice on a line', 'ORD,71,DFW,80'],
  ])('%s', (_, text) => {
    expect(Object.values(meanings(text))).toEqual([['web'], ['Twin']]);
  });

  it('a line of a run’s record is one load balancer', () => {
    const line = Object.fromEntries(fileColumns.run.map((column) => [column, '71'])) as Record<
      (typeof fileColumns.run)[number],
      string
    >;
    const record = toCsv(fileColumns.run, [
      { ...line, region: 'ORD', id: '72', name: 'shop, checkout', before: 'DISABLED', seconds: 80, reason: 'mail' },
    ]);
    expect(meanings(record)).toEqual({ 'ORD/72': ['shop, checkout'] });
    expect(meanings(record.split('\r\n')[1] ?? '')).toEqual({ 'ORD/72': ['shop, checkout'] });
  });

  it('one that was renamed since counts by its id, and one that is gone is unknown', () => {
    const changed = toCsv(fileColumns.list, [listLine('ORD', '71', 'mail'), listLine('ORD', '999', 'Twin')]);
    for (const text of [changed, changed.split('\r\n').slice(1).join('\n')])
      expect(meanings(text)).toEqual({ 'ORD/71': ['web'], 'ORD/999': [] });
    expect(meanings('ORD,999,gone,ACTIVE,80')).toEqual({ 'ORD/999': [] });
  });

  it('names with line ends, quotes and signs of formulas are found', () => {
    const odd = [row('ORD', '1', '=a\n"b", c'), row('ORD', '2', "'=d"), row('ORD', '80', 'port')];
    const file = toCsv(
      fileColumns.list,
      odd.map(({ region, id, name }) => listLine(region, id, name)),
    );
    expect(readPasted(file, odd).map(({ matches }) => matches)).toEqual(odd.map((each) => [each]));
    expect(readPasted("'=a\n", [row('ORD', '1', '=a')])[0]?.matches).toHaveLength(1);
  });

  it('a port, a status and a region alone are no line of a table', () => {
    expect(meanings('web,80')).toEqual({ web: ['web'], '80': ['Twin'] });
    expect(bom).toMatch(/^\ufeffregion,/);
  });
});

it.each([
  ['composed and decomposed letters', 'cafe\u0301'],
  ['zero-width characters', '\u200bcaf\u00e9\ufeff'],
  ['a no-break space around', '\u00a0caf\u00e9\u00a0'],
])('compares names as people see them: %s', (_, text) => {
  const cafe = row('ORD', '5', 'caf\u00e9');
  expect(readPasted(text, [cafe, row('ORD', '6', 'Caf\u00e9')])[0]?.matches).toEqual([cafe]);
});

it.each(['\u200b71', '71\u00a0', 'ORD/\u200b71'])('finds the id %j', (text) => {
  expect(readPasted(text, rows.slice(0, 1))[0]?.matches).toHaveLength(1);
});
