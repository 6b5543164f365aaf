import { describe, expect, it } from 'vitest';
import { headerText, textOfHeader } from './header-text.ts';

describe('text in a header', () => {
  it.each(['', 'web-01', 'wéb <b>&"', '负载 👩‍💻', '100 %', 'a+b', 'line\nbreak\0', '\ufeffweb'])(
    'comes back as %j',
    (text) => {
      const sent = headerText(text);
      expect(sent).toMatch(/^[\x21-\x7e]*$/);
      expect(textOfHeader(sent)).toBe(text);
    },
  );

  it('bears halves of characters', () => {
    for (const [text, expected] of [
      ['web\ud83d', 'web\ufffd'],
      ['\udc00web', '\ufffdweb'],
      ['a\ud800\ud800b', 'a\ufffd\ufffdb'],
    ] as const)
      expect(textOfHeader(headerText(text))).toBe(expected);
  });

  it('is cut to a length, also in the middle of a character', () => {
    expect(textOfHeader(headerText('abcdef', 4))).toBe('abc…');
    expect(textOfHeader(headerText('ab👩cd', 4))).toBe('ab\ufffd…');
    expect(textOfHeader(headerText('abcd', 4))).toBe('abcd');
  });

  it('stays within what headers may take together', () => {
    for (const text of ['负'.repeat(2_000), '"'.repeat(9_000), '👩'.repeat(1_000)]) {
      const sent = headerText(text, 2_000);
      expect(sent.length).toBeLessThanOrEqual(4_000);
      expect(sent.length).toBeGreaterThan(3_000);
      expect(textOfHeader(sent)).toMatch(/…$/);
    }
    expect(textOfHeader(headerText('x'.repeat(2_000), 2_000))).toBe('x'.repeat(2_000));
  });

  it('is read as far as it can be, whoever sent it', () => {
    expect(textOfHeader('web%ED%A0%80')).toBe('web\ufffd\ufffd\ufffd');
    expect(textOfHeader('gr%F6%DFer')).toBe('gr\ufffd\ufffder');
    expect(textOfHeader('plain text')).toBe('plain text');
    // Sent as bytes of UTF-8, as a program might.
    expect(textOfHeader('w\u00c3\u00a9b')).toBe('wéb');
  });

  it('is no text when its escapes are broken', () => {
    for (const value of ['%', '100%', '%4', '%zz', 'a%2']) expect(textOfHeader(value)).toBeNull();
  });
});
