import { describe, expect, it } from 'vitest';
import { comparable, decoded, encoded, pasted, spellings, trimmed, wellFormed } from './text.ts';

describe('trimmed', () => {
  it.each([
    ['a space', ' '],
    ['a tab and a line break', '\t\r\n'],
    ['a no-break space', '\u00a0'],
    ['a narrow no-break space', '\u202f'],
    ['a full-width space', '\u3000'],
    ['a next-line character', '\u0085'],
    ['a zero-width space', '\u200b'],
    ['a zero-width joiner and non-joiner', '\u200d\u200c'],
    ['a word joiner', '\u2060'],
    ['a byte order mark', '\ufeff'],
    ['a soft hyphen', '\u00ad'],
    ['marks of direction', '\u200e\u202a\u2066'],
    ['a Hangul filler', '\u3164'],
    ['a tag character beyond the first plane', '\u{e0061}'],
    ['several kinds mixed', ' \u200b\u00a0\ufeff \u200b'],
  ])('takes %s off both ends', (_, edge) => {
    expect(trimmed(`${edge}api-key${edge}`)).toBe('api-key');
    expect(trimmed(`${edge}ключ é${edge}`)).toBe('ключ é');
    expect(trimmed(edge)).toBe('');
  });

  it('leaves what stands inside, and what is seen at the ends', () => {
    for (const text of ['a b', 'a\u00a0b', 'a\u200bb', '❤️', '👩‍💻', 'é', '\u0301x', '', '-', '\ud800', 'x\udc00'])
      expect(trimmed(text)).toBe(text);
  });

  it('takes time in proportion to the length', () => {
    const text = `é${'\u200b \u00a0'.repeat(200_000)}é`;
    const started = performance.now();
    expect(trimmed(text)).toBe(text);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('comparable', () => {
  it.each([
    ['composed and decomposed letters', 'caf\u00e9', 'cafe\u0301'],
    ['a letter split by a zero-width joiner from its accent', 'caf\u00e9', 'cafe\u200d\u0301'],
    ['capitals', 'WEB-01', 'web-01'],
    ['capitals of other scripts', 'ВЕБ-Σ', 'веб-ς'],
    ['a word that ends in sigma', 'ΟΔΟΣ', 'οδοσ'],
    ['ß and its capitals', 'straße', 'STRASSE'],
    ['zero-width characters inside', 'we\u200bb\u2060', 'web'],
    ['a byte order mark before', '\ufeffweb', 'web'],
    ['a no-break space inside', 'web\u00a001', 'web 01'],
    ['several spaces, a tab and a line break', 'web \t\n 01', 'web 01'],
    ['Hangul in parts', '\u1112\u1161\u11ab', '\ud55c'],
    ['the Kelvin sign', '5 \u212a', '5 k'],
  ])('is the same for %s', (_, one, other) => {
    expect(comparable(one)).toBe(comparable(other));
  });

  it('keeps apart what people tell apart', () => {
    for (const [one, other] of [
      ['web-01', 'web-1'],
      ['web 01', 'web01'],
      ['café', 'cafe'],
      ['а', 'a'],
    ] as const)
      expect(comparable(one)).not.toBe(comparable(other));
  });

  it('does not change when it is made twice, and bears anything', () => {
    for (const text of ['', ' ', 'İstanbul', '\ud800', 'ŉ', 'ǰ\u0301', 'ﬃ', 'ΐ'])
      expect(comparable(comparable(text))).toBe(comparable(text));
  });
});

it('pasted takes off what nobody sees, at the ends and inside, and leaves what is seen', () => {
  expect(pasted('\u00a0\ufeff a1b2\u200b-c3\u00add4\u2060 \n')).toBe('a1b2-c3d4');
  expect(pasted('a b')).toBe('a b');
  expect(pasted('\u200b \u00a0')).toBe('');
});

it('wellFormed replaces lone surrogates only', () => {
  expect(wellFormed('a\ud800b\udc00c')).toBe('a\ufffdb\ufffdc');
  expect(wellFormed('👩‍💻 é')).toBe('👩‍💻 é');
});

it('encodes any text, and reads it again', () => {
  for (const text of ['', 'a/b?c', '👩‍💻 é', '100 %']) expect(decoded(encoded(text))).toBe(text);
  expect(encoded('web \ud83d')).toBe('web%20%EF%BF%BD');
  expect(decoded('100 %')).toBe('100 %');
  expect(decoded('%ff')).toBe('%ff');
});

it('knows the spellings of what was typed', () => {
  expect(spellings('admin')).toEqual(['admin']);
  expect(spellings('Jose\u0301')).toContain('Jos\u00e9');
  expect(spellings(' Jos\u200b\u00e9')).toEqual(
    expect.arrayContaining([' Jos\u200b\u00e9', 'Jos\u00e9', 'Jose\u0301']),
  );
});
