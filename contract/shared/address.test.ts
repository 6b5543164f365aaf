import { describe, expect, it } from 'vitest';
import { canonicalAddress } from './address.ts';

describe('canonicalAddress', () => {
  it.each([
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:0db8::0001', '2001:db8::1'],
    [' [2001:db8::1]\u200b', '2001:db8::1'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['::FFFF:a01:203', '10.1.2.3'],
    ['10.1.2.3', '10.1.2.3'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
  ])('writes %s as %s', (text, canonical) => {
    expect(canonicalAddress(text)).toBe(canonical);
  });

  it.each([
    '',
    '10',
    '10.1',
    '0x7f.1',
    '10.1.2.256',
    '2001:db8',
    '2001:db8::/32',
    '1:2:3',
    'web',
    '::g',
    'x'.repeat(9),
  ])('takes %j for no address', (text) => {
    expect(canonicalAddress(text)).toBeNull();
  });
});
