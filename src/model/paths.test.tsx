import { describe, expect, it } from 'vitest';
import { safeReturn } from './paths.ts';

describe('where to go after signing in', () => {
  it.each([
    ['/history?run=1#x', '/history?run=1#x'],
    ['/load-balancers/ORD/71', '/load-balancers/ORD/71'],
  ])('keeps a path of this panel: %s', (to, expected) => {
    expect(safeReturn(to)).toBe(expected);
  });

  it.each([
    null,
    '',
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '/sign-in',
    'history',
  ])('never leaves it for %s', (to) => {
    expect(safeReturn(to)).toBe('/load-balancers');
  });
});
