import { describe, expect, test } from 'vitest';
import { readSettings } from './settings.ts';

test('without variables: the documented settings', () => {
  expect(readSettings({ REGION_PORT: '' }, 'linux')).toEqual({
    host: '127.0.0.1',
    port: 4100,
    dataDir: expect.stringMatching(/data$/),
    seed: 'demo',
    settle: 800,
    rateLimits: true,
    virtualIps: { ORD: '127.10.0.0/16', DFW: '127.11.0.0/16' },
    control: false,
    logLevel: 'info',
  });
});

test('where only 127.0.0.1 answers, all virtual IPs are that address', () => {
  expect(readSettings({}, 'darwin')).toMatchObject({ virtualIps: { ORD: '127.0.0.1/32', DFW: '127.0.0.1/32' } });
});

describe('REGION_VIPS', () => {
  test.each([
    ['ORD=127.20.0.0/16,DFW=127.21.0.0/16', { ORD: '127.20.0.0/16', DFW: '127.21.0.0/16' }],
    ['DFW=127.21.0.0/16, ORD=127.20.0.0/16', { ORD: '127.20.0.0/16', DFW: '127.21.0.0/16' }],
    ['127.20.0.0/16,127.21.0.0/16', { ORD: '127.20.0.0/16', DFW: '127.21.0.0/16' }],
    ['127.20.0.0/16', { ORD: '127.20.0.0/16', DFW: '127.20.0.0/16' }],
  ])('reads %s', (text, virtualIps) => {
    expect(readSettings({ REGION_VIPS: text }, 'linux')).toMatchObject({ virtualIps });
  });
});

test.each([
  ['HOST', '0.0.0.0', 'demo users'],
  ['HOST', '127.0.0.999', 'loopback'],
  ['REGION_PORT', '70000', 'from 0 to 65535'],
  ['REGION_SEED', 'lots', 'demo, empty or a number'],
  ['REGION_SETTLE_MS', '-1', 'from 0'],
  ['REGION_RATE_LIMITS', 'yes', 'on or off'],
  ['REGION_CONTROL', 'true', 'on or off'],
  ['REGION_VIPS', 'ORD=127.20.0.0/16', 'each region'],
  ['REGION_VIPS', 'ORD=10.0.0.0/8,DFW=127.0.0.0/8', 'loopback network'],
  ['REGION_VIPS', 'IAD=127.1.0.0/16,DFW=127.2.0.0/16', 'each region'],
  ['LOG_LEVEL', 'loud', 'one of'],
])('%s=%s is refused in one sentence that names it', (name, value, reason) => {
  const sentence = readSettings({ [name]: value }, 'linux');
  expect(sentence).toMatch(new RegExp(`^The setting ${name} .*\\.$`));
  expect(sentence).toContain(reason);
  expect(sentence).toContain(value);
});
