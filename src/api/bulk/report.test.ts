import { expect, it } from 'vitest';
import { type RecordRow, toCsv } from './report.ts';

const row = (name: string): RecordRow => ({
  run: 'r1',
  region: 'ORD',
  id: '71',
  name,
  before: 'DISABLED',
  after: 'HTTP_COOKIE',
  result: 'verified',
  detail: '',
  seconds: 1.2,
  ended: '2031-05-02T17:20:11.000Z',
  user: 'admin',
  reason: '',
  change: null,
});

const nameCell = (name: string) =>
  toCsv([row(name)])
    .split('\r\n')
    .slice(1)
    .join('\r\n')
    .match(/^r1,ORD,71,([\s\S]*),DISABLED,HTTP_COOKIE,verified,,1\.2,2031-05-02T17:20:11\.000Z,admin,,\r\n$/)?.[1];

it('begins with a byte order mark and the columns', () => {
  expect(toCsv([])).toBe('\ufeffrun,region,id,name,before,after,result,detail,seconds,ended,user,reason,change\r\n');
});

it.each([
  ['plain', 'plain'],
  ['a "quoted" name', '"a ""quoted"" name"'],
  ['one, two', '"one, two"'],
  ['two\nlines', '"two\nlines"'],
])('writes the name %j as %j', (name, cell) => {
  expect(nameCell(name)).toBe(cell);
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '＝1'])('keeps %j from being a formula', (name) => {
  expect(nameCell(name)).toBe(`'${name}`);
});
