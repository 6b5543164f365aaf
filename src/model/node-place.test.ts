import { expect, test } from 'vitest';
import { nodePlace } from './node-place.ts';

test.each([
  ['10.0.0.5', { address: '10.0.0.5', port: null }],
  [' 10.0.0.5:80 ', { address: '10.0.0.5', port: 80 }],
  ['2001:db8::5', { address: '2001:db8::5', port: null }],
  ['[2001:db8::5]', { address: '2001:db8::5', port: null }],
  ['[2001:DB8::5]:8080', { address: '2001:DB8::5', port: 8080 }],
  ['web-1.example.com', { address: 'web-1.example.com', port: null }],
  ['web-1.example.com:443', { address: 'web-1.example.com', port: 443 }],
])('%s is a place', (text, place) => expect(nodePlace(text)).toEqual(place));

test.each(['', '10.0.0.5:0', '10.0.0.5:65536', '10.0.0.5:', ':80', '10.0.0.0/8', 'a b', '[web-1]:80', '2001:db8::5:x'])(
  '“%s” is none',
  (text) => expect(nodePlace(text)).toBeNull(),
);
