import { describe, expect, it } from 'vitest';
import { isAddress, isLoopback, literalReach, mayReach, reachOf } from './addresses.ts';

describe('the reach of an address', () => {
  it.each([
    ['127.0.0.1', 'loopback'],
    ['127.10.0.4', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['fd00::1', 'private'],
    ['::ffff:10.0.0.1', 'private'],
    ['8.8.8.8', 'public'],
    ['2600::1', 'public'],
    ['169.254.169.254', 'never'],
    ['::ffff:169.254.169.254', 'never'],
    ['fe80::1', 'never'],
    ['0.0.0.0', 'never'],
    ['::', 'never'],
    ['224.0.0.1', 'never'],
    ['255.255.255.255', 'never'],
    ['64:ff9b::7f00:1', 'never'],
    ['2002:7f00:1::', 'never'],
    ['no address', 'never'],
  ])('%s: %s', (address, reach) => {
    expect(reachOf(address)).toBe(reach);
  });

  it('is seen in a host name that needs no resolving', () => {
    expect(['localhost', 'region.localhost', '127.1.2.3', '[::1]'].map(isLoopback)).toEqual([true, true, true, true]);
    expect(['localhost.example.com', 'example.com', '10.0.0.1'].map(isLoopback)).toEqual([false, false, false]);
    expect(literalReach('example.com')).toBeNull();
    expect(['192.0.2.1', '[::1]', 'example.com', '3'].map(isAddress)).toEqual([true, true, false, false]);
  });

  it('is never further inside than the identity service', () => {
    expect(mayReach('public', 'public')).toBe(true);
    expect(mayReach('public', 'private')).toBe(false);
    expect(mayReach('public', 'loopback')).toBe(false);
    expect(mayReach('private', 'private')).toBe(true);
    expect(mayReach('private', 'loopback')).toBe(false);
    expect(mayReach('loopback', 'loopback')).toBe(true);
    expect(mayReach('loopback', 'never')).toBe(false);
  });
});
