import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCells, csvLines, toCsv, unguarded } from './csv.ts';

const written = (name: string): string =>
  toCsv(['name', 'port'], [{ name, port: -80 }])
    .split('\r\n')
    .slice(1, -1)
    .join('\r\n');

describe('a file for spreadsheets', () => {
  it('has a byte order mark, a head and CRLF; what is not known stays empty', () => {
    expect(toCsv(['name', 'port'], [{ name: 'web', port: null }])).toBe('\ufeffname,port\r\nweb,\r\n');
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t1', "'\t1"],
    ['\r1', `"'\r1"`],
    ['\n1', `"'\n1"`],
    ['  =1', "'  =1"],
    ['＝1', "'＝1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠1', "'＠1"],
    ['﹦1', "'﹦1"],
    ['\u00a0=1', "'\u00a0=1"],
    ['\u200b=1', "'\u200b=1"],
    ['\ufeff＝1', "'\ufeff＝1"],
    ['\u0001=1', "'\u0001=1"],
    ['a;=1', `"a;'=1"`],
    ['a\n=1', `"a\n'=1"`],
    ['a\t@1', "a\t'@1"],
    ['=1,"2"', `"'=1,""2"""`],
  ])('lets %j be no formula', (name, cell) => {
    expect(written(name)).toBe(`${cell},-80`);
    expect(unguarded(csvCells(written(name), ',')[0] ?? '')).toBe(name);
  });

  it.each(['web', 'a=1', 'web-1', "it's", 'größe', '👩‍💻', 'a-b;c'])('leaves %j as it is', (name) => {
    expect(csvCells(written(name), ',')[0]).toBe(name);
  });

  it('bears half a character', () => {
    expect(written('web \ud83d')).toBe('web \ufffd,-80');
  });
});

describe('lines and cells that are read', () => {
  it('are those that were written, whatever stands in them', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '"', ',', ';', '\t', '\n', '\r', '=', "'", ' '),
      maxLength: 8,
    });
    fc.assert(
      fc.property(text, text, (name, note) => {
        const file = toCsv(['name', 'note'], [{ name, note }]);
        const lines = csvLines(file.slice(1));
        expect(lines).toHaveLength(3);
        const [one, two] = csvCells(lines[1] ?? '', ',');
        expect([one, two].map((each) => each?.replace(/'/g, ''))).toEqual(
          [name, note].map((each) => each.replace(/'/g, '')),
        );
      }),
    );
  });

  it('take quotes that nothing ends as text', () => {
    expect(csvLines('"web\nshop"x\nmail')).toEqual(['"web', 'shop"x', 'mail']);
    expect(csvCells('"web,mail', ',')).toEqual(['"web', 'mail']);
    expect(csvCells('"a"b,c', ',')).toEqual(['"a"b', 'c']);
  });

  it('take time in proportion to the length', () => {
    const started = performance.now();
    expect(csvLines('"web\n'.repeat(100_000))).toHaveLength(100_001);
    expect(csvLines(`"${'"",'.repeat(200_000)}`)).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
