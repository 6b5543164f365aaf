import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesOf, pretty, prettyJson, prettyXml } from './pretty.ts';

test('JSON is laid out as JSON.stringify does, whatever it holds', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      expect(prettyJson(text)).toBe(JSON.stringify(JSON.parse(text), null, 2));
    }),
  );
});

test('no value is changed: long numbers, escapes and repeated keys stay', () => {
  expect(prettyJson('{"id":9007199254740993,"a":"\\u00e9\\/","a":1.0}')).toBe(
    '{\n  "id": 9007199254740993,\n  "a": "\\u00e9\\/",\n  "a": 1.0\n}',
  );
});

test('XML has an element on a line and its text beside it', () => {
  expect(
    prettyXml('<?xml version="1.0"?><feed><title>x &gt; y</title><entry><id/></entry><empty></empty></feed>'),
  ).toBe(
    '<?xml version="1.0"?>\n<feed>\n  <title>x &gt; y</title>\n  <entry>\n    <id/>\n  </entry>\n  <empty></empty>\n</feed>',
  );
});

test('what is neither stays as it came', () => {
  expect(pretty('just words {')).toBe('just words {');
});

test('a string of millions of escapes, at which a browser gives up, stays as it came', () => {
  const text = `{"errorpage":"${'\\n'.repeat(5_000_000)}"}`;
  expect(pretty(text) === text).toBe(true);
});

test('no line is longer than a browser lays out well, and none is lost', () => {
  const text = `a\n${'b'.repeat(5_000)}\nc`;
  expect(linesOf(text).every((line) => line.length <= 2_000)).toBe(true);
  expect(linesOf(text).join('')).toBe(text.replaceAll('\n', ''));
});
