import { queryOptions } from '@tanstack/react-query';
import type { SavedView } from '../../../contract/shared/saved-view.ts';
import { read, send } from '../http/client.ts';
import { queryClient } from '../http/query-client.ts';

export type { SavedView };

const path = '/panel/views';

/** The user's views of the list, by name. */
export const viewsQuery = queryOptions({
  queryKey: ['views'],
  queryFn: async ({ signal }): Promise<readonly SavedView[]> => {
    const { views } = await read<{ views: SavedView[] }>({ method: 'GET', path, signal });
    return views;
  },
  staleTime: 60_000,
});

const again = () => queryClient.invalidateQueries({ queryKey: viewsQuery.queryKey });

/** Keeps what the list shows under a name; a view of that name gives way. Throws an ApiError. */
export async function saveView(view: Omit<SavedView, 'id'>): Promise<void> {
  await send({ method: 'POST', path, body: view });
  await again();
}

/** Gives a view the name and query that it has now. Throws an ApiError. */
export async function changeView({ id, name, query }: SavedView): Promise<void> {
  await send({ method: 'PUT', path: `${path}/${id}`, body: { name, query } });
  await again();
}

/** Throws an ApiError. */
export async function deleteView({ id }: SavedView): Promise<void> {
  await send({ method: 'DELETE', path: `${path}/${id}` });
  await again();
}
