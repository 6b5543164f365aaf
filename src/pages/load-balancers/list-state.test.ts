import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listParameters } from '../../../contract/shared/saved-view.ts';
import type { Summary } from '../../api/inventory/summaries.ts';
import type { LoadBalancer } from '../../model/load-balancer.ts';
import { disabled, enabled, type Persistence } from '../../model/persistence.ts';
import { loadBalancer } from '../../test/load-balancer.ts';
import {
  columnIds,
  filterIds,
  type ListState,
  matcher,
  narrows,
  noFilters,
  readListState,
  unknownSentence,
  unknownValues,
  withoutValues,
  writeListState,
} from './list-state.ts';

const row = (fields: Partial<LoadBalancer>): LoadBalancer => ({
  region: 'ORD',
  id: '71',
  name: 'web-frontend',
  status: 'ACTIVE',
  protocol: 'HTTP',
  port: 80,
  algorithm: 'ROUND_ROBIN',
  virtualIps: [{ id: '1', address: '127.10.0.4', type: 'PUBLIC', version: 'IPV4' }],
  nodeCount: 3,
  created: null,
  updated: null,
  ...fields,
});

const none = noFilters;
const shows = (
  state: Partial<Pick<ListState, 'search' | 'filters'>>,
  subject: LoadBalancer,
  known: Summary | null = null,
  byNode = false,
) =>
  matcher(
    { search: '', filters: none, ...state },
    () => known,
    () => byNode,
  )(subject);

describe('the list’s state in the address', () => {
  const values = fc.uniqueArray(fc.stringMatching(/^[A-Za-z_0-9 &=%,]{1,12}$/), { maxLength: 4 });
  const state = fc.record<ListState>({
    search: fc.string(),
    filters: fc.record({ status: values, protocol: values, region: values, persistence: values, owner: values }),
    sort: fc.option(fc.record({ column: fc.constantFrom(...columnIds), descending: fc.boolean() })),
    hidden: fc.subarray(columnIds.filter((id) => id !== 'name')),
  });

  it('is verified as it was written', () => {
    fc.assert(
      fc.property(state, (given) => {
        const address = writeListState(given).toString();
        expect(readListState(new URLSearchParams(address))).toEqual(given);
      }),
    );
  });

  it('leaves out what it does not understand', () => {
    const read = readListState(new URLSearchParams('sort=-colour&hide=name,status,colour&status=,&x=1'));
    expect(read).toEqual({ search: '', filters: none, sort: null, hidden: ['status'] });
  });

  it('keeps the columns that were asked for where there is no room', () => {
    const read = readListState(new URLSearchParams('show=updated,colour'));
    expect(read.kept).toEqual(['updated']);
    expect(String(writeListState(read))).toBe('show=updated');
  });

  it('says that every column is asked for, where something else might be remembered', () => {
    const read = readListState(new URLSearchParams('q=web&hide='));
    expect(read).toMatchObject({ hidden: [], everyColumn: true });
    expect(String(writeListState(read))).toBe('q=web&hide=');
    expect(String(writeListState({ ...read, hidden: ['nodes'] }))).toBe('q=web&hide=nodes');
  });

  it('has the parameters that a saved view may have, and no other', () => {
    const some = { status: ['a'], protocol: ['b'], region: ['c'], persistence: ['d'], owner: ['managed'] };
    const sort = { column: 'name', descending: false } as const;
    const written = writeListState({ search: 'x', filters: some, sort, hidden: ['nodes'], kept: ['updated'] });
    expect([...written.keys()]).toEqual([...listParameters]);
  });

  it('names what no filter knows, and can be rid of it', () => {
    const { filters } = readListState(new URLSearchParams('status=ACTIVE,SLEEPING&region=MARS'));
    const unknown = unknownValues(filters, (_, value) => value === 'ACTIVE');
    expect(unknown.map(unknownSentence)).toEqual([
      'Unknown status in the filter: “SLEEPING”.',
      'Unknown region in the filter: “MARS”.',
    ]);
    expect(withoutValues(filters, unknown)).toEqual({ ...none, status: ['ACTIVE'] });
  });

  it('has an empty address when nothing is chosen', () => {
    expect(writeListState(readListState(new URLSearchParams())).toString()).toBe('');
  });
});

describe('search and filters', () => {
  it.each([
    ['part of the name in any case', 'FRONT'],
    ['the id', '71'],
    ['part of a virtual IP', '127.10.0'],
    ['several words in any order', 'end 127 web'],
  ])('finds a row by %s', (_, search) => {
    expect(shows({ search }, row({}))).toBe(true);
  });

  it('hides a row that lacks one of the words', () => {
    expect(shows({ search: 'web back' }, row({}))).toBe(false);
  });

  it('does not join the end of one field to the start of the next', () => {
    expect(shows({ search: 'frontend71' }, row({}))).toBe(false);
  });

  it('finds a row that a region named for a node’s address', () => {
    expect(shows({ search: '10.20.4.6' }, row({}), null, true)).toBe(true);
    expect(shows({ search: '10.20.4.6' }, row({}), null, false)).toBe(false);
  });

  it.each(filterIds.filter((id) => id !== 'persistence' && id !== 'owner'))('filters by %s', (id) => {
    const value = String(row({})[id]);
    expect(shows({ filters: { ...none, [id]: ['OTHER', value] } }, row({}))).toBe(true);
    expect(shows({ filters: { ...none, [id]: ['OTHER'] } }, row({}))).toBe(false);
  });

  it('filters by whether a controller manages it', () => {
    const owned = row({ owners: ['Kubernetes Service shop/web of cluster prod'] });
    expect(shows({ filters: { ...none, owner: ['managed'] } }, owned)).toBe(true);
    expect(shows({ filters: { ...none, owner: ['managed'] } }, row({}))).toBe(false);
    expect(shows({ filters: { ...none, owner: ['unmanaged'] } }, row({}))).toBe(true);
  });

  it('takes a row whose session persistence was not read for neither disabled nor enabled', () => {
    const subjectsOf = (persistence: Persistence) => loadBalancer({ persistence }).subjects;
    const known: Summary = { subjects: subjectsOf(disabled), online: 1, total: 1, readAt: 0 };
    const filters = { ...none, persistence: ['DISABLED'] };
    expect(shows({ filters }, row({}), null)).toBe(false);
    expect(shows({ filters }, row({}), known)).toBe(true);
    expect(shows({ filters }, row({}), { ...known, subjects: subjectsOf(enabled('SOURCE_IP')) })).toBe(false);
  });

  it('narrow when letters are added at the end: no row comes that was not shown before', () => {
    const letters = fc.string({ unit: fc.constantFrom('w', 'e', 'b', '7', '1', '.', ' ', 'E'), maxLength: 5 });
    fc.assert(
      fc.property(letters, letters, letters, (search, more, name) => {
        const [former, next] = [search, search + more].map((each) => ({ search: each, filters: none }));
        expect(narrows(former!, next!)).toBe(true);
        const subject = row({ name: `web${name}` });
        if (shows(next!, subject)) expect(shows(former!, subject)).toBe(true);
      }),
    );
    expect(narrows({ search: 'web', filters: none }, { search: 'we', filters: none })).toBe(false);
    expect(narrows({ search: 'we', filters: none }, { search: 'web', filters: { ...none } })).toBe(false);
  });

  it.each([
    ['2001:0db8:0:0:0:0:0:', '2001:0db8:0:0:0:0:0:1'],
    ['cafe', 'cafe\u0301'],
  ])('does not narrow when a letter changes what is meant: %s, %s', (former, next) => {
    expect(narrows({ search: former, filters: none }, { search: next, filters: none })).toBe(false);
  });
});
