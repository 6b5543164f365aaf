import { act, render, waitFor } from '@testing-library/react';
import { createContext, useContext } from 'react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { afterEach, describe, expect, test } from 'vitest';
import type { ListState } from './list-state.ts';
import { useListState } from './use-list-state.ts';

afterEach(() => localStorage.clear());

type Result = ReturnType<typeof useListState>;
const Given = createContext<{ current: Result | null }>({ current: null });

/** A page that has nothing but the state. */
function Page() {
  useContext(Given).current = useListState();
  return null;
}

/** The list's state on a page of this address. */
function at(address: string) {
  const given: { current: Result | null } = { current: null };
  const router = createMemoryRouter([{ path: '*', Component: Page }], { initialEntries: [address] });
  render(
    <Given value={given}>
      <RouterProvider router={router} />
    </Given>,
  );
  const [state, change] = [() => given.current![0], (part: Partial<ListState>) => act(() => given.current![1](part))];
  return { router, state, change, search: () => decodeURIComponent(router.state.location.search) };
}

describe('the columns that were chosen last', () => {
  test('are there at the next visit, where the address says nothing of columns', async () => {
    const first = at('/load-balancers?q=web');
    first.change({ hidden: ['region'] });
    await waitFor(() => expect(first.search()).toBe('?q=web&hide=region'));
    first.change({ hidden: ['region'], kept: ['updated'] });
    await waitFor(() => expect(first.search()).toBe('?q=web&hide=region&show=updated'));

    expect(at('/load-balancers').state()).toMatchObject({ hidden: ['region'], kept: ['updated'] });
    expect(at('/load-balancers?hide=nodes').state()).toMatchObject({ hidden: ['nodes'] });
    expect(at('/load-balancers?hide=nodes').state().kept).toBeUndefined();
    expect(at('/load-balancers?hide=').state().hidden).toEqual([]);

    const last = at('/load-balancers');
    last.change({ hidden: [], kept: [] });
    expect(last.state().hidden).toEqual([]);
    expect(at('/load-balancers').state().hidden).toEqual([]);
    expect(localStorage.length).toBe(0);
  });

  test('are neither those of an address that was only opened, nor lost by words that are typed meanwhile', async () => {
    const opened = at('/load-balancers?hide=nodes');
    opened.change({ search: 'web' });
    expect(at('/load-balancers').state().hidden).toEqual([]);

    const page = at('/load-balancers');
    page.change({ search: 'we' });
    page.change({ hidden: ['region'] });
    expect(page.state()).toMatchObject({ search: 'we', hidden: ['region'] });
    await waitFor(() => expect(page.search()).toBe('?q=we&hide=region'));
    expect(page.state()).toMatchObject({ search: 'we', hidden: ['region'] });
  });

  test('come back with a link to the list, and give way to an address that asks for every column', async () => {
    localStorage.setItem('holdfast-columns', 'hide=region');
    const page = at('/load-balancers');
    expect(page.state().hidden).toEqual(['region']);
    await act(() => page.router.navigate('/load-balancers?status=ERROR&hide='));
    expect(page.state()).toMatchObject({ hidden: [], filters: { status: ['ERROR'] } });
    page.change({ search: 'web' });
    await waitFor(() => expect(page.search()).toBe('?q=web&status=ERROR&hide='));
    await act(() => page.router.navigate('/load-balancers'));
    expect(page.state().hidden).toEqual(['region']);
  });

  test.each(['', '%%%', 'hide=colour,name', '{"a":1}'])('that are kept as %j hide nothing', (kept) => {
    localStorage.setItem('holdfast-columns', kept);
    expect(at('/load-balancers').state().hidden).toEqual([]);
  });
});
