import fc from 'fast-check';
import { expect, it } from 'vitest';
import { believedWait } from './retry-after.ts';

const now = Date.UTC(2031, 4, 2, 17, 20, 11);

it.each([
  ['3', 3_000],
  [' 3 ', 3_000],
  ['1.5', 1_500],
  ['3, 3', 3_000],
  ['0', 1_000],
  ['60', 60_000],
  ['61', 60_000],
  ['86400', 60_000],
  ['9'.repeat(400), 60_000],
  ['Fri, 02 May 2031 17:20:16 GMT', 5_000],
  ['Friday, 02-May-31 17:20:16 GMT', 5_000],
  ['Fri May  2 17:20:16 2031', 5_000],
  ['2031-05-02T17:20:16Z', 5_000],
  ['2031-05-02T19:20:16.000+02:00', 5_000],
  ['Fri, 02 May 2099 17:20:16 GMT', 60_000],
  ['Fri, 02 May 1999 17:20:16 GMT', 1_000],
  ['', null],
  ['-1', null],
  ['-86400', null],
  ['NaN', null],
  ['Infinity', null],
  ['1e9', null],
  ['0x10', null],
  ['soon', null],
  ['5 minutes', null],
  ['2031', 60_000],
  ['May', null],
  ['Xxx, 99 Xxx 9999 99:99:99 GMT', null],
  [null, null],
  [undefined, null],
])('a Retry-After of %j: %j', (given, wait) => {
  expect(believedWait(given, now)).toBe(wait);
});

it('is a time between a second and a minute or none, whatever the text', () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.double().map(String), fc.date().map(String));
  fc.assert(
    fc.property(text, (given) => {
      const wait = believedWait(given, now);
      expect(wait === null || (wait >= 1_000 && wait <= 60_000)).toBe(true);
    }),
  );
});
