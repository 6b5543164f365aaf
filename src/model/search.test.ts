import { describe, expect, it } from 'vitest';
import { hasWords, searchText, searchWords } from './search.ts';

const finds = (query: string, ...parts: string[]) => hasWords(searchText(...parts), searchWords(query));

describe('a search', () => {
  it.each([
    ['caf\u00e9', 'cafe\u0301-web'],
    ['cafe\u0301', 'caf\u00e9-web'],
    ['we\u200bb', 'web'],
    ['web', 'w\u200deb\ufeff'],
    ['WEB\u00a001', '01 web'],
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['2001:db8::1', 'to 2001:0DB8:0::0001'],
    ['2001:0DB8:0', '2001:0db8:0::1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['\ud800', 'web \ud800'],
  ])('for %j finds %j', (query, text) => {
    expect(finds(query, text)).toBe(true);
  });

  it('tells apart what people tell apart', () => {
    expect(finds('cafe', 'caf\u00e9')).toBe(false);
    expect(finds('2001:db8::1', '2001:db8::2')).toBe(false);
    expect(finds('web shop', 'web')).toBe(false);
  });
});
