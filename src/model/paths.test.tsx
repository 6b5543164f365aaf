import { matchRoutes } from 'react-router';
import { describe, expect, it, test } from 'vitest';
import { pagePaths } from '../../contract/shared/page-paths.ts';
import { editPath } from './edit-path.ts';
import { refKey, subjectKey } from './load-balancer.ts';
import { pageUnder, partIn, paths, safeReturn, withoutPart } from './paths.ts';

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

describe('ids of any API', () => {
  const refs = [
    { region: 'ORD', id: '71' },
    { region: 'north/1', id: 'team/web/1' },
    { region: 'nörd lich', id: '100% #? +' },
  ];
  const routes = pagePaths.map((path) => ({ path }));

  it.each(refs)('come back from the address of each page: $region $id', (ref) => {
    for (const path of [paths.loadBalancer(ref), paths.persistence(ref), paths.listPersistence(ref)])
      expect(matchRoutes(routes, path)?.at(-1)?.params).toEqual(ref);
  });

  it.each(refs)('of an edit come back, too: $region $id', (ref) => {
    for (const name of ['edit', 'nodes/31', 'nodes/31/remove'])
      expect(matchRoutes(routes, editPath(ref, name))?.at(-1)?.params).toMatchObject(ref);
  });

  it('name a part in the query, beside the filters of the list', () => {
    const subject = { ...refs[1]!, part: 'team/web & 1/blue' };
    const search = new URL(paths.listPersistence(subject, '?q=web'), 'http://x').search;
    expect(partIn(search)).toBe(subject.part);
    expect(withoutPart(search)).toBe('?q=web');
    expect(partIn(new URL(paths.persistence(subject), 'http://x').search)).toBe(subject.part);
    expect(withoutPart('?q=a%20b')).toBe('?q=a%20b');
  });

  it('have keys that no other load balancer or part has', () => {
    const keys = [
      ...[
        { region: 'a', id: 'b/c' },
        { region: 'a/b', id: 'c' },
        { region: 'a%2Fb', id: 'c' },
        { region: 'x of a', id: 'b/c' },
      ].map(refKey),
      ...[
        { region: 'a', id: 'b/c', part: 'x' },
        { region: 'a', id: 'c', part: 'x of a/b' },
        { region: 'a', id: 'b', part: 'x/c' },
      ].map(subjectKey),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(refKey({ region: 'ORD', id: '71' })).toBe('ORD/71');
  });
});

test.each([
  ['/load-balancers/ORD/71/session-persistence', '/load-balancers/ORD/71'],
  ['/load-balancers/ORD/71/nodes/31/remove', '/load-balancers/ORD/71'],
  ['/load-balancers/ORD/71', '/load-balancers/ORD/71'],
  ['/load-balancers/session-persistence/ORD/71', '/load-balancers'],
  ['/load-balancers/bulk/1', '/load-balancers/bulk/1'],
  ['/load-balancers', '/load-balancers'],
  ['/history', '/history'],
])('%s is a dialog over, or is itself, %s', (path, page) => expect(pageUnder(path)).toBe(page));
